import Notebook
import Testing

@Suite("Charts in characters")
struct ChartTests {
  private func lines(_ cell: Cell, depth: ColorDepth = .none) -> [String] {
    TerminalRenderer(width: 80, depth: depth).text(cell).split(separator: "\n").map(String.init)
  }

  /// What stands in the frame of a chart, row by row, as far as the last sign.
  private func canvas(_ plot: PlotCell) -> [[Character]] {
    lines(.plot(plot)).compactMap { line in
      guard let axis = line.firstIndex(where: { $0 == "│" || $0 == "┤" }) else { return nil }
      return Array(line[axis...].dropFirst())
    }
  }

  /// The signs of a chart with their places.
  private func marks(_ plot: PlotCell) -> [(sign: Character, column: Int, row: Int)] {
    canvas(plot).enumerated().flatMap { row, characters in
      characters.enumerated().filter { $1 != " " }.map { ($1, $0, row) }
    }
  }

  /// A chart of two lines, which have signs without colour: the one given, and one that has no value to draw.
  private func signed(_ y: [Double], isLogarithmic: Bool = false) -> PlotCell {
    let other = PlotCell.Series("other", y.map { _ in Double.nan })
    return PlotCell("p", style: .line, series: [.init("one", y), other], isLogarithmic: isLogarithmic)
  }

  @Test("A line goes through its points and every row between them")
  func line() {
    let marks = marks(signed([0, 1]))
    #expect(Set(marks.map(\.row)) == Set(0..<14))
    #expect(marks.allSatisfy { $0.sign == "•" })
    #expect(marks.first { $0.row == 13 }?.column == 0)
    let last = marks.filter { $0.row == 0 }.map(\.column).max()
    #expect(last == marks.map(\.column).max())
    let falling = self.marks(signed([1, 0]))
    #expect(falling.first { $0.row == 0 }?.column == 0)
  }

  @Test("A value that cannot be drawn interrupts the line", arguments: [Double.nan, .infinity])
  func interrupted(missing: Double) {
    #expect(marks(signed([0, missing, 1])).count == 2)
    #expect(marks(signed([0, 0.5, 1])).count > 20)
    #expect(lines(.plot(signed([missing, missing]))).last == "  (no finite values)")
  }

