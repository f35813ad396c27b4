import Notebook
import Testing

@Suite("Terminal rendering")
struct RenderingTests {
  private let weights = TensorCell(
    "weights", [1, 0, 0.25, 0.75], shape: [2, 2], axes: ["query", "key"],
    labels: [["the", "猫"], ["the", "猫"]],
    formula: .s0_3_3_ATT)

  private func lines(_ cell: Cell, width: Int = 80, depth: ColorDepth = .none) -> [String] {
    TerminalRenderer(width: width, depth: depth).text(cell).split(
      separator: "\n", omittingEmptySubsequences: false
    )
    .dropLast().map(String.init)
  }

  @Test("A matrix in plain text")
  func plainMatrix() {
    #expect(
      lines(.tensor(weights)) == [
        "weights  query 2 × key 2                                              S0-3.3-ATT",
        "         the     猫",
        "  the  1.000  0.000",
        "   猫  0.250  0.750",
      ])
  }

  @Test("A matrix in true colour: the ends of the scale, ink of the better contrast")
  func trueColorMatrix() {
    let row = lines(.tensor(weights), depth: .trueColor)[2]
    // viridis at 1 is (253, 231, 37) under black ink, at 0 (68, 1, 84) under white.
    #expect(
      row == "  the \u{1B}[38;2;0;0;0;48;2;253;231;37m 1.000 \u{1B}[0m"
        + "\u{1B}[38;2;255;255;255;48;2;68;1;84m 0.000 \u{1B}[0m")
  }

  @Test("A matrix in 256 colours")
  func paletteMatrix() {
    let row = lines(.tensor(weights), depth: .palette256)[2]
    #expect(row == "  the \u{1B}[38;5;16;48;5;227m 1.000 \u{1B}[0m\u{1B}[38;5;231;48;5;53m 0.000 \u{1B}[0m")
  }

  @Test("A matrix on white: weak is pale, strong is dark")
  func matrixOnWhite() {
    // YlGnBu at 1 is (8, 29, 88) under white ink, at 0 (255, 255, 217) under black.
    #expect(
      lines(.tensor(weights), depth: .trueColor.onWhite)[2]
        == "  the \u{1B}[38;2;255;255;255;48;2;8;29;88m 1.000 "
        + "\u{1B}[0m\u{1B}[38;2;0;0;0;48;2;255;255;217m 0.000 \u{1B}[0m")
    #expect(
      lines(.tensor(weights), depth: .palette256.onWhite)[2]
        == "  the \u{1B}[38;5;231;48;5;17m 1.000 \u{1B}[0m\u{1B}[38;5;16;48;5;230m 0.000 \u{1B}[0m")
  }

  @Test("A picture in two colours a character, and its legend, on black and on white")
  func pictures() {
    let cell = TensorCell("t", [0, 1, 1, 0], shape: [2, 2], display: .heatMap)
    let (black, white) = (
      lines(.tensor(cell), depth: .trueColor), lines(.tensor(cell), depth: .trueColor.onWhite)
    )
    #expect(black[2].contains("\u{1B}[38;2;68;1;84;48;2;253;231;37m▀"))
    #expect(white[2].contains("\u{1B}[38;2;255;255;217;48;2;8;29;88m▀"))
    #expect(black[3].contains("dark 0, bright 1") && white[3].contains("pale 0, dark 1"))
    #expect(lines(.tensor(cell), depth: .palette16)[3].contains("blank 0, █ 1"))
  }

  @Test("Sixteen colours: shades beside the numbers, in a colour that tells the sign")
  func sixteenColours() {
    let cell = TensorCell("t", [1, -1], shape: [1, 2])
    let shaded = lines(.tensor(cell), depth: .palette16)
    #expect(shaded[2] == "\u{1B}[2m  0\u{1B}[0m   1\u{1B}[31m█\u{1B}[0m  -1\u{1B}[94m█\u{1B}[0m")
    #expect(lines(.tensor(cell), depth: .palette16.onWhite)[2].contains("\u{1B}[34m█"))
    #expect(
      lines(.check(CheckCell("c", measured: 1, requirement: .isTrue)), depth: .palette16)[0].hasPrefix(
        "\u{1B}[1;32m✓"))
  }

  @Test("Shades stand behind the numbers where there is no colour")
  func shadedMatrix() {
    let shaded = lines(.tensor(weights), depth: .shading)
    #expect(shaded[2] == "  the  1.000█  0.000")
    #expect(shaded[3] == "   猫  0.250░  0.750▓")
  }

  @Test("Masked scores and missing numbers")
  func nonFinite() {
    let cell = TensorCell("masked", [0.5, -.infinity, .nan, -2], shape: [2, 2])
    #expect(lines(.tensor(cell)).suffix(2) == ["  0   0.500      −∞", "  1     NaN  -2.000"])
  }

  @Test("A large matrix is elided at its edges")
  func elision() {
    let cell = TensorCell("table", (0..<64 * 512).map { Double($0) / 1e4 }, shape: [64, 512])
    let shown = lines(.tensor(cell))
    #expect(shown.count == 2 + 17)
    #expect(shown[0] == "table  64 × 512")
    #expect(shown[1].contains("  6 …") || shown[1].contains("7 …"))
    #expect(shown[1].hasSuffix("511"))
    #expect(shown[13].contains("⋮") && shown[13].contains("⋱"))
    #expect(shown[18].hasPrefix("  63"))
  }

  @Test("A number that is another in every run is not printed, and leaves no gap")
  func momentary() {
    let renderer = TerminalRenderer(width: 80, depth: .none)
    let seconds = Cell.tensor(TensorCell("seconds", [1.5], shape: [], display: .momentary))
    #expect(renderer.text(seconds, after: .prose("Words.")) == "")
    #expect(
      renderer.text(.prose("More."), after: seconds)
        == renderer.text(.prose("More."), after: .tensor(weights)))
  }

  @Test("Scalars, vectors and empty tensors")
  func ranks() {
    #expect(lines(.tensor(TensorCell("loss", [0.693147], shape: []))) == ["loss = 0.69315"])
    #expect(
      lines(.tensor(TensorCell("ids", [0, 7], shape: [2], labels: [["a", "b"]], display: .plainTable))) == [
        "ids  2", "    a  b", "    0  7",
      ])
    #expect(lines(.tensor(TensorCell("none", [], shape: [0, 3]))) == ["none  0 × 3", "  (empty)"])
  }

  @Test("The heads stand side by side")
  func heads() {
    let cell = TensorCell(
      "heads", [1, 0, 0, 1, 0, 1, 1, 0], shape: [2, 2, 2], axes: ["head", "query", "key"])
    #expect(
      lines(.tensor(cell)) == [
        "heads  head 2 × query 2 × key 2", "    head 0    head 1", "     0  1      0  1",
        "  0  1  0      0  1", "  1  0  1      1  0",
      ])
  }

  @Test("Checks say what was measured; a failed one says so without colour, too")
  func checks() {
    let passed = CheckCell("rows sum to 1", measured: 1.2e-7, requirement: .atMost(1e-6))
    #expect(lines(.check(passed)) == ["✓ rows sum to 1  (1.2e-7 ≤ 1e-6)"])
    let failed = CheckCell("rows sum to 1", measured: 0.5, requirement: .atMost(1e-6))
    #expect(lines(.check(failed)) == ["✗ FAILED: rows sum to 1  (0.5 is not ≤ 1e-6)"])
  }

  @Test("NaN fails every requirement")
  func nanFails() {
    let requirements: [CheckCell.Requirement] = [
      .atMost(1), .atLeast(0), .between(-1, 1), .near(expected: 0, tolerance: 1), .count(0), .isTrue,
    ]
    for requirement in requirements {
      #expect(!CheckCell("x", measured: .nan, requirement: requirement).passed)
    }
  }

  @Test("A tree has its values and gradients in columns")
  func tree() {
    let root = TreeNode(
      "+", value: 3, gradient: 1,
      children: [
        TreeNode("×", value: 2, gradient: 1, children: [TreeNode("a"), TreeNode("b", value: 0.5)]),
        TreeNode("c"),
      ])
    #expect(
      lines(.tree(TreeCell(root: root))) == [
        "             value  gradient", "  +          3.000         1", "  ├─ ×       2.000         1",
        "  │  ├─ a", "  │  └─ b    0.500", "  └─ c",
      ])
  }

  @Test("Prose is wrapped between Chinese characters, and no line begins with a closing mark")
  func chineseProse() {
    let text = String(repeating: "注意力机制，", count: 20)
    let wrapped = lines(.prose(text), width: 61)
    #expect(wrapped.count > 3)
    #expect(wrapped.allSatisfy { !$0.hasPrefix("，") })
    #expect(wrapped.joined() == text)
  }

  @Test("Control characters cannot steer the terminal")
  func controlCharacters() {
    let hostile = "a\u{1B}[31mb\u{07}c\u{202E}d"
    let cells: [Cell] = [
      .prose(hostile), .code(CodeCell(hostile, file: hostile, line: 1)),
      .table(TableCell(columns: [hostile], rows: [[.text(hostile)]])),
      .tensor(TensorCell("x", [1], shape: [1], labels: [[hostile]])), .tryNext([TryNextCommand(hostile)]),
      .check(CheckCell(hostile, measured: 1, requirement: .isTrue)),
    ]
    for cell in cells {
      let text = lines(cell).joined()
      #expect(!text.unicodeScalars.contains { $0.value < 32 || $0.value == 0x202E })
      #expect(text.contains("a␛[31mb␇c"), "\(text)")
    }
  }

  @Test(
    "What cannot be seen is shown as what it is, and what is drawn with its neighbours stays",
    arguments: [
      ("\u{FEFF}the", "U+FEFFthe"), ("a\u{200B}b", "aU+200Bb"), ("\u{2060}", "U+2060"), ("\u{AD}", "U+00AD"),
      ("a\u{2028}b\u{2029}", "aU+2028bU+2029"), ("\u{85}", "U+0085"), ("\u{200E}x", "U+200Ex"),
      ("\u{E0001}", "U+E0001"), ("\u{301}", "◌\u{301}"), ("\u{FE0F}", "U+FE0F"), ("\u{200D}", "U+200D"),
      ("\r\n", "␍⏎"), ("\u{7F}\u{0}", "␡␀"),
      ("می\u{200C}خواهم", "می\u{200C}خواهم"), ("👩\u{200D}🔬", "👩\u{200D}🔬"), ("e\u{301}", "e\u{301}"),
      ("1\u{FE0F}\u{20E3}", "1\u{FE0F}\u{20E3}"), ("猫 cat", "猫 cat"), ("", ""),
    ])
  func invisible(text: String, shown: String) {
    let cell = TensorCell("x", [1], shape: [1], labels: [[text]], display: .plainTable)
    // A label is cut at ten columns; none of these is longer but the last ones, which a table shows whole.
    #expect(lines(.table(TableCell(columns: [text], rows: [])))[0].drop { $0 == " " } == shown[...])
    #expect(lines(.tensor(cell))[1].contains { $0 != " " } == !text.isEmpty)
  }

  @Test(
    "Columns of characters",
    arguments: [
      ("a", 1), ("猫", 2), ("e\u{301}", 1), ("😀", 2), ("👩\u{200D}🔬", 2), ("🇨🇳", 2), ("1\u{FE0F}\u{20E3}", 2),
      ("#\u{FE0F}\u{20E3}", 2), ("1\u{20E3}", 1), ("♥", 1), ("♥\u{FE0F}", 2), ("👍🏽", 2), ("각", 2), ("ｱ", 1),
      ("Ａ", 2), ("—", 1), ("…", 1), ("✓", 1),
    ])
  func columns(text: String, count: Int) {
    // Beside a column of a known width: the rule under the heading is as wide as what it stands under.
    let rule = lines(.table(TableCell(columns: [text], rows: [])))[1]
    #expect(rule == "  " + String(repeating: "─", count: count))
  }
}
