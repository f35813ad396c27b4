import Cells
import Pages
import Terminal
import Testing

@Suite("Tensors on a page")
struct TensorMarkupTests {
  /// Numbers of every kind, the same in every run: whole, small, large, negative.
  static func numbers(_ count: Int) -> [Double] {
    (0..<count).map { index in
      let wave = Double((index * 7919) % 1013) / 337 - 1.5
      return index % 11 == 5 ? Double(index) : wave
    }
  }

  private static func tensor(
    _ shape: [Int], _ display: TensorDisplay = .table, axes: [String] = [], labels: [[String]] = []
  ) -> TensorCell {
    TensorCell(
      "weights", numbers(shape.reduce(1, *)), shape: shape, axes: axes, labels: labels, display: display)
  }

  private func parsed(_ tensor: TensorCell) throws -> ParsedMarkup { try ParsedMarkup(tensor.markup) }

  private func cells(_ page: ParsedMarkup) -> [(element: ParsedMarkup.Element, text: String)] {
    (page.all("td") + page.all("span")).filter { $0.element.attributes["data-value"] != nil }
  }

  private func values(_ page: ParsedMarkup) throws -> [Double] {
    try cells(page).map { cell in
      let text = try #require(cell.element.attributes["data-value"])
      switch text {
      case "NaN": return .nan
      case "Infinity": return .infinity
      case "-Infinity": return -.infinity
      default: return try #require(Double(text))
      }
    }
  }

  @Test(
    "Every number stands there once, row by row, with all its digits",
    arguments: [[], [1], [7], [12], [13], [57], [3, 4], [1, 40], [40, 1], [2, 3, 4], [2, 2, 3, 3]],
    TensorDisplay.allCases.filter { $0 != .momentary })
  func everyNumber(shape: [Int], display: TensorDisplay) throws {
    let tensor = Self.tensor(shape, display)
    #expect(try values(parsed(tensor)) == tensor.values)
  }

