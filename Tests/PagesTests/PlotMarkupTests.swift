import Cells
import Terminal
import Testing

@testable import Pages

@Suite("Charts on a page")
struct PlotMarkupTests {
  static let sizes = [ChartSize.wide, .narrow]

  private static func series(_ name: String, _ y: [Double]) -> PlotCell.Series { .init(name, y) }

  private func curve(_ plot: PlotCell, _ series: Int = 0, _ size: ChartSize = .wide) throws -> String {
    let page = try ParsedMarkup(plot.picture(size))
    let curves = page.elements.filter {
      $0.name == "path" && $0.around.contains("g") && $0.attributes["class"]?.hasPrefix("curve") == true
    }
    return try #require(curves[series].attributes["d"])
  }

  /// The places of a path's points.
  private func points(_ path: String) throws -> [(x: Double, y: Double)] {
    var places: [(x: Double, y: Double)] = []
    for part in path.split(separator: "M") {
      let numbers = try part.matches(of: /-?(?:\d+(?:\.\d)?|\.\d)/).map { match in
        try #require(Double(match.output.hasPrefix(".") ? "0" + match.output : String(match.output)))
      }
      for index in stride(from: 0, to: numbers.count, by: 2) {
        let origin = index == 0 ? (x: 0, y: 0) : places[places.count - 1]
        places.append((origin.x + numbers[index], origin.y + numbers[index + 1]))
      }
    }
    return places
  }

  @Test("The chart is there for wide and for narrow pages, with its name, and its numbers once, exactly")
  func figure() throws {
    let plot = PlotCell(
      "loss", style: .line,
      series: [Self.series("a", [0.1, 1.0 / 3]), Self.series("b", [.nan, -.infinity])], xAxis: "step")
    let page = try ParsedMarkup(plot.markup)
    #expect(page.all("svg").map { $0.element.attributes["role"] } == ["img", "img"])
    #expect(page.all("title").map(\.text) == ["loss", "loss"])
    #expect(page.elements.first?.attributes["data-name"] == "loss")
    #expect(page.all("th").map(\.text) == ["step", "a", "b", "0.0", "1.0"])
    #expect(page.all("td").map(\.text) == ["0.1", "NaN", "0.3333333333333333", "-Infinity"])
  }

  @Test("Of one long series that counts its points ten stand in a row")
  func tens() throws {
    func rows(_ count: Int, from start: Double = 0) throws -> (heads: [String], numbers: [String]) {
      let x = (0..<count).map { start + Double($0) }
      let series = PlotCell.Series("", x: x, y: x.map { $0 / 4 })
      let page = try ParsedMarkup(PlotCell("p", style: .line, series: [series], xAxis: "step").markup)
      return (page.all("th").map(\.text), page.all("td").map(\.text))
    }
    let tens = try rows(57, from: 1)
    #expect(tens.heads.prefix(3) == ["step", "+0", "+1"] && tens.heads.suffix(2) == ["41.0", "51.0"])
    #expect(tens.numbers == (1...57).map { (Double($0) / 4).exactText })
    #expect(try rows(50).heads.count == 52)
    #expect(try rows(57, from: 0.5).heads.count == 59)
  }

  @Test("A curve keeps its extremes in every column of pixels, to a twentieth of a pixel")
  func thinned() throws {
    let wave = (0..<5000).map { index -> (x: Double, y: Double)? in
      let height = Double((index * 7919) % 1009) / 11
      return (Double(index) / 50, 100 + height)
    }
    let drawn = try points(CurvePath(wave).text)
    #expect(drawn.count <= 400)
    for column in stride(from: 0.0, to: 100, by: 1) {
      let all: [Double] = wave.compactMap { $0 }.filter { $0.x.rounded(.down) == column }.map { $0.y }
      let near = drawn.filter { $0.x > column - 0.06 && $0.x < column + 1.06 }.map { $0.y }
      for extreme in [try #require(all.min()), try #require(all.max())] {
        #expect(near.contains { ($0 - extreme).magnitude < 0.0501 })
      }
    }
    let short = CurvePath([(0.04, 1), nil, (2, 10.5), (12, 10), (13.3, 0), (14.5, 0.04), (15, 0)])
    #expect(short.text == "M0 1h0M2 10.5l10-.5 1.3-10 1.2 0 .5 0")
    #expect(CurvePath([nil, (1, 2), (1, 2), nil]).text == "M1 2h0")
  }

