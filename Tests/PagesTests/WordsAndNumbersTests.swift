import Cells
import Pages
import Testing

@Suite("Tables, checks, trees and commands on a page")
struct WordsAndNumbersTests {
  @Test("The numbers of a column share their decimals and are held exactly; words head their row")
  func table() throws {
    let table = TableCell(
      "models", columns: ["model", "nats", "states", "note"],
      rows: [
        [.text("unigram"), .number(3.14159), .integer(12_345), .text("–")],
        [.text("GPT"), .number(0.5), .text("–"), .text("best")],
      ])
    let page = try ParsedMarkup(table.markup)
    #expect(page.elements.first?.attributes["data-name"] == "models")
    let heads = page.all("th")
    #expect(heads.map(\.text) == ["model", "nats", "states", "note", "unigram", "GPT"])
    #expect(heads.map { $0.element.attributes["scope"] } == ["col", "col", "col", "col", "row", "row"])
    #expect(
      heads.map { $0.element.attributes["class"] } == [
        "brief", "figures brief", "figures brief", "brief", nil, nil,
      ])
    let cells = page.all("td")
    #expect(cells.map(\.text) == ["3.142", "12,345", "–", "0.500", "–", "best"])
    #expect(
      cells.map { $0.element.attributes["data-value"] } == ["3.14159", "12345", nil, "0.5", nil, nil])
    #expect(
      cells.map { $0.element.attributes["class"] } == [
        "figures", "figures", "figures", "figures", "figures", "brief",
      ])
    let region = page.elements.first { $0.attributes["role"] == "group" }
    #expect(region?.attributes["aria-label"] == "models")
    let unnamed = try ParsedMarkup(TableCell(columns: ["a", "b"], rows: []).markup)
    #expect(unnamed.elements.contains { $0.attributes["aria-label"] == "table of a, b" })
    #expect(!unnamed.names.contains("figcaption"))
  }

  @Test("A heading without words is no header")
  func emptyHeaders() throws {
    let page = try ParsedMarkup(
      TableCell(columns: ["", " ", "a"], rows: [["", "x", "y"].map { .text($0) }]).markup)
    #expect(page.all("th").map(\.text) == ["a"])
    #expect(page.all("td").map(\.text) == ["", " ", "", "x", "y"])
  }

  @Test("A check says whether it held, by a sign and for those who do not see it, and what was measured")
  func checks() throws {
    let passed = try ParsedMarkup(
      CheckCell("rows sum to 1", measured: 1.25e-7, requirement: .atMost(1e-6)).markup)
    #expect(passed.text == "✓ rows sum to 1 (1.25e-7 ≤ 1e-6)")
    #expect(passed.elements[0].attributes["class"] == "check passed")
    #expect(passed.elements[1].attributes["aria-label"] == "passed")
    #expect(passed.elements[2].attributes["data-value"] == "1.25e-07")
    let failed = try ParsedMarkup(CheckCell("it holds", measured: 0, requirement: .isTrue).markup)
    #expect(failed.text == "✗ FAILED: it holds")
    #expect(failed.elements[0].attributes["class"] == "check failed")
    #expect(failed.elements[1].attributes["aria-label"] == "failed")
  }

  private static let product = TreeCell(
    "L = a·b",
    root: TreeNode(
      "L", value: -6, gradient: 1,
      children: [
        TreeNode("a", value: 2, gradient: -1.0 / 3),
        TreeNode("b = c + d", value: -3, gradient: 2, children: [TreeNode("c"), TreeNode("d", value: 0.1)]),
      ]))

  @Test("A tree has every number: in its boxes as in the terminal, in its table with all digits")
  func tree() throws {
    let page = try ParsedMarkup(Self.product.markup)
    let texts = page.all("text").map(\.text)
    #expect(
      texts == [
        "L", "-6.000", "∂ 1.000", "a", "2.000", "∂ -0.333", "b = c + d", "-3.000", "∂ 2.000", "c", "d",
        "0.100",
      ])
    #expect(
      page.all("td").map { $0.element.attributes["data-value"] } == [
        "-6.0", "1.0", "2.0", "-0.3333333333333333", "-3.0", "2.0", nil, nil, "0.1", nil,
      ])
    #expect(page.all("th").map(\.text) == ["node", "value", "gradient", "L", "a", "b = c + d", "c", "d"])
    #expect(page.all("desc").map(\.text) == ["5 nodes, inputs on the left. The result L is -6.000."])
    let plain = TreeCell(root: TreeNode("x", value: 1))
    #expect(try ParsedMarkup(plain.markup).all("th").map(\.text) == ["node", "value", "x"])
  }

  @Test("Operands stand to the left of their node, which stands in their middle; no box lies on another")
  func arrangement() throws {
    let page = try ParsedMarkup(Self.product.markup)
    let boxes = try page.all("rect").map { box in
      try ["x", "y", "width", "height"].map { try #require(Double(box.element.attributes[$0] ?? "")) }
    }
    func right(_ index: Int) -> Double { boxes[index][0] + boxes[index][2] }
    func middle(_ index: Int) -> Double { boxes[index][1] + boxes[index][3] / 2 }
    for (operand, node) in [(1, 0), (2, 0), (3, 2), (4, 2)] { #expect(right(operand) < boxes[node][0]) }
    for (node, first, last) in [(2, 3, 4), (0, 1, 2)] {
      let between = (middle(first) + middle(last)) / 2
      #expect(abs(middle(node) - between) < 0.2)
    }
    for (first, one) in boxes.enumerated() {
      for other in boxes[..<first] {
        let isBeside = one[0] >= other[0] + other[2] || other[0] >= one[0] + one[2]
        let isBelow = one[1] >= other[1] + other[3] || other[1] >= one[1] + one[3]
        #expect(isBeside || isBelow)
      }
    }
    #expect(page.all("path").count == 4)
  }

  @Test("An expression may be deep")
  func deep() throws {
    let root = (0..<3000).reduce(TreeNode("x", value: 1)) { node, _ in TreeNode("−", children: [node]) }
    #expect(try ParsedMarkup(TreeCell("deep", root: root).markup).all("rect").count == 3001)
  }

  @Test("Commands stand with what they will show")
  func commands() throws {
    let page = try ParsedMarkup(
      TryNextCommand.markup([
        TryNextCommand("swift run attention --text \"<b>\"", explanation: "your & words"),
        TryNextCommand("swift run block"),
      ]))
    #expect(page.all("code").map(\.text) == ["swift run attention --text \"<b>\"", "swift run block"])
    #expect(page.all("dd").map(\.text) == ["your & words", ""])
  }

  @Test("Words are text, whatever they hold")
  func hostile() throws {
    let odd = "<script>alert(1)</script>\"'&]]>\u{0}\u{202E}</table>"
    let pieces = [
      TableCell(odd, columns: [odd], rows: [[.text(odd)]]).markup,
      CheckCell(odd, measured: 1, requirement: .isTrue).markup,
      TreeCell(odd, root: TreeNode(odd, value: 1, children: [TreeNode(odd)])).markup,
      TryNextCommand.markup([TryNextCommand(odd, explanation: odd)]),
    ]
    for piece in pieces {
      let page = try ParsedMarkup(piece)
      #expect(!page.names.contains("script"))
      #expect(page.text.contains("<script>alert(1)</script>"))
    }
  }
}