  @Test("A number for machines is the shortest that reads back, as in the JSON, and names what is not finite")
  func exact() throws {
    let odd: [Double] = [
      -0.0, 0.1, 1.0 / 3, Double(Float(0.3)), .leastNonzeroMagnitude, 1.7976931348623157e308, 123_456_789,
      1e22,
    ]
    let markup = TensorCell("odd", odd, shape: [odd.count]).markup
    #expect(try values(ParsedMarkup(markup)).map(\.bitPattern) == odd.map(\.bitPattern))
    for value in odd { #expect(value.exactText == value.description) }
    let none = TensorCell("none", [.nan, .infinity, -.infinity], shape: [3])
    let cells = cells(try parsed(none))
    #expect(cells.map { $0.element.attributes["data-value"] } == ["NaN", "Infinity", "-Infinity"])
    #expect(cells.map(\.text) == ["NaN", "∞", "−∞"])
    #expect(cells.map { $0.element.attributes["class"] } == ["nan", "infinite", "infinite"])
  }

  @Test("Numbers are written as in the terminal: decimals shared over the tensor, groups but for names")
  func written() throws {
    let values = [12345, 0.5, -2.25, 7]
    func texts(_ display: TensorDisplay) throws -> [String] {
      cells(try parsed(TensorCell("n", values, shape: [2, 2], display: display))).map(\.text)
    }
    #expect(try texts(.table) == ["12,345.0", "0.5", "-2.2", "7.0"])
    #expect(try texts(.plainTable) == ["12345.0", "0.5", "-2.2", "7.0"])
    #expect(cells(try parsed(TensorCell("n", [0.123456789], shape: []))).map(\.text) == ["0.12346"])
  }

  @Test("Rows and columns have headers with their scope, their labels or numbers, and the axes their names")
  func headers() throws {
    let page = try parsed(
      Self.tensor([2, 3], axes: ["query", "key"], labels: [["the", "cat"], []]))
    let headers = page.all("th")
    #expect(headers.filter { $0.element.attributes["scope"] == "col" }.map(\.text) == ["0", "1", "2"])
    #expect(headers.filter { $0.element.attributes["scope"] == "row" }.map(\.text) == ["the", "cat"])
    #expect(page.text.contains("key →") && page.text.contains("query ↓"))
    #expect(page.text.contains("query 2 × key 3"))
    let region = try #require(page.elements.first { $0.attributes["role"] == "group" })
    #expect(region.attributes["tabindex"] == "0")
    #expect(region.attributes["aria-label"] == "weights, query 2 × key 3")
  }

  @Test("A figure says its tensor's name, shape and display, and the formula that gave it")
  func figure() throws {
    let tensor = TensorCell(
      "weights", [0.5, 0.5], shape: [1, 2], formula: .s0_3_3_ATT, display: .plainTable)
    let page = try parsed(tensor)
    let figure = try #require(page.elements.first)
    #expect(figure.name == "figure")
    #expect(figure.attributes["data-name"] == "weights")
    #expect(figure.attributes["data-shape"] == "1 2")
    #expect(figure.attributes["data-display"] == "plainTable")
    #expect(page.text.contains("S0-3.3-ATT"))
  }

  @Test(
    "A vector stands in a row, up to 12; longer ones in rows of ten, or in columns of 16 with their names")
  func vectors() throws {
    func shape(_ count: Int, labels: [[String]] = []) throws -> (rows: Int, heads: [String], firsts: [String])
    {
      let page = try parsed(Self.tensor([count], labels: labels))
      let headers = page.all("th")
      return (
        page.all("tr").count { $0.element.around.contains("tbody") },
        headers.filter { $0.element.attributes["scope"] == "col" }.map(\.text),
        headers.filter { $0.element.attributes["scope"] == "row" }.map(\.text)
      )
    }
    let row = try shape(12)
    #expect(row.rows == 1 && row.heads == (0..<12).map { "\($0)" } && row.firsts.isEmpty)
    #expect(try shape(13).rows == 2)
    let tens = try shape(1017)
    #expect(tens.rows == 102 && tens.heads == (0..<10).map { "+\($0)" })
    #expect(tens.firsts.first == "0" && tens.firsts[1] == "10" && tens.firsts.last == "1,010")
    let names = (0..<17).map { "word \($0)" }
    let column = try shape(17, labels: [names])
    #expect(column.rows == 17 && column.heads.isEmpty && column.firsts == names)
    let tables = try parsed(Self.tensor([33], labels: [(0..<33).map { "word \($0)" }])).all("table")
    #expect(tables.count == 3)
    let ends = try parsed(Self.tensor([20_001], labels: [(0..<20_001).map { "word \($0)" }]))
    #expect(ends.all("table").count == 1)
    #expect(
      ends.all("th").map(\.text).suffix(7) == ["word 10", "⋮"] + (19_996...20_000).map { "word \($0)" })
  }

  @Test("Of more than two axes every matrix has a table and a title")
  func slices() throws {
    let page = try parsed(
      Self.tensor([2, 2, 1, 3], axes: ["batch", "head", "query", "key"], labels: [[], ["a", "b"], [], []]))
    #expect(page.all("caption").map(\.text) == ["batch 0, a", "batch 0, b", "batch 1, a", "batch 1, b"])
    #expect(page.all("table").count == 4)
    #expect(try parsed(Self.tensor([2, 1, 3])).all("caption").map(\.text) == ["0", "1"])
  }