  @Test("A picture for a file of its own brings its style sheet along")
  func alone() throws {
    let plot = PlotCell("p", style: .line, series: [Self.series("a", [1, 2])])
    let page = try ParsedMarkup(plot.picture(.wide.alone(styleSheet: ".curve { fill: none }")))
    #expect(page.all("style").map(\.text) == [".curve { fill: none }"])
    #expect(page.elements.first?.attributes["width"] == "680")
    #expect(try ParsedMarkup(plot.picture(.wide)).all("style").isEmpty)
    let tree = TreeCell(root: TreeNode("x", value: 1)).picture(styleSheet: ".edge { fill: none }")
    #expect(try ParsedMarkup(tree).all("style").map(\.text) == [".edge { fill: none }"])
  }

  @Test("Series over other places stand below each other in the table; points have their names")
  func numbers() throws {
    let apart = PlotCell(
      "p", style: .line, series: [.init("a", x: [0.5], y: [1.25]), .init("", x: [0.75], y: [2.5])],
      yAxis: "up")
    let page = try ParsedMarkup(apart.markup)
    #expect(page.all("th").map(\.text) == ["series", "x", "up", "0.5", "0.75"])
    #expect(page.all("td").map(\.text) == ["a", "1.25", "series 2", "2.5"])
    let named = PlotCell(
      "p", style: .scatter, series: [.init("", x: [0.5], y: [1.25], labels: ["cat"])], xAxis: "first")
    let points = try ParsedMarkup(named.markup)
    #expect(points.all("th").map(\.text) == ["name", "first", "y", "cat"])
    #expect(points.all("td").map(\.text) == ["0.5", "1.25"])
    let bars = PlotCell("p", style: .bar, series: [.init("", x: [0], y: [1.25], labels: ["cat"])])
    #expect(try ParsedMarkup(bars.markup).all("td").map(\.text) == ["1.25"])
  }

