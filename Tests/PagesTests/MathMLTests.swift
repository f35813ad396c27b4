import Formulas
import Foundation
import Testing

@testable import Pages

@Suite("Formulas as MathML")
struct MathMLTests {
  private func inner(_ latex: String, isDisplay: Bool = false) throws -> String {
    let html = try MathML.markup(latex, isDisplay: isDisplay).html
    let start = try #require(html.firstIndex(of: ">"))
    return String(html[html.index(after: start)...].dropLast("</math>".count))
  }

  @Test(
    "Every formula of the registry, published and printed, is set, and well-formed",
    arguments: FormulaID.allCases)
  func registry(_ id: FormulaID) throws {
    let formula = Formula.of(id)
    for latex in [formula.latexPublished, formula.latexPrinted].compactMap({ $0 }) {
      for isDisplay in [true, false] {
        let parsed = try ParsedMarkup(MathML.markup(latex, isDisplay: isDisplay))
        let outer = parsed.elements.filter { $0.around.isEmpty }
        #expect(
          outer.allSatisfy { $0.name == "math" && $0.attributes["display"] == (isDisplay ? "block" : nil) })
        #expect(outer.compactMap { $0.attributes["alttext"] }.joined() == latex)
        #expect(outer.count == 1 || !isDisplay)
      }
    }
  }

  @Test(
    "Among words, a formula of more than 40 characters may be broken before each relation and operation of its own"
  )
  func parts() throws {
    let long = #"a_{i=1} = -(b = c) - \sqrt{x=y}, \, -2 \approx d \left(e=f\right)"#
    let parsed = try ParsedMarkup(MathML.markup(long, isDisplay: false))
    let parts = parsed.elements.compactMap { $0.attributes["alttext"] }
    #expect(parts == ["a_{i=1} ", "= -(b = c) ", #"- \sqrt{x=y}, \, -2 "#, #"\approx d \left(e=f\right)"#])
    #expect(
      try MathML.markup(String(repeating: "x", count: 40) + "-y", isDisplay: false).html.hasSuffix(
        "<mrow><mrow></mrow><mo>−</mo><mi>y</mi></mrow></math>"))
    let exact = String(repeating: "x", count: 38) + "=y"
    for (latex, isDisplay, count) in [
      (exact, false, 1), ("x" + exact, false, 2), ("x" + exact, true, 1), ("=" + exact, false, 2),
    ] {
      let html = try MathML.markup(latex, isDisplay: isDisplay).html
      #expect(html.components(separatedBy: "</math>").count == count + 1, "\(latex)")
    }
    #expect(throws: LaTeXMistake(latex: "x" + exact + "}", place: 42, reason: "“}” has no beginning")) {
      try MathML.markup("x" + exact + "}", isDisplay: false)
    }
  }

  @Test(
    "Letters, numbers and what is built of them",
    arguments: [
      ("x", "<mi>x</mi>"), ("10.5", "<mn>10.5</mn>"), (#"\mathrm{LN}"#, "<mi>LN</mi>"),
      (#"\mathrm{P}"#, #"<mi mathvariant="normal">P</mi>"#), (#"\theta"#, "<mi>θ</mi>"),
      (#"\Theta"#, #"<mi mathvariant="normal">Θ</mi>"#),
      (#"\mathbb{R}"#, #"<mi mathvariant="normal">ℝ</mi>"#),
      (#"\text{ a b }"#, "<mtext>\u{A0}a\u{A0}b\u{A0}</mtext>"),
      ("x_i", "<msub><mi>x</mi><mi>i</mi></msub>"), ("x^{2}", "<msup><mi>x</mi><mn>2</mn></msup>"),
      ("x_i^2", "<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>"),
      ("x^2_i", "<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>"),
      ("x^12", "<mrow><msup><mi>x</mi><mn>1</mn></msup><mn>2</mn></mrow>"),
      ("^T", "<msup><mrow></mrow><mi>T</mi></msup>"),
      ("f'", #"<mrow><mi>f</mi><mo lspace="0" rspace="0">′</mo></mrow>"#),
      (
        "f''_i^2",
        #"<msubsup><mrow><mi>f</mi><mo lspace="0" rspace="0">′′</mo></mrow><mi>i</mi><mn>2</mn></msubsup>"#
      ),
      (#"\frac1n"#, "<mfrac><mn>1</mn><mi>n</mi></mfrac>"),
      (#"\sqrt{d_k}"#, "<msqrt><msub><mi>d</mi><mi>k</mi></msub></msqrt>"),
      (#"\sqrt[3]x"#, "<mroot><mi>x</mi><mn>3</mn></mroot>"),
      (#"\tfrac12"#, #"<mstyle displaystyle="false"><mfrac><mn>1</mn><mn>2</mn></mfrac></mstyle>"#),
      (#"\hat y"#, #"<mover accent="true"><mi>y</mi><mo stretchy="false">^</mo></mover>"#),
      (#"\bar y"#, #"<mover accent="true"><mi>y</mi><mo stretchy="false">¯</mo></mover>"#),
      (
        #"\underbrace{x}_{y}"#,
        #"<munder><munder><mi>x</mi><mo stretchy="true">⏟</mo></munder><mi>y</mi></munder>"#
      ),
      (
        #"\binom nk"#,
        #"<mrow><mo form="prefix" stretchy="true">(</mo><mfrac linethickness="0"><mi>n</mi><mi>k</mi></mfrac><mo form="postfix" stretchy="true">)</mo></mrow>"#
      ),
      (
        #"\begin{pmatrix} a & b \\ c \end{pmatrix}"#,
        #"<mrow><mo form="prefix" stretchy="true">(</mo><mtable><mtr><mtd><mi>a</mi></mtd><mtd><mi>b</mi></mtd></mtr><mtr><mtd><mi>c</mi></mtd></mtr></mtable><mo form="postfix" stretchy="true">)</mo></mrow>"#
      ),
      (#"\sum_i^n"#, #"<munderover><mo lspace="0" rspace="0">∑</mo><mi>i</mi><mi>n</mi></munderover>"#),
      (#"\max_i"#, #"<munder><mo movablelimits="true" lspace="0" rspace="0">max</mo><mi>i</mi></munder>"#),
      (
        #"\left(x\right\|"#,
        #"<mrow><mo form="prefix" stretchy="true">(</mo><mi>x</mi><mo form="postfix" stretchy="true">‖</mo></mrow>"#
      ),
      (#"\bigl("#, #"<mo stretchy="true" minsize="1.2em" maxsize="1.2em">(</mo>"#),
      (#"\Bigr)"#, #"<mo stretchy="true" minsize="1.8em" maxsize="1.8em">)</mo>"#),
      (
        #"\bigr)^2"#,
        #"<mrow><mo stretchy="true" minsize="1.2em" maxsize="1.2em">)</mo><msup><mspace height="0.85em" depth="0.35em"></mspace><mn>2</mn></msup></mrow>"#
      ),
      ("", "<mrow></mrow>"),
    ])
  func pieces(_ latex: String, _ expected: String) throws { #expect(try inner(latex) == expected) }

  /// The attributes of the signs as a list of the spaces that a reader sees, in eighteenths of an em.
  private func spaces(_ latex: String) throws -> [String] {
    try ParsedMarkup(MathML.markup(latex, isDisplay: false)).elements.compactMap {
      switch $0.name {
      case "mo": "\($0.attributes["lspace"] ?? "own") \($0.attributes["rspace"] ?? "own")"
      case "mspace": $0.attributes["width"]
      default: nil
      }
    }
  }

  @Test(
    "The spaces between signs are TeX's",
    arguments: [
      ("a=b", ["own own"]), ("a-b", ["own own"]), ("a=-b", ["own own", "0 0"]), ("-b", ["0 0"]),
      ("(-b)", ["own own", "0 0", "own own"]), ("a,b", ["own own"]), (#"a,\quad b"#, ["own 1.1667em"]),
      (#"a\cdot b"#, ["0.2222em 0.2222em"]), ("x^{a=b}", ["0 0"]), ("x_{i-1}", ["0 0"]), ("a|b", ["0 0"]),
      (#"a\mid b"#, ["0.2778em 0.2778em"]), ("a/b", ["0 0"]), (#"\sin x"#, ["0.1667em"]),
      (#"\sin(x"#, ["own own"]),
      (#"2\sin x"#, ["0.1667em", "0.1667em"]), (#"x^{2\sin x}"#, ["0.1667em", "0.1667em"]),
      (#"a\quad b"#, ["1em"]), (#"a\,b"#, ["0.1667em"]), (#"a\;b"#, ["0.2778em"]), (#"a\qquad b"#, ["2em"]),
      (#"s\!\left(x\right)"#, ["own own", "own own"]), (#"\!a"#, ["-0.1667em"]), (#"a\,"#, ["0.1667em"]),
      ("a+", ["0 0"]), ("a+=b", ["0 0", "own own"]), ("a==b", ["own 0", "0 own"]),
      (#"w_1\dots w_n"#, ["0.1667em", "0 0", "0.1667em"]),
    ])
  func spacing(_ latex: String, _ expected: [String]) throws { #expect(try spaces(latex) == expected) }

  @Test("A fence of its own does not grow; a bar stands close")
  func fences() throws {
    #expect(
      try inner("(x)") == #"<mrow><mo stretchy="false">(</mo><mi>x</mi><mo stretchy="false">)</mo></mrow>"#)
    #expect(try inner("|") == #"<mo lspace="0" rspace="0" stretchy="false">|</mo>"#)
    #expect(try inner(#"\not\ni"#) == #"<mo lspace="0" rspace="0">∌</mo>"#)
  }

  @Test("In a fraction between lines of text there is the room of a script, and on a line of its own more")
  func fractions() throws {
    #expect(try inner(#"\frac{a\cdot b}c"#).contains(#"<mo lspace="0" rspace="0">⋅</mo>"#))
    #expect(
      try inner(#"\frac{a\cdot b}c"#, isDisplay: true).contains(
        #"<mo lspace="0.2222em" rspace="0.2222em">⋅</mo>"#))
    #expect(try inner(#"\tfrac{a\cdot b}c"#, isDisplay: true).contains(#"<mo lspace="0" rspace="0">⋅</mo>"#))
  }

  @Test(
    "What is not understood is named, with its place",
    arguments: [
      (#"a + \foo b"#, 5, #"\foo is no command that the course uses"#),
      ("a}", 2, "“}” has no beginning"), ("{a", 1, "“{” has no end"), ("a & b", 3, "“&” has no beginning"),
      (#"a \right)"#, 3, #"“\right” has no beginning"#), (#"\left( a"#, 1, #"\left has no \right"#),
      (#"\left a"#, 7, #"\left stands before a fence, such as ( or \|"#),
      (#"\bigl"#, 6, #"\bigl is followed by nothing"#),
      ("a^b^c", 4, "a second “^” at the same place"), ("a_b_c", 4, "a second “_” at the same place"),
      ("a^b'", 4, "a second “'” at the same place"), ("a^", 3, "“^” is followed by nothing"),
      ("a_}", 3, "“_” is followed by “}”"), (#"\frac{1}"#, 9, #"“\frac” is followed by nothing"#),
      ("50%", 3, "“%” is no sign of a formula"), ("a → b", 3, "“→” is no sign of a formula"),
      (#"\text x"#, 7, #"\text is followed by a group in braces"#),
      (#"\text{a$b}"#, 7, #"\text is given words alone"#),
      (#"\mathrm{d_k}"#, 9, #"\mathrm is given letters"#),
      (#"\mathbb{AB}"#, 9, #"\mathbb has no “AB” that the course uses"#),
      (#"\not x"#, 1, #"\not stands before \in, \ni or ="#),
      (#"\begin{array}"#, 8, "array is no environment that the course uses"),
      (#"\begin{pmatrix} a"#, 8, #"\begin{pmatrix} has no end"#),
      (#"\begin{pmatrix} a \end{array}"#, 24, #"\end{array} ends a pmatrix"#),
      (#"\sqrt[3"#, 6, "“[” has no end"),
      (#"\sqrt[\foo]{x}"#, 7, #"\foo is no command that the course uses"#),
      ("a\\", 2, "a backslash at the end"),
    ])
  func mistakes(_ latex: String, _ place: Int, _ reason: String) {
    let mistake = LaTeXMistake(latex: latex, place: place, reason: reason)
    #expect(throws: mistake) { try MathML.markup(latex, isDisplay: false) }
    #expect("\(mistake)" == "“\(latex)”, at character \(place): \(reason)")
  }

  @Test("What is nested too deep is refused")
  func depth() throws {
    func nested(_ count: Int, _ latex: String, _ end: String) -> String {
      String(repeating: latex, count: count) + "x" + String(repeating: end, count: count)
    }
    let most = LaTeXParser.greatestDepth - 1
    #expect(try inner(nested(most, "{", "}")) == "<mi>x</mi>")
    for (latex, end) in [("{", "}"), (#"\sqrt"#, ""), ("x^{", "}"), (#"\left("#, #"\right)"#)] {
      #expect(throws: LaTeXMistake.self) {
        try MathML.markup(nested(most + 1, latex + " ", end), isDisplay: false)
      }
      #expect(throws: LaTeXMistake.self) {
        try MathML.markup(nested(100_000, latex + " ", end), isDisplay: false)
      }
    }
    #expect(throws: LaTeXMistake.self) {
      try MathML.markup(nested(LaTeXParser.greatestDepth / 2, #"\sqrt["#, "]x"), isDisplay: true)
    }
  }
}
