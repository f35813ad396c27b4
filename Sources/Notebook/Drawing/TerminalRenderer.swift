import Terminal

/// A notebook for people: lines of at most `width` columns, in colour where the terminal can show it.
public struct TerminalRenderer: Sendable {
  let width: Int
  let depth: ColorDepth
  private let namesLines: Bool

  /// A renderer for so many columns (at least 40) and that depth of colour, which says on what line of its file code
  /// stands, or names the file alone: what is kept should not differ because a line has moved.
  public init(width: Int, depth: ColorDepth, namesLines: Bool = false) {
    self.width = max(40, width)
    self.depth = depth
    self.namesLines = namesLines
  }

  /// The cell as text that ends with a line feed, after a blank line where one parts it from the cell before; nothing of a
  /// cell that has no lines.
  public func text(_ cell: Cell, after previous: Cell? = nil) -> String {
    let lines = lines(cell)
    let gap = !lines.isEmpty && isParted(cell, from: previous) ? [StyledLine()] : []
    return (gap + lines).map { $0.encoded(depth) + "\n" }.joined()
  }

  /// The line that closes a notebook with checks.
  func summary(checks: Int, failed: Int) -> String {
    let noun = checks == 1 ? "check" : "checks"
    let line =
      failed == 0
      ? StyledLine("✓ ", Style(foreground: .passed, isBold: true))
        + StyledLine(checks == 1 ? "The check passed." : "All \(checks.grouped) \(noun) passed.")
      : StyledLine(
        "✗ \(failed.grouped) of \(checks.grouped) \(noun) failed.", Style(foreground: .failed, isBold: true))
    return "\n" + line.encoded(depth) + "\n"
  }

  private func isParted(_ cell: Cell, from previous: Cell?) -> Bool {
    switch (previous, cell) {
    case (nil, _), (.check, .check): false
    case (.tensor(let left), .tensor(let right)): !(left.shape.isEmpty && right.shape.isEmpty)
    default: true
    }
  }

  func lines(_ cell: Cell) -> [StyledLine] {
    switch cell {
    case .prose(let text): MarkdownBlocks(text).lines(width: width, depth: depth)
    case .guess(let text):
      MarkdownBlocks(text).lines(width: width - 2, depth: depth).enumerated().map {
        StyledLine($0.offset == 0 ? "? " : "  ", .name) + $0.element
      }
    case .code(let cell): code(cell)
    case .formula(let formula): box(formula)
    case .tensor(let tensor): TensorDrawing(tensor: tensor, width: width, depth: depth).lines
    case .check(let check): self.check(check)
    case .plot(let plot): PlotDrawing(plot: plot, width: width, depth: depth).lines
    case .table(let table): TableDrawing(table: table, width: width).lines
    case .tree(let tree): TreeDrawing(tree: tree, width: width).lines
    case .explore: []
    case .tryNext(let commands):
      [StyledLine("Try next", .bold)] + CommandList(commands).lines(width: width)
    }
  }

  /// The lines, and dimly at the right where they stand: behind the first line, or above it where that is long.
  private func code(_ cell: CodeCell) -> [StyledLine] {
    var lines = cell.text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
      Wrapping.hardLines("    " + String(line).replacingTabs, width: width, hanging: 8, style: .code)
    }
    let name = cell.fileName.printable + (namesLines ? ":\(cell.line)" : "")
    let place = DisplayWidth.truncated(name, to: width)
    let column = width - DisplayWidth.of(place)
    if lines[0].width + 2 > column { lines.insert(StyledLine(), at: 0) }
    lines[0].pad(to: column)
    lines[0].append(place, .quiet)
    return lines
  }

  private func check(_ check: CheckCell) -> [StyledLine] {
    let mark = Style(foreground: check.passed ? .passed : .failed, isBold: true)
    let failure = check.passed ? "" : "FAILED: "
    let comparison = check.comparison.isEmpty ? "" : "  (\(check.comparison))"
    let name = Wrapping.plainLines(
      failure + check.name, width: width - 2, style: check.passed ? .plain : Style(foreground: .failed))
    var lines = name.enumerated().map {
      StyledLine($0.offset == 0 ? (check.passed ? "✓ " : "✗ ") : "  ", mark) + $0.element
    }
    let last = lines.count - 1
    if last >= 0, lines[last].width + comparison.count <= width {
      lines[last].append(comparison, .quiet)
    } else {
      lines += Wrapping.plainLines(check.comparison, width: width - 4, style: .quiet).map {
        StyledLine("    ") + $0
      }
    }
    return lines
  }

  private func box(_ formula: FormulaCell) -> [StyledLine] {
    let content = content(formula, width: width - 4)
    func edge(_ left: String, _ words: [(String, Style)], _ right: String) -> StyledLine {
      var line = StyledLine(left + "─ ", .quiet)
      for (text, style) in words {
        line.append(DisplayWidth.truncated(text.printable, to: width - line.width - 3), style)
      }
      line.append(" " + String(repeating: "─", count: max(0, width - line.width - 2)) + right, .quiet)
      return line
    }
    let side = StyledLine("│ ", .quiet)
    let body = content.map { line in
      var padded = side + line
      padded.pad(to: width - 2)
      return padded + StyledLine(" │", .quiet)
    }
    let title = formula.title.isEmpty ? "" : " · " + formula.title
    return [edge("╭", [(formula.id, .name), (title, .plain)], "╮")] + body
      + [edge("╰", [(formula.provenance, .quiet)], "╯")]
  }

  /// The published form, and the printed one where it is another; both behind their labels, or below them where
  /// they are long.
  private func content(_ formula: FormulaCell, width: Int) -> [StyledLine] {
    guard formula.isPrintedOtherwise, let printed = formula.unicodePrinted else {
      return Wrapping.plainLines(formula.unicode, width: width, hanging: 4)
    }
    let label = 11
    let isLong = [formula.unicode, printed].contains { DisplayWidth.of($0.printable) > width - label }
    return [("published", formula.unicode), ("printed", printed)].flatMap { name, form -> [StyledLine] in
      if isLong { return [StyledLine(name, .quiet)] + Wrapping.plainLines(form, width: width, hanging: 4) }
      return [StyledLine(DisplayWidth.alignedLeft(name, in: label), .quiet) + StyledLine(form.printable)]
    }
  }
}

/// Commands, each with what it will show.
struct CommandList {
  let commands: [TryNextCommand]

  init(_ commands: [TryNextCommand]) { self.commands = commands }

  func lines(width: Int) -> [StyledLine] {
    let longest = commands.map { DisplayWidth.of($0.command.printable) }.max() ?? 0
    let isSideBySide = longest + 4 + 24 <= width
    return commands.flatMap { command -> [StyledLine] in
      let written = command.command.printable
      guard isSideBySide else {
        return Wrapping.hardLines("  " + written, width: width, hanging: 6, style: .code)
          + Wrapping.plainLines(command.explanation, width: width - 6).map { StyledLine("      ") + $0 }
      }
      let explanation = Wrapping.plainLines(command.explanation, width: width - longest - 5)
      var first = StyledLine("  ")
      first.append(DisplayWidth.alignedLeft(written, in: longest + 3), .code)
      if let line = explanation.first { first.append(line) }
      return [first]
        + explanation.dropFirst().map { StyledLine(String(repeating: " ", count: longest + 5)) + $0 }
    }
  }
}

extension String {
  fileprivate var replacingTabs: String {
    split(separator: "\t", omittingEmptySubsequences: false).joined(separator: "    ")
  }
}