  @Test("The description tells the axes and, for each series, its ends and its extremes")
  func description() throws {
    let plot = PlotCell(
      "loss", style: .line,
      series: [Self.series("a", [3, 0.5, 7, 1]), Self.series("none", [.nan, .nan, .nan, .nan])],
      xAxis: "step", yAxis: "nats", isLogarithmic: true)
    let text = try #require(ParsedMarkup(plot.picture(.wide)).all("desc").first?.text)
    #expect(
      text == "To the right: step. Upwards: nats, in equal factors. a: 3 at 0, 1 at 3; smallest 0.5 at 1, "
        + "largest 7 at 2.")
    let bars = PlotCell("b", style: .bar, series: [.init("", x: [0, 1], y: [2, 0.25], labels: ["x", "y"])])
    #expect(try ParsedMarkup(bars.picture(.wide)).all("desc").map(\.text) == ["x: 2.000. y: 0.250."])
  }

  @Test("A line goes from place to place, larger values higher", arguments: sizes)
  func line(size: ChartSize) throws {
    let places = try points(
      curve(PlotCell("p", style: .line, series: [Self.series("", [0, 2, 1])]), 0, size))
    #expect(places.count == 3)
    #expect(places[0].x < places[1].x && places[1].x < places[2].x)
    #expect(places[1].y < places[2].y && places[2].y < places[0].y)
    let middle = (places[0].y + places[1].y) / 2
    #expect(abs(places[2].y - middle) < 0.11)
    #expect(places[2].x <= size.width)
  }

  @Test("A value that cannot be drawn interrupts its line", arguments: [Double.nan, .infinity, -.infinity])
  func interrupted(missing: Double) throws {
    let path = try curve(PlotCell("p", style: .line, series: [Self.series("", [0, 1, missing, 1, 0])]))
    #expect(path.filter { $0 == "M" }.count == 2)
    #expect(try points(path).count == 4)
    let none = try ParsedMarkup(PlotCell("p", style: .line, series: [Self.series("", [missing])]).markup)
    #expect(none.text.contains("(no finite values)"))
    #expect(none.all("td").map(\.text) == [missing.exactText])
  }

  @Test("On a logarithmic axis equal factors are equal steps, and what is not positive is left out")
  func logarithmic() throws {
    let plot = PlotCell(
      "p", style: .line, series: [Self.series("", [1, 10, 100, 0, -5])], isLogarithmic: true)
    let places = try points(curve(plot))
    #expect(places.count == 3)
    let steps = (first: places[0].y - places[1].y, second: places[1].y - places[2].y)
    #expect(abs(steps.first - steps.second) < 0.11)
  }

  @Test("Series differ in colour, dashes and signs, and the legend has their names")
  func series() throws {
    let plot = PlotCell(
      "p", style: .line, series: (0..<6).map { Self.series("series \($0)", [0, Double($0)]) })
    let page = try ParsedMarkup(plot.picture(.wide))
    let paths = page.elements.filter { $0.name == "path" && $0.around.contains("g") }
    let curves = paths.compactMap { $0.attributes["class"] }.filter { $0.hasPrefix("curve") }
    #expect(curves == (1...6).map { "curve s\($0)" })
    let shapes = (0..<6).map { PointSign.path($0, x: 0, y: 0) }
    #expect(Set(shapes).count == 6)
    for index in 0..<6 { #expect(page.text.contains("series \(index)")) }
  }

  @Test(
    "Few points have each their sign; of many, several series have some, at other places, and one alone none")
  func signs() throws {
    func signs(_ count: Int, series: Int) throws -> [Int] {
      let all = (0..<series).map { _ in PlotCell.Series("", (0..<count).map(Double.init)) }
      let page = try ParsedMarkup(PlotCell("p", style: .line, series: all).picture(.wide))
      return page.elements.filter {
        $0.around.contains("g") && $0.attributes["class"]?.hasPrefix("sign") == true
      }.map { ($0.attributes["d"] ?? "").filter { $0 == "M" }.count }
    }
    #expect(try signs(24, series: 1) == [24])
    #expect(try signs(25, series: 1) == [])
    #expect(try signs(24, series: 2) == [24, 24])
    let some = try signs(600, series: 2)
    #expect(some.count == 2 && some.allSatisfy { (5...8).contains($0) })
  }

  @Test("Bars are as long as their values, negative ones on the other side, and say them", arguments: sizes)
  func bars(size: ChartSize) throws {
    let plot = PlotCell(
      "b", style: .bar,
      series: [.init("", x: [0, 1, 2, 3], y: [4, -2, 0.5, .nan], labels: ["a", "b", "c", "d"])])
    let page = try ParsedMarkup(plot.picture(size))
    let bars = page.all("rect").map(\.element.attributes)
    let widths = try bars.map { try #require(Double($0["width"] ?? "")) }
    let lefts = try bars.map { try #require(Double($0["x"] ?? "")) }
    let (half, eighth) = (widths[0] / 2, widths[0] / 8)
    #expect(abs(widths[1] - half) < 0.15)
    #expect(abs(widths[2] - eighth) < 0.15)
    #expect(widths[3] == 0)
    let end = lefts[1] + widths[1]
    #expect(abs(end - lefts[0]) < 0.21)
    #expect(page.all("text").map(\.text) == ["a", "4.000", "b", "-2.000", "c", "0.500", "d", "NaN"])
    #expect(page.all("title").map(\.text) == ["b", "a: 4.0", "b: -2.0", "c: 0.5", "d: NaN"])
    #expect(lefts[0] + widths[0] + SVG.width("4.000") <= size.width)
  }

  @Test("Long names stand above their bars, where they would leave less than three fifths of the width")
  func longNames() throws {
    func anchors(_ label: String, _ size: ChartSize) throws -> String? {
      let plot = PlotCell("b", style: .bar, series: [.init("", x: [0], y: [1], labels: [label])])
      return try ParsedMarkup(plot.picture(size)).all("text").first?.element.attributes["text-anchor"]
    }
    #expect(try anchors("the longest of the names", .wide) == "end")
    #expect(try anchors("the longest of the names", .narrow) == nil)
    #expect(try anchors("short", .narrow) == "end")
  }

  private struct Box {
    var left, right, top, bottom: Double

    /// Whether they do not overlap, but for what rounding to a tenth may bring.
    func isApart(from other: Box) -> Bool {
      let isBeside = right <= other.left + 0.2 || other.right <= left + 0.2
      let isBelow = bottom <= other.top + 0.2 || other.bottom <= top + 0.2
      return isBeside || isBelow
    }
  }

  @Test("Names of points overlap neither each other nor a point, and stay inside", arguments: sizes)
  func labels(size: ChartSize) throws {
    let x = (0..<60).map { Double(($0 * 37) % 60) }
    let y = (0..<60).map { Double(($0 * $0 * 13) % 47) }
    let names = (0..<60).map { "word \($0 * $0)" }
    let plot = PlotCell("words", style: .scatter, series: [.init("", x: x, y: y, labels: names)])
    let page = try ParsedMarkup(plot.picture(size))
    let texts = page.all("text").filter { $0.element.around.contains("g") }
    let boxes = try texts.map { text in
      let middle = try #require(Double(text.element.attributes["x"] ?? ""))
      let base = try #require(Double(text.element.attributes["y"] ?? ""))
      let half = SVG.width(text.text) / 2
      return Box(left: middle - half, right: middle + half, top: base - 10.5, bottom: base + 2.5)
    }
    let canvas = try #require(
      ChartCanvas(plot: plot, size: size, height: size.isWide ? 380 : 320, inset: 14))
    for (index, box) in boxes.enumerated() {
      #expect(box.left >= canvas.left - 0.1)
      #expect(box.right <= size.width + 0.1)
      #expect(box.bottom <= canvas.bottom + 2.1)
      for other in boxes[..<index] {
        #expect(box.isApart(from: other), "\(texts[index].text)")
      }
      for (x, y) in zip(x, y) {
        let point = try #require(canvas.place(x, y))
        let sign = Box(left: point.x - 3.8, right: point.x + 3.8, top: point.y - 3.8, bottom: point.y + 3.8)
        #expect(box.isApart(from: sign), "\(texts[index].text)")
      }
    }
    let missing = 60 - texts.count
    let words = page.all("text").map(\.text).filter { $0.hasPrefix("(no room for") }
    #expect(words == (missing == 0 ? [] : ["(no room for \(missing.counted("name")))"]))
    #expect(page.all("title").count == 61)
    #expect(size.isWide ? missing < 15 : missing > 0)
  }

  @Test(
    "A name stands beside its point, but not where it would be nearer to another; farther away it has a line")
  func nearest() throws {
    func label(behind gap: Double, in height: Double) throws -> LabelRoom.Label {
      let other = (x: 150 + 6 + SVG.width("cat") + gap, y: 150.0)
      var room = LabelRoom(
        left: 145, top: 150 - height, right: 300, bottom: 150 + height, points: [(150, 150), other])
      let label = room.place(label: "cat", at: (150, 150))
      return try #require(label)
    }
    let beside = try label(behind: 6.5, in: 40)
    #expect(beside.leader == nil && beside.x == 156 + SVG.width("cat") / 2 && beside.y == 154)
    #expect(try label(behind: 5.5, in: 40).y != 154)
    let apart = try label(behind: 5.5, in: 7)
    #expect(apart.x > 156 + SVG.width("cat") && apart.leader != nil)
  }

  @Test("The numbers along an axis do not overlap", arguments: sizes)
  func ticks(size: ChartSize) throws {
    let plot = PlotCell("p", style: .line, series: [.init("", x: [1_000_000, 1_000_009], y: [0, 1])])
    let page = try ParsedMarkup(plot.picture(size))
    let numbers = page.all("text").filter { $0.element.attributes["text-anchor"] == "middle" }
    var end = -1.0
    for number in numbers {
      let middle = try #require(Double(number.element.attributes["x"] ?? ""))
      let half = SVG.width(number.text) / 2
      #expect(middle - half > end && middle + half <= size.width + 0.1)
      end = middle + half
    }
    #expect(numbers.count >= 2)
  }

  @Test("Names are text, whatever they hold")
  func hostile() throws {
    let odd = "</svg><script>alert(1)</script>\"'&]]>\u{0}\u{202E}"
    for style in [PlotCell.Style.line, .bar, .scatter] {
      let plot = PlotCell(
        odd, style: style,
        series: [
          .init(odd, x: [0, 1], y: [1, 2], labels: [odd, odd]), .init(odd, x: [0], y: [1], labels: [odd]),
        ],
        xAxis: odd, yAxis: odd)
      let page = try ParsedMarkup(plot.markup)
      #expect(!page.names.contains("script"))
      #expect(page.all("svg").count == 2)
    }
  }

  @Test("A chart without series, points or bars says so", arguments: [PlotCell.Style.line, .bar, .scatter])
  func empty(style: PlotCell.Style) throws {
    #expect(
      try ParsedMarkup(PlotCell("p", style: style, series: []).markup).text.contains("(no finite values)"))
    let none = PlotCell("p", style: style, series: [Self.series("a", [])])
    #expect(try ParsedMarkup(none.markup).text.contains("(no finite values)"))
  }
}
