import Foundation
import Testing

@testable import Pages

@Suite("Markdown as elements")
struct MarkdownMarkupTests {
  static let paths = (try? PackageTexts.paths(endingWith: ".md")) ?? []

  @Test("There are the lectures, the documents and the pages at their top")
  func files() {
    #expect(
      Self.paths.count > 20 && Self.paths.contains("README.md") && Self.paths.contains("Exercises/README.md"))
  }

  private func html(_ text: String) -> String { Markup(markdown: text).html }

  @Test(
    "Every Markdown file of the package is well-formed, its formulas are set, its links and anchors stand",
    arguments: paths)
  func documents(_ path: String) throws {
    let text = try PackageTexts.text(path)
    var page = MarkdownMarkup()
    let parsed = try ParsedMarkup(page.markup(text))
    #expect(!parsed.elements.contains { $0.attributes["class"] == "latex" }, "a formula is not set")
    // What a comment holds, such as the notes of a slide, is not set.
    let shown = text.replacing(/<!--(?s:.*?)-->/, with: "")
    let formulas =
      shown.components(separatedBy: "$`").count + shown.components(separatedBy: "\n```math\n").count - 2
    #expect(parsed.names.filter { $0 == "math" }.count >= formulas)
    #expect(
      parsed.names.filter { $0 == "pre" }.count * 2 + text.components(separatedBy: "\n```math\n").count * 2
        - 2
        == text.components(separatedBy: "\n```").count - 1, "a block of code is lost")
    for mark in ["**", "](", "<!--", "```"] { #expect(!withoutCode(parsed, mark), "“\(mark)” is left") }
    let ids = parsed.elements.compactMap { $0.attributes["id"] }
    #expect(Set(ids).count == ids.count && page.headings.allSatisfy { ids.contains($0.id) })
    for address in parsed.elements.compactMap({ $0.attributes["href"] }) where !address.contains("://") {
      let parts = address.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(
        String.init)
      let target =
        parts[0].isEmpty
        ? path
        : URL(filePath: "/" + path).deletingLastPathComponent().appending(path: parts[0]).standardized.path
      #expect(PackageTexts.exists(target), "\(address)")
      guard parts.count > 1, target.hasSuffix(".md") else { continue }
      let there =
        target.hasSuffix(path)
        ? ids
        : try ParsedMarkup(Markup(markdown: PackageTexts.text(target))).elements.compactMap {
          $0.attributes["id"]
        }
      #expect(there.contains(parts[1]), "\(address)")
    }
  }

  /// Whether a mark is left in what is neither code nor a formula.
  private func withoutCode(_ parsed: ParsedMarkup, _ mark: String) -> Bool {
    zip(parsed.elements, parsed.texts).contains { element, text in
      text.contains(mark) && Set(["code", "math"]).isDisjoint(with: element.around + [element.name])
    }
  }

  @Test(
    "Blocks",
    arguments: [
      ("# A b\n## C", "<h1 id=\"a-b\">A b</h1>\n<h2 id=\"c\">C</h2>\n"), ("#a", "<p>#a</p>\n"),
      ("####### a", "<p>####### a</p>\n"),
      ("a\nb\n\nc", "<p>a\nb</p>\n<p>c</p>\n"), ("我\n爱\na", "<p>我爱\na</p>\n"),
      ("  a  \r\nb", "<p>a\nb</p>\n"),
      ("- a\n- b\n  c\nd", "<ul><li>a</li>\n<li>b\nc\nd</li>\n</ul>\n"),
      ("• a", "<ul><li>a</li>\n</ul>\n"), ("1. a\n2. b", "<ol><li>a</li>\n<li>b</li>\n</ol>\n"),
      ("7. a", "<ol start=\"7\"><li>a</li>\n</ol>\n"), ("100. a", "<p>100. a</p>\n"),
      ("in\n12. May", "<p>in\n12. May</p>\n"),
      ("a\n1. b", "<p>a</p>\n<ol><li>b</li>\n</ol>\n"),
      ("- a\n1. b", "<ul><li>a</li>\n</ul>\n<ol><li>b</li>\n</ol>\n"),
      ("- a\n  - b\n- c", "<ul><li>a\n<ul><li>b</li>\n</ul>\n</li>\n<li>c</li>\n</ul>\n"),
      ("- a\n\n- b\n\nc", "<ul><li>a</li>\n<li>b</li>\n</ul>\n<p>c</p>\n"),
      ("- a\n\n  b", "<ul><li><p>a</p>\n<p>b</p>\n</li>\n</ul>\n"), ("+ a", "<p>+ a</p>\n"),
      ("* a\n* b", "<ul class=\"steps\"><li>a</li>\n<li>b</li>\n</ul>\n"),
      ("* a\n- b", "<ul class=\"steps\"><li>a</li>\n</ul>\n<ul><li>b</li>\n</ul>\n"),
      ("![a b](c)", "<p><a href=\"c\">a b</a></p>\n"),
      ("> a\n> b\nc", "<blockquote><p>a\nb</p>\n</blockquote>\n<p>c</p>\n"),
      ("<a id=\"x\"></a>", "<a id=\"x\"></a>\n"),
      ("<a id=\"x\" y=\"\"></a>", "<p>&lt;a id=&quot;x&quot; y=&quot;&quot;&gt;&lt;/a&gt;</p>\n"),
      ("a\n<!-- b\n\nc -->\nd", "<p>a</p>\n<p>d</p>\n"), ("<b>a</b>", "<p>&lt;b&gt;a&lt;/b&gt;</p>\n"),
      ("```\na\n\n# b\n```\nc", "<pre tabindex=\"0\"><code>a\n\n# b</code></pre>\n<p>c</p>\n"),
      ("```swift\nlet\n```", "<pre tabindex=\"0\"><code><span class=\"keyword\">let</span></code></pre>\n"),
      (
        "```swift A/b.swift\nlet\n```",
        "<pre tabindex=\"0\"><code><span class=\"keyword\">let</span></code></pre>\n"
      ),
      ("```\na", "<pre tabindex=\"0\"><code>a</code></pre>\n"),
      ("```", "<pre tabindex=\"0\"><code></code></pre>\n"),
      ("    a\n      b\nc", "<pre tabindex=\"0\"><code>a\n  b</code></pre>\n<p>c</p>\n"),
      (
        "```math\nx\n```",
        "<div class=\"frame display\" role=\"group\" aria-label=\"Formula\" tabindex=\"0\"><math display=\"block\" alttext=\"x\"><mi>x</mi></math></div>\n"
      ),
      ("", ""), ("\n\n", ""),
    ])
  func blocks(_ text: String, _ expected: String) { #expect(html(text) == expected) }

  @Test("An image alone in its paragraph is the figure that is made of it, and any other stays a link")
  func figures() {
    var page = MarkdownMarkup(figure: { caption, address in
      address == "none" ? nil : .element("figure", ["id": address], Markup(caption))
    })
    #expect(
      page.markup("![a](b)\n\n![*c*](d)").html == "<figure id=\"b\">a</figure>\n<figure id=\"d\">c</figure>\n"
    )
    #expect(page.markup("![a](none)").html == "<p><a href=\"none\">a</a></p>\n")
    #expect(page.markup("b ![a](c)").html == "<p>b <a href=\"c\">a</a></p>\n")
  }

  @Test("What stands in a paragraph, piece by piece")
  func pieces() {
    #expect(
      MarkdownInline.pieces(of: "a **b `c`** [d *e*](f) $`g`$ ![h](i)") == [
        .words("a "), .words("b "), .code("c"), .words(" "), .link("d e", address: "f"), .words(" "),
        .formula("g"), .words(" "), .image("h", address: "i"),
      ])
  }

  @Test(
    "Marks within a paragraph",
    arguments: [
      ("**a** *b* c", "<strong>a</strong> <em>b</em> c"), ("**a *b* c**", "<strong>a <em>b</em> c</strong>"),
      ("2*3*4 a * b * c", "2*3*4 a * b * c"), ("** a ** **b", "** a ** **b"), ("*a", "*a"),
      ("***a***", "***a***"),
      ("*我*们", "<em>我</em>们"), ("**我**们", "<strong>我</strong>们"), ("a_b_c", "a_b_c"),
      ("`**a**` ``b`c``", "<code>**a**</code> <code>b`c</code>"), ("`a\nb`", "<code>a b</code>"),
      ("`a", "`a"), ("`` `a` ``", "<code>`a`</code>"),
      ("**`*`**", "<strong><code>*</code></strong>"), (#"\*a\* \<b\> \n"#, "*a* &lt;b&gt; \\n"),
      ("&lt;", "&amp;lt;"),
      ("$`x`$", #"<math alttext="x"><mi>x</mi></math>"#), ("$`\\foo`$", #"<code class="latex">\foo</code>"#),
      (
        "$`x`$, a $`x`$ b",
        "<math alttext=\"x\"><mi>x</mi></math>\u{2060}, a <math alttext=\"x\"><mi>x</mi></math> b"
      ),
      ("$5 `x`", "$5 <code>x</code>"),
      ("[a](b.md#c)", #"<a href="b.md#c">a</a>"#), ("[`a]`](b)", #"<a href="b"><code>a]</code></a>"#),
      ("[a](b(c))d", #"<a href="b(c)">a</a>d"#), ("[a](<b c>)", #"<a href="b c">a</a>"#),
      ("a! ![b](c)", #"a! <a href="c">b</a>"#), ("![b] (c)", "![b] (c)"),
      ("[**a**](b)", #"<a href="b"><strong>a</strong></a>"#), ("[a] (b) [c", "[a] (b) [c"),
      ("[a](b", "[a](b"),
      ("[a](https://b.c)", #"<a href="https://b.c">a</a>"#), ("[a](mailto:b)", #"<a href="mailto:b">a</a>"#),
      ("[a](javascript:b)", "a"), ("[a](JavaScript:b)", "a"), ("[a](java\tscript:b)", "a"),
      ("[a]( javascript:b)", "a"),
      ("[a](data:b)", "a"), ("[a](file:///b)", "a"), ("[a](./b:c)", #"<a href="./b:c">a</a>"#),
      ("[a](HTTP://b)", #"<a href="HTTP://b">a</a>"#),
      (#"[a](b"c)"#, #"<a href="b&quot;c">a</a>"#),
    ])
  func inline(_ text: String, _ expected: String) { #expect(html(text) == "<p>\(expected)</p>\n") }

  @Test("A table: headers, alignments, strokes in cells; no rules, no table")
  func tables() {
    #expect(
      html("| a |  |\n|---|--:|\n| `b\\|c` | 1 |\n| d |\ne") == """
        <div class="frame words" role="group" aria-label="Table" tabindex="0"><table><thead><tr><th scope="col">a</th><td class="right"></td></tr>
        </thead><tbody><tr><td><code>b|c</code></td><td class="right">1</td></tr>
        <tr><td>d</td><td class="right"></td></tr>
        </tbody></table></div>
        <p>e</p>

        """)
    #expect(
      html("| a | b |\n|:-:|:--|").contains(
        #"<th scope="col" class="center">a</th><th scope="col" class="left">b</th>"#))
    #expect(
      html("| a |\n| b |") == "<p>| a |</p>\n<p>| b |</p>\n" && html("| a |\n|---|---|").hasPrefix("<p>"))
  }

  @Test("Headings: their level moves, six is the deepest; ids as GitHub makes them, over all texts of a page")
  func headings() {
    var page = MarkdownMarkup(headingLevel: 2)
    #expect(
      page.markup("# A “b”, `c_d`: 1/2 – *e*").html
        == "<h2 id=\"a-b-c_d-12--e\">A “b”, <code>c_d</code>: 1/2 – <em>e</em></h2>\n")
    #expect(page.markup("###### x").html == "<h6 id=\"x\">x</h6>\n")
    #expect(
      page.markup("# x\n# x\n# 我").html
        == "<h2 id=\"x-1\">x</h2>\n<h2 id=\"x-2\">x</h2>\n<h2 id=\"我\">我</h2>\n")
    #expect(page.headings.map(\.id) == ["a-b-c_d-12--e", "x", "x-1", "x-2", "我"])
    #expect(page.headings[0].text == "A “b”, c_d: 1/2 – e" && page.headings.map(\.level) == [1, 6, 1, 1, 1])
  }

  @Test("A link becomes what the page makes of it, and is looked at then")
  func links() {
    let markup = Markup(markdown: "[a](x.md) [b](y) [c](z)") {
      ["x.md": "x.html", "z": "javascript:alert(1)"][$0]
    }
    #expect(markup.html == "<p><a href=\"x.html\">a</a> b c</p>\n")
  }

  @Test("Blocks and marks inside of each other without end are text at last, and lose no word")
  func depth() throws {
    for text in [
      String(repeating: ">", count: 50_000) + "x", String(repeating: "- ", count: 5_000) + "x",
      "# " + String(repeating: "[", count: 1_000) + "x" + String(repeating: "](a)", count: 1_000),
      String(repeating: "[", count: 300) + "x" + String(repeating: "](a)", count: 300),
      String(repeating: "**a *b ", count: 100) + "x" + String(repeating: "c* d**", count: 100),
    ] { #expect(try ParsedMarkup(Markup(markdown: text)).text.contains("x")) }
  }
}
