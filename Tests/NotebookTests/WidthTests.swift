import Notebook
import Testing

/// The columns of a text by a rule of its own, so that the renderer's mistakes are not repeated: the test's
/// alphabet has known widths.
private func columns(_ line: Substring) -> Int {
  var total = 0
  var isEscaped = false
  for scalar in line.unicodeScalars {
    if scalar == "\u{1B}" { isEscaped = true }
    if !isEscaped {
      switch scalar {
      case "\u{301}", "\u{200D}", "\u{FE0F}": break
      case "\u{4E00}"..."\u{9FFF}", "\u{3000}"..."\u{303F}", "\u{FF01}"..."\u{FF60}",
        "\u{1F600}"..."\u{1F64F}":
        total += 2
      default: total += 1
      }
    }
    if isEscaped, scalar == "m" { isEscaped = false }
  }
  return total
}

@Suite("No line is wider than the terminal")
struct WidthTests {
  private struct Content {
    var generator: SplitMix
    mutating func number() -> Double {
      switch generator.below(12) {
      case 0: return .nan
      case 1: return -.infinity
      case 2: return .infinity
      case 3: return Double(generator.below(100_000)) * 1e12
      case 4: return 1 / Double(1 + generator.below(1_000_000_000))
      case 5: return 0
      default: return Double(generator.below(2_000_001) - 1_000_000) / 1000
      }
    }
    mutating func word(_ longest: Int) -> String {
      let pieces = [
        "a", "b", "word", " ", " ", "e\u{301}", "猫", "注意", "，", "😀", "-", "`", "**", "\n", "- ", "# ", "😀",
        "x_y", "\t",
      ]
      return (0..<generator.below(longest) + 1).map { _ in pieces[generator.below(pieces.count)] }.joined()
    }
    mutating func words(_ count: Int, _ longest: Int) -> [String] { (0..<count).map { _ in word(longest) } }
    mutating func numbers(_ count: Int) -> [Double] { (0..<count).map { _ in number() } }

    mutating func cell() -> Cell {
      switch generator.below(12) {
      case 0: return .prose(word(120))
      case 1: return .code(CodeCell(word(60), file: "\(word(30)).swift", line: 7))
      case 2, 3, 4:
        let shape = (0..<generator.below(4)).map { _ in 1 + generator.below(generator.below(5) == 0 ? 40 : 9)
        }
        let labels = shape.map { generator.below(2) == 0 ? [] : words($0, 8) }
        let displays: [TensorDisplay] = [.table, .plainTable, .heatMap, .summary]
        let axes = generator.below(2) == 0 ? [] : words(shape.count, 10)
        let values = numbers(shape.reduce(1, *))
        return .tensor(
          TensorCell(
            word(20), values, shape: shape, axes: axes, labels: labels, formula: .s0_3_3_ATT,
            display: displays[generator.below(4)]))
      case 5:
        return .check(
          CheckCell(word(50), measured: number(), requirement: .near(expected: number(), tolerance: 1)))
      case 6:
        let count = generator.below(7)
        let rows = (0..<generator.below(5)).map { _ in
          (0..<count).map { _ -> TableEntry in generator.below(2) == 0 ? .text(word(30)) : .number(number()) }
        }
        return .table(TableCell(word(40), columns: words(count, 10), rows: rows))
      case 7:
        var node = TreeNode(word(10), value: number(), gradient: number())
        for _ in 0..<generator.below(60) {
          node = TreeNode(
            word(10), value: number(), children: [TreeNode(word(30), gradient: number()), node])
        }
        return .tree(TreeCell(word(40), root: node))
      case 8:
        return .tryNext((0..<3).map { _ in TryNextCommand(word(40), explanation: word(40)) })
      default:
        let styles: [PlotCell.Style] = [.line, .bar, .scatter]
        let series = (0..<generator.below(4)).map { _ in
          let count = generator.below(30)
          return PlotCell.Series(word(20), x: numbers(count), y: numbers(count), labels: words(count, 10))
        }
        return .plot(
          PlotCell(
            word(60), style: styles[generator.below(3)], series: series, xAxis: word(60), yAxis: word(60),
            isLogarithmic: generator.below(2) == 0))
      }
    }
  }

  @Test("Random cells at every depth of colour", arguments: [40, 60, 80, 120])
  func randomCells(width: Int) {
    var content = Content(generator: SplitMix(state: UInt64(width)))
    let depths: [ColorDepth] = [.none, .shading, .palette16, .palette256, .trueColor.onWhite]
    for index in 0..<600 {
      let cell = content.cell()
      let text = TerminalRenderer(width: width, depth: depths[index % 5]).text(cell)
      #expect(text.hasSuffix("\n") || text.isEmpty)
      for line in text.split(separator: "\n") where columns(line) > width {
        Issue.record("\(columns(line)) columns of \(width), cell \(index): \(line)\n\(cell)")
        return
      }
    }
  }
}

/// A small generator, so that every run tests the same content.
struct SplitMix {
  var state: UInt64
  mutating func below(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
  }
}
