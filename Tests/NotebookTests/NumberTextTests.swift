import Testing

@testable import Notebook

@Suite("Numbers as text")
struct NumberTextTests {
  /// Expected: C's `printf("%.*f")`, which rounds the exact value, ties to even; a zero has no sign here.
  @Test(
    "Fixed decimals are correctly rounded",
    arguments: [
      (0, 3, "0.000"), (-0.0, 2, "0.00"), (0.5, 0, "0"), (1.5, 0, "2"), (2.5, 0, "2"), (-2.5, 0, "-2"),
      (2.675, 2, "2.67"), (1.005, 2, "1.00"), (0.125, 2, "0.12"), (0.375, 2, "0.38"), (0.9995, 3, "1.000"),
      (999.9999, 3, "1,000.000"), (-0.0001, 3, "0.000"), (-1.9999, 3, "-2.000"), (1e-300, 5, "0.00000"),
      (0.1, 17, "0.10000000000000001"), (1.0 / 3, 5, "0.33333"), (123_456_789.125, 2, "123,456,789.12"),
      (9_007_199_254_740_991, 0, "9,007,199,254,740,991"), (1e19, 2, "1.00e19"),
    ] as [(Double, Int, String)])
  func fixed(value: Double, decimals: Int, expected: String) {
    #expect(NumberText.fixed(value, decimals: decimals) == expected)
  }

  @Test("Values that are not finite have their signs")
  func nonFinite() {
    #expect(NumberText.fixed(-.infinity, decimals: 3) == "−∞")
    #expect(NumberText.compact(.infinity) == "∞")
    #expect(NumberText.scientific(.nan, decimals: 1) == "NaN")
  }

  @Test(
    "Scientific form",
    arguments: [
      (0.000123, 2, "1.23e-4"), (9.999e22, 2, "1.00e23"), (-1e300, 1, "-1.0e300"), (0, 1, "0.0e0"),
      (.leastNonzeroMagnitude, 0, "5e-324"), (1.25e-7, 1, "1.2e-7"), (1.35e-7, 1, "1.4e-7"),
      (42, 3, "4.200e1"),
    ] as [(Double, Int, String)])
  func scientific(value: Double, decimals: Int, expected: String) {
    #expect(NumberText.scientific(value, decimals: decimals) == expected)
  }

  @Test(
    "Compact form",
    arguments: [
      (6, "6"), (0, "0"), (-3, "-3"), (0.693147, "0.6931"), (12.3456, "12.35"), (1234.56, "1,235"),
      (0.00123456, "0.001235"), (1.23456e-7, "1.23e-7"), (1e-6, "1e-6"), (0.5, "0.5"), (1e9, "1e9"),
      (124_439_808, "124,439,808"), (0.99999, "1"),
    ] as [(Double, String)])
  func compact(value: Double, expected: String) {
    #expect(NumberText.compact(value) == expected)
  }

  @Test(
    "Digits in groups of three, from 1,000 on, before the point alone",
    arguments: [
      (0, "0"), (999, "999"), (1_000, "1,000"), (-1_000, "-1,000"), (-999, "-999"), (10_000, "10,000"),
      (100_000, "100,000"), (1_557_611_200, "1,557,611,200"), (.min, "-9,223,372,036,854,775,808"),
    ] as [(Int, String)])
  func groups(value: Int, expected: String) {
    #expect(value.grouped == expected)
  }

  @Test("What is typed or a name has no groups: an option's bounds, the ids of a plain table")
  func noGroups() {
    #expect(NumberText.typed(1_000_000) == "1000000" && NumberText.typed(1234.5) == "1234")
    #expect(NumberText.typed(-.infinity) == "−∞")
    let ids = TensorCell("ids", [15_496, 11], shape: [2], display: .plainTable)
    let renderer = TerminalRenderer(width: 80, depth: .none)
    #expect(renderer.text(.tensor(ids)) == "ids  2\n        0      1\n    15496     11\n")
    let counts = TensorCell("counts", [15_496, 11], shape: [2])
    #expect(renderer.text(.tensor(counts)).contains("15,496"))
    let wide = Option.integer("steps", default: 2_000, in: 1...10_000, help: "steps")
    let large = Option.number("base", default: 10_000, in: 2...1e6, help: "base")
    let chapter = Chapter("example", title: "", summary: "", options: [wide, large])
    let help = run(["--help"], chapter: chapter).text
    #expect(help.contains("(1…10000; default 2000)") && help.contains("(2…1000000; default 10000)"))
    #expect(run(["--steps", "0"], chapter: chapter).errors.contains("from 1 to 10000,"))
    #expect(run(["--base", "1"], chapter: chapter).errors.contains("from 2 to 1000000,"))
  }