  @Test("On a logarithmic axis equal factors are equal steps, and what is not positive is left out")
  func logarithmic() {
    let marks = marks(signed([1, .nan, 10, .nan, 100, .nan, 0, .nan, -1], isLogarithmic: true))
    let rows = marks.map(\.row)
    #expect(rows == [0, 6, 13] || rows == [0, 7, 13])
    // The axis below ends with the last that can be drawn, too.
    #expect(
      marks.map(\.column) == self.marks(signed([1, .nan, 10, .nan, 100], isLogarithmic: true)).map(\.column))
    #expect(self.marks(signed([1, .nan, 10, .nan, 100])).map(\.row).sorted() == [0, 12, 13])
  }

  @Test("A value that is all there is lies in the middle")
  func constant() {
    for isLogarithmic in [false, true] {
      let rows = Set(marks(signed([5, 5], isLogarithmic: isLogarithmic)).map(\.row))
      #expect(rows == [6] || rows == [7])
    }
  }

  @Test(
    "Each line has its sign where there is no colour and its colour where there is; one alone has fine dots")
  func signs() {
    let (zeros, ones) = (PlotCell.Series("one", [0.0, 0]), PlotCell.Series("two", [1.0, 1]))
    let two = PlotCell("p", style: .line, series: [zeros, ones], yAxis: "nats")
    #expect(lines(.plot(two))[1] == "  nats   • one   + two")
    #expect(Set(marks(two).map(\.sign)) == ["•", "+"])
    let colored = lines(.plot(two), depth: .palette256).joined()
    #expect(!colored.contains("•") && !colored.contains("+") && colored.contains("━"))
    let rising = PlotCell("p", style: .line, series: [PlotCell.Series("one", [0.0, 1])])
    let dots = marks(rising).map { (bits: $0.sign.unicodeScalars.first?.value ?? 0, $0.column, $0.row) }
    #expect(dots.allSatisfy { (0x2801...0x28FF).contains($0.bits) })
    // The line begins with the lowest dot to the left of a character.
    let first = dots.first { $0.1 == 0 && $0.2 == 13 }
    #expect((first?.bits ?? 0) & 0x40 == 0x40)
  }

  private func bars(_ values: [Double], labels: [String] = []) -> [String] {
    let series = PlotCell.Series("", x: values.indices.map(Double.init), y: values, labels: labels)
    return Array(lines(.plot(PlotCell("b", style: .bar, series: [series]))).dropFirst())
  }

  @Test("Bars are as long as their values, to an eighth of a character, and the largest has sixty")
  func bar() {
    let rows = bars([1, 2, 0], labels: ["a", "bb", ""])
    #expect(rows.map { row in row.count { $0 == "█" } } == [30, 60, 0])
    #expect(rows[0].hasPrefix("   a █") && rows[1].hasPrefix("  bb █"))
    #expect(bars([1, 80])[0].contains(" ▊ "))
    #expect(bars([7, 8])[0].hasPrefix("  0 █") && bars([7, 8])[1].hasPrefix("  1 █"))
  }

  @Test("Negative bars go to the left of where the others begin")
  func negative() {
    let rows = bars([-1, 1, 0.5], labels: ["a", "b", "c"])
    #expect(rows[0].hasPrefix("  a " + String(repeating: "█", count: 30) + " "))
    #expect(rows[1].hasPrefix("  b " + String(repeating: " ", count: 30) + String(repeating: "█", count: 30)))
    #expect(rows[2].hasPrefix("  c " + String(repeating: " ", count: 30) + String(repeating: "█", count: 15)))
  }

  @Test("A value that is no number has no bar, and no value no chart")
  func noBars() {
    let rows = bars([.nan, 1], labels: ["a", "b"])
    #expect(!rows[0].contains("█") && rows[0].hasSuffix("NaN") && rows[1].contains("█"))
    #expect(bars([]) == ["  (no bars)"])
  }

  private func map(_ points: [(Double, Double, String)]) -> [String] {
    let series = PlotCell.Series("", x: points.map(\.0), y: points.map(\.1), labels: points.map(\.2))
    return lines(.plot(PlotCell("m", style: .scatter, series: [series])))
  }

  @Test("A name stands to the right of its point, at the right edge to its left")
  func names() {
    let shown = map([(0, 0, "cat"), (1, 1, "dog"), (0.5, 0.5, "猫")])
    #expect(shown[1].hasSuffix("dog•"))
    #expect(shown.contains { $0.contains("│•cat") || $0.contains("┤•cat") })
    #expect(shown.contains { $0.contains("•猫") })
    #expect(!shown.contains { $0.contains("no room") })
    #expect(shown.allSatisfy { DisplayWidth.of($0) <= 80 })
  }

  @Test("Names for which there is no room are counted")
  func noRoom() {
    let edges = [(0, 0, ""), (2, 2, "")] as [(Double, Double, String)]
    func notes(_ names: [String]) -> String? {
      map(edges + names.map { (1, 1, $0) }).last { $0.contains("no room") }
    }
    #expect(notes(["a", "b"]) == nil)
    #expect(notes(["a", "b", "c"]) == "  (no room for 1 name)")
    #expect(notes(["a", "b", "c", "d"]) == "  (no room for 2 names)")
    // The point to the right stays: the name goes to the left.
    #expect(map(edges + [(1, 1, "abc"), (1.03, 1, "")]).contains { $0.contains("abc••") })
  }

  @Test("A tree without numbers has no columns; one of two thousand levels is drawn")
  func trees() {
    let pair = TreeNode("×", children: [TreeNode("a"), TreeNode("b")])
    #expect(
      lines(.tree(TreeCell("f", root: TreeNode("+", children: [pair, TreeNode("c")])))) == [
        "f", "  +", "  ├─ ×", "  │  ├─ a", "  │  └─ b", "  └─ c",
      ])
    var deep = TreeNode("x", value: 1)
    for _ in 0..<2_000 { deep = TreeNode("+", value: 1, children: [deep]) }
    let shown = lines(.tree(TreeCell(root: deep)))
    #expect(shown.count == 2_002 && shown.allSatisfy { DisplayWidth.of($0) <= 80 })
  }
}
