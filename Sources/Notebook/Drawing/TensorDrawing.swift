import Terminal

/// A tensor as tables of numbers with labels, on a heat-map where there is colour.
struct TensorDrawing {
  let tensor: TensorCell
  let width: Int
  let depth: ColorDepth

  private static let mostRows = 16
  private static let mostBlocks = 8
  private static let widestLabel = 10
  private static let gap = 3

  var lines: [StyledLine] {
    if tensor.display == .momentary { return [] }
    if tensor.shape.isEmpty { return [scalar] }
    if tensor.values.isEmpty { return [heading, StyledLine("  (empty)", .quiet)] }
    switch tensor.display {
    case .summary: return [heading] + summary
    case .heatMap where tensor.shape.count == 2:
      return [heading] + HeatMapDrawing(tensor: tensor, width: width, depth: depth).lines
    default: return [heading] + blocks
    }
  }

  private var scalar: StyledLine {
    let name = DisplayWidth.truncated(tensor.name.printable, to: width - 24)
    return StyledLine(name, .name) + StyledLine(" = " + NumberText.compact(tensor.values[0], significant: 5))
  }

  private var heading: StyledLine {
    var line = StyledLine(DisplayWidth.truncated(tensor.name.printable, to: width / 2), .name)
    line.append(DisplayWidth.truncated("  " + tensor.extents.printable, to: width - line.width))
    if let formula = tensor.formula?.rawValue, line.width + formula.count + 2 <= width {
      line.pad(to: width - formula.count)
      line.append(formula, .quiet)
    }
    return line
  }

  private var summary: [StyledLine] {
    let finite = tensor.values.filter(\.isFinite)
    let mean = finite.reduce(0, +) / Double(max(1, finite.count))
    func text(_ value: Double?) -> String { value.map { NumberText.compact($0) } ?? "–" }
    return Wrapping.plainLines(
      "smallest \(text(finite.min())), mean \(text(mean)), largest \(text(finite.max()))", width: width - 2,
      style: .quiet
    ).map { StyledLine("  ") + $0 }
  }

  /// The matrices along the last two axes, side by side where they fit.
  private var blocks: [StyledLine] {
    let rank = tensor.shape.count
    let columns = tensor.shape[rank - 1]
    let rows = rank > 1 ? tensor.shape[rank - 2] : 1
    let count = tensor.values.count / (rows * columns)
    let plan = plan(rows: rows, columns: columns)
    guard rank > 2 else { return matrix(0, plan, title: nil, hasRowLabels: true) }

    let shown = min(count, Self.mostBlocks)
    let titleWidth = (0..<shown).map { DisplayWidth.of(tensor.title(ofBlock: $0).printable) + 1 }.max() ?? 0
    let blockWidth = min(
      width - plan.rowLabelWidth, max(plan.width - plan.rowLabelWidth, min(titleWidth, 24)))
    let perLine = max(1, (width - plan.rowLabelWidth + Self.gap) / (blockWidth + Self.gap))
    var result: [StyledLine] = []
    for first in stride(from: 0, to: shown, by: perLine) {
      if first > 0 { result.append(StyledLine()) }
      var joined: [StyledLine] = []
      for block in first..<min(first + perLine, shown) {
        let lines = matrix(
          block, plan, title: tensor.title(ofBlock: block).printable, hasRowLabels: block == first)
        if joined.isEmpty {
          joined = lines
        } else {
          for (index, line) in lines.enumerated() {
            joined[index].pad(to: plan.rowLabelWidth + (block - first) * (blockWidth + Self.gap) - Self.gap)
            joined[index].append(String(repeating: " ", count: Self.gap))
            joined[index].append(line)
          }
        }
      }
      result += joined
    }
    if shown < count { result.append(StyledLine("  … and \((count - shown).grouped) more", .quiet)) }
    return result
  }

  // MARK: One matrix

  private struct Padding {
    var before: Int
    var after: Int
  }

  /// What is shown of a matrix, and how wide; nil among the indices stands for "…".
  private struct Plan {
    var rows: [Int?]
    var columns: [Int?]
    var rowLabelWidth: Int
    var room: Int  // for the number itself
    var padding: Padding
    var style: NumberStyle
    var scale: HeatScale

    var cellWidth: Int { padding.before + room + padding.after }

    var width: Int { rowLabelWidth + columns.reduce(0) { $0 + ($1 == nil ? 2 : cellWidth) } }
  }

  private func plan(rows: Int, columns: Int) -> Plan {
    let rank = tensor.shape.count
    let shownRows = TensorCell.shown(rows, capacity: Self.mostRows)
    let rowLabels =
      rank > 1 ? shownRows.compactMap { $0 }.map { tensor.label($0, axis: rank - 2).printable } : []
    let labelWidth = 2 + min(Self.widestLabel, rowLabels.map { DisplayWidth.of($0) }.max() ?? 0)
    let style = NumberStyle(for: tensor.values)
    var plan = Plan(
      rows: shownRows, columns: (0..<columns).map { $0 },
      rowLabelWidth: labelWidth + (hasHeat && depth.hasHeat ? 1 : 0),
      room: 0, padding: Padding(before: 1, after: 0), style: style, scale: HeatScale(for: tensor.values))

    // Two matrices of a stack stand side by side if they can.
    let half = (width - plan.rowLabelWidth - Self.gap) / 2
    for available in (rank > 2 ? [half, width - plan.rowLabelWidth] : [width - plan.rowLabelWidth])
    where fit(&plan, into: available, of: columns) { return plan }

    plan.style = style
    plan.padding = paddings[paddings.count - 1]
    plan.room = max(numberWidth(style), min(columnLabelWidth(columns), 6))
    let capacity = (width - plan.rowLabelWidth - 2) / plan.cellWidth
    plan.columns = TensorCell.shown(columns, capacity: max(1, capacity))
    return plan
  }