  @Test("Of 20,000 numbers all are shown; of more the middle is left out, and a word says where it is")
  func elision() throws {
    let all = try parsed(Self.tensor([100, 200]))
    #expect(try values(all).count == 20_000)
    #expect(!all.text.contains("numbers are shown"))
    let tensor = Self.tensor([201, 100])
    let page = try parsed(tensor)
    let shown = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 196, 197, 198, 199, 200]
    let columns = [0, 1, 2, 3, 4, 5, 6, 7, 96, 97, 98, 99]
    #expect(try values(page) == shown.flatMap { row in columns.map { tensor.values[row * 100 + $0] } })
    #expect(page.text.contains("192 of 20,100 numbers are shown; --json has them all."))
    let gaps = page.all("th").map(\.text).filter { ["⋮", "…"].contains($0) }
    #expect(gaps == ["…", "⋮"])
    let vector = try parsed(Self.tensor([20_001]))
    #expect(try values(vector).count == 16 * 10 - 9)
    let stack = try parsed(Self.tensor([9, 100, 100]))
    #expect(stack.all("table").count == 8)
    #expect(try values(stack).count == 8 * 16 * 12)
  }

  @Test("On paper the middle of tall, wide and many tables is left out, and a word says so")
  func paper() throws {
    func classes(_ shape: [Int], _ display: TensorDisplay = .table) throws -> [String?] {
      try parsed(Self.tensor(shape, display)).all("table").map { $0.element.attributes["class"] }
    }
    #expect(try classes([16, 12]) == [nil])
    #expect(try classes([17, 12]) == ["tall"])
    #expect(try classes([16, 13]) == ["wide"])
    #expect(try classes([17, 13]) == ["tall wide"])
    #expect(try classes([17, 13], .heatMap) == [nil])
    #expect(try classes([201, 100]) == [nil])
    let words = "The middle is left out on paper"
    #expect(try !parsed(Self.tensor([16, 12])).text.contains(words))
    #expect(try parsed(Self.tensor([17, 12])).text.contains(words))
    #expect(try parsed(Self.tensor([9, 2, 2])).text.contains(words))
    #expect(try !parsed(Self.tensor([8, 2, 2])).text.contains(words))
  }

  @Test("An empty tensor says so; a summary says its extremes and folds its numbers")
  func emptyAndSummary() throws {
    let empty = try parsed(TensorCell("loss", [], shape: [0], axes: ["step"]))
    #expect(empty.text.contains("(empty)") && empty.text.contains("step 0"))
    #expect(empty.all("table").isEmpty)
    let page = try parsed(TensorCell("loss", [1, .nan, 3], shape: [3], display: .summary))
    #expect(page.all("summary").map(\.text) == ["smallest 1, mean 2, largest 3"])
    #expect(page.all("td").allSatisfy { $0.element.around.contains("details") })
    let none = try parsed(TensorCell("loss", [.nan], shape: [1], display: .summary))
    #expect(none.all("summary").map(\.text) == ["smallest –, mean 0, largest –"])
  }

  @Test("A heat-map has a scale, from its lowest to its highest value")
  func picture() throws {
    let page = try parsed(TensorCell("map", [0.5, -2, 1, 0], shape: [2, 2], display: .heatMap))
    #expect(page.elements.first?.attributes["class"] == "tensor picture")
    let steps = page.all("i").compactMap { $0.element.attributes["class"] }
    #expect(steps.first == "n15" && steps.last == "p15" && steps.count == 16)
    #expect(page.text.contains("-2 ") && page.text.contains(" 2"))
    #expect(try parsed(Self.tensor([4], .heatMap)).all("i").isEmpty)
  }

  @Test("All digits are offered where some are not shown")
  func digits() throws {
    func offers(_ values: [Double]) throws -> Bool {
      try parsed(TensorCell("n", values, shape: [values.count])).text.contains("all digits")
    }
    #expect(try offers([0.12345, 1]))
    #expect(try !offers([1, 2, 30_000]))
    #expect(try !offers([0.125, -.infinity, .nan]))
  }

  @Test("Names, axes and labels are text, whatever they hold")
  func hostile() throws {
    let odd = [
      "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "]]>", "a&b", "'", "\u{202E}x", "\u{0}",
      "</td></table>",
    ]
    for text in odd {
      let tensor = TensorCell(
        text, [1, 2, 3, 4], shape: [2, 1, 2], axes: [text, text, text], labels: [[text, text], [text], []])
      let page = try parsed(tensor)
      #expect(
        Set(page.names).isSubset(of: [
          "figure", "figcaption", "span", "label", "input", "div", "table", "caption", "thead", "tbody", "tr",
          "th", "td",
        ]))
      #expect(page.elements.allSatisfy { $0.attributes.keys.allSatisfy { !$0.hasPrefix("on") } })
      #expect(try values(page) == [1, 2, 3, 4])
    }
    let page = try parsed(TensorCell(odd[0], [1], shape: [1]))
    #expect(page.all("span").first?.text == odd[0])
    #expect(page.elements.first?.attributes["data-name"] == odd[0])
  }
}