  @Test("Tables, shapes, checks, charts and progress have the groups")
  func everywhere() {
    let renderer = TerminalRenderer(width: 80, depth: .none)
    let count = CheckCell("counted", measured: 1_557_611_200, requirement: .count(1_557_611_200))
    let wrong = CheckCell("counted", measured: 1_000, requirement: .count(1_001))
    let cells: [(Cell, String)] = [
      (.table(TableCell(columns: ["n"], rows: [[.integer(1_557_611_200)]])), "1,557,611,200"),
      (.table(TableCell(columns: ["x"], rows: [[.number(1234.5)]])), "1,234.5"),
      (.tensor(TensorCell("x", [Double](repeating: 0, count: 1_024), shape: [1_024])), "x  1,024"),
      (.tensor(TensorCell("x", [], shape: [2_000, 0], axes: ["step", "y"])), "step 2,000"),
      (.check(count), "(1,557,611,200)"), (.check(wrong), "(1,000 is not 1,001)"),
      (.check(CheckCell("c", measured: 2_000, requirement: .atMost(1_000))), "2,000 is not ≤ 1,000"),
      (.plot(PlotCell("p", style: .line, series: [.init("s", (0...2_000).map(Double.init))])), "1,000"),
      (.plot(PlotCell("p", style: .bar, series: [PlotCell.Series("s", [12_345.0])])), "12,345"),
      (.tree(TreeCell(root: TreeNode("x", value: 4321))), "4,321"),
    ]
    for (cell, text) in cells { #expect(renderer.text(cell).contains(text), "\(renderer.text(cell))") }
  }

  @Test("The numbers of an axis have no more decimals than tell them apart, groups or not")
  func axes() {
    let plot = PlotCell("p", style: .line, series: [.init("s", x: [0, 1], y: [0, 4_000])])
    let text = TerminalRenderer(width: 80, depth: .none).text(.plot(plot))
    #expect(text.contains("1,000") && !text.contains("1,000.0"))
  }

  @Test(
    "A column shows about four digits of its largest number",
    arguments: [
      ([9_999_999], .fixed(decimals: 0)), ([10_000_000], .scientific(decimals: 2)),
      ([99_999.5], .fixed(decimals: 1)), ([100_000.5], .scientific(decimals: 2)),
      ([1000.5], .fixed(decimals: 1)), ([999.5], .fixed(decimals: 2)), ([100.5], .fixed(decimals: 2)),
      ([99.5], .fixed(decimals: 3)), ([0.1], .fixed(decimals: 3)), ([0.099], .fixed(decimals: 4)),
      ([0.01], .fixed(decimals: 4)), ([0.009], .fixed(decimals: 5)), ([0.001], .fixed(decimals: 5)),
      ([0.000_99], .scientific(decimals: 2)), ([-2.5, 1000.5], .fixed(decimals: 1)),
      ([.infinity, .nan, 3], .fixed(decimals: 0)), ([], .fixed(decimals: 0)),
    ] as [([Double], NumberStyle)])
  func style(values: [Double], expected: NumberStyle) {
    #expect(NumberStyle(for: values) == expected)
  }

  @Test("A table that would not fit gives up one decimal, but not the last two")
  func narrower() {
    #expect(NumberStyle.fixed(decimals: 3).narrower == .fixed(decimals: 2))
    #expect(NumberStyle.fixed(decimals: 2).narrower == nil)
    #expect(NumberStyle.scientific(decimals: 2).narrower == .scientific(decimals: 1))
    #expect(NumberStyle.scientific(decimals: 1).narrower == nil)
  }

  @Test("Where the compact form changes: thousandths, millions, and whole numbers of nine digits")
  func compactBounds() {
    #expect(NumberText.compact(0.001) == "0.001" && NumberText.compact(0.000_999_9) == "1e-3")
    #expect(NumberText.compact(999_999.5) == "1,000,000" && NumberText.compact(1_000_000.5) == "1e6")
    #expect(NumberText.compact(999_999_999) == "999,999,999" && NumberText.compact(1_000_000_000) == "1e9")
    #expect(NumberText.fixed(0x1p62, decimals: 0) == "4,611,686,018,427,387,904")
    #expect(NumberText.fixed(0x1p63, decimals: 1) == "9.2e18")
  }
}