  /// Lets all columns fit: first by shorter labels, then by less space, then by fewer decimals.
  private func fit(_ plan: inout Plan, into available: Int, of columns: Int) -> Bool {
    let style = NumberStyle(for: tensor.values)
    let label = columnLabelWidth(columns)
    for (padding, style) in paddings.map({ ($0, style) })
      + (style.narrower.map { [(paddings[paddings.count - 1], $0)] } ?? [])
    {
      let least = numberWidth(style)
      let room = min(max(label, least), available / columns - padding.before - padding.after)
      guard room >= least else { continue }
      plan.style = style
      plan.padding = padding
      plan.room = room
      return true
    }
    return false
  }

  private func numberWidth(_ style: NumberStyle) -> Int {
    tensor.values.reduce(1) { max($0, text($1, style).count) }
  }

  private func text(_ value: Double, _ style: NumberStyle) -> String {
    tensor.display == .plainTable ? style.ungrouped(value) : style.text(value)
  }

  private var hasHeat: Bool { tensor.display != .plainTable }

  /// The space around a number, the airiest first; a shade stands behind it where there is no colour.
  private var paddings: [Padding] {
    switch depth.count {
    case .shading where hasHeat, .palette16 where hasHeat:
      [Padding(before: 2, after: 1), Padding(before: 1, after: 1)]
    case .palette256 where hasHeat, .trueColor where hasHeat:
      [Padding(before: 1, after: 1), Padding(before: 1, after: 0)]
    default: [Padding(before: 2, after: 0), Padding(before: 1, after: 0)]
    }
  }

  private func columnLabelWidth(_ columns: Int) -> Int {
    let axis = tensor.shape.count - 1
    guard tensor.isLabelled(axis: axis) else { return "\(columns - 1)".count }
    return min(Self.widestLabel, tensor.labels[axis].map { DisplayWidth.of($0.printable) }.max() ?? 0)
  }

  private func matrix(_ block: Int, _ plan: Plan, title: String?, hasRowLabels: Bool) -> [StyledLine] {
    let rank = tensor.shape.count
    let columns = tensor.shape[rank - 1]
    let start = block * (rank > 1 ? tensor.shape[rank - 2] : 1) * columns
    let margin = hasRowLabels ? plan.rowLabelWidth : 0
    var result: [StyledLine] = []
    if let title {
      let room = max(plan.width - plan.rowLabelWidth, min(24, width - plan.rowLabelWidth)) - 1
      result.append(
        StyledLine(String(repeating: " ", count: margin + 1))
          + StyledLine(DisplayWidth.truncated(title, to: room), .bold))
    }
    result.append(columnLabels(plan, margin: margin))
    for row in plan.rows {
      var line = StyledLine()
      if hasRowLabels {
        let label = row.map { rank > 1 ? tensor.label($0, axis: rank - 2).printable : "" } ?? "⋮"
        let isLabelled = rank > 1 && tensor.isLabelled(axis: rank - 2)
        let room = margin - (hasHeat && depth.hasHeat ? 1 : 0)
        line.append(DisplayWidth.alignedRight(label, in: room), isLabelled && row != nil ? .plain : .quiet)
        line.pad(to: margin)
      }
      for column in plan.columns {
        if let column, let row {
          line.append(cell(tensor.values[start + row * columns + column], plan))
        } else if column != nil {
          line.append(padded("⋮", plan), .quiet)
        } else {
          line.append(row == nil ? " ⋱" : " …", .quiet)
        }
      }
      result.append(line)
    }
    return result
  }

  private func padded(_ text: String, _ plan: Plan) -> String {
    DisplayWidth.alignedRight(
      DisplayWidth.truncated(text, to: plan.room), in: plan.padding.before + plan.room)
      + String(repeating: " ", count: plan.padding.after)
  }

  private func columnLabels(_ plan: Plan, margin: Int) -> StyledLine {
    let axis = tensor.shape.count - 1
    var line = StyledLine(String(repeating: " ", count: margin))
    for column in plan.columns {
      if let column {
        let style: Style = tensor.isLabelled(axis: axis) ? .plain : .quiet
        line.append(padded(tensor.label(column, axis: axis).printable, plan), style)
      } else {
        line.append(" …", .quiet)
      }
    }
    return line
  }

  private func cell(_ value: Double, _ plan: Plan) -> StyledLine {
    let text = padded(text(value, plan.style), plan)
    switch depth.count {
    case .shading where hasHeat, .palette16 where hasHeat:
      return StyledLine(String(text.dropLast(plan.padding.after)))
        + StyledLine(String(plan.scale.shade(value)), Style(foreground: plan.scale.shadeInk(value)))
    case .palette256 where hasHeat, .trueColor where hasHeat:
      let background = plan.scale.color(value, depth)
      let ink = value.isInfinite ? Ink.quiet : .exact(HeatScale.ink(on: background))
      return StyledLine(text, Style(foreground: ink, background: background, isBold: value.isNaN))
    default: return StyledLine(text)
    }
  }
}
