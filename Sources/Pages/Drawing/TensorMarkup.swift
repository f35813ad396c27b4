import Cells
import Terminal

extension TensorCell {
  /// The tensor as tables of numbers with headers, on a heat-map; see `TensorMarkup`.
  package var markup: Markup { display == .momentary ? [] : TensorMarkup(tensor: self).figure }
}

/// A tensor on a page: a figure whose numbers are cells of tables, as the terminal writes them and at full precision.
///
/// - Of a vector the numbers stand in a row; long ones in rows of ten, or downwards in columns of 16 when
/// they have names.
/// - Of three and more axes the matrices along the last two stand one after another under their titles.
/// - All numbers stand there, up to 20,000; of a larger tensor the middle is left out, as in the terminal.
/// - A heat-map is a table too, whose numbers are hidden behind their colours until they are asked for.
struct TensorMarkup {
  let tensor: TensorCell
  private let style: NumberStyle
  private let scale: HeatScale
  /// The most characters of a number.
  private var longest: Int

  init(tensor: TensorCell) {
    self.tensor = tensor
    style = NumberStyle(for: tensor.values)
    scale = HeatScale(for: tensor.values)
    longest = 0
    longest = tensor.values.reduce(0) { max($0, text($1).count) }
  }

  /// The most numbers that stand on a page.
  static let mostNumbers = 20_000
  /// What is shown of larger ones, and on paper; longer vectors do not stand in one row.
  static let mostRows = 16
  static let mostColumns = 12
  static let mostBlocks = 8

  var figure: Markup {
    let isPicture = tensor.display == .heatMap && tensor.shape.count == 2
    return .element(
      "figure",
      [
        "class": tensor.shape.isEmpty ? "tensor scalar" : isPicture ? "tensor picture" : "tensor",
        "data-name": tensor.name,
        "data-shape": tensor.shape.map { "\($0)" }.joined(separator: " "),
        "data-display": tensor.display.rawValue,
      ], [caption, content(isPicture: isPicture)])
  }

  private var caption: Markup {
    var pieces = [Markup.element("span", ["class": "name"], Markup(tensor.name))]
    if !tensor.shape.isEmpty { pieces.append(.element("span", ["class": "extents"], Markup(tensor.extents))) }
    if let formula = tensor.formula {
      pieces.append(.element("span", ["class": "source"], Markup(formula.rawValue)))
    }
    if !tensor.shape.isEmpty, tensor.values.contains(where: isRounded) {
      let box = Markup.element("input", ["type": "checkbox", "autocomplete": "off"])
      pieces.append(.element("label", ["class": "digits"], [box, " all digits"]))
    }
    return .element("figcaption", [:], pieces.joined(separator: " "))
  }

  private func content(isPicture: Bool) -> Markup {
    if tensor.shape.isEmpty {
      let value = tensor.values[0]
      let text = NumberText.compact(value, significant: 5)
      return .element(
        "span", ["data-value": value.exactText, "tabindex": "0"], Markup(text))
    }
    if tensor.values.isEmpty { return .element("p", ["class": "quiet"], "(empty)") }
    if tensor.display == .summary {
      return .element(
        "details", [:], [.element("summary", [:], Markup(summary)), frame(isPicture: false)])
    }
    return isPicture ? [frame(isPicture: true), legend] : frame(isPicture: false)
  }

  private var summary: String {
    let finite = tensor.values.filter(\.isFinite)
    let mean = finite.reduce(0, +) / Double(max(1, finite.count))
    func text(_ value: Double?) -> String { value.map { NumberText.compact($0) } ?? "–" }
    return "smallest \(text(finite.min())), mean \(text(mean)), largest \(text(finite.max()))"
  }

  private func text(_ value: Double) -> String {
    tensor.display == .plainTable ? style.ungrouped(value) : style.text(value)
  }

  /// Whether the number has more digits than are shown.
  private func isRounded(_ value: Double) -> Bool {
    value.isFinite && Double(style.ungrouped(value)) != value
  }

  /// The tables in a frame of their own, which scrolls where they are wider than the page, and a word on what is left out.
  private func frame(isPicture: Bool) -> Markup {
    let isElided = tensor.values.count > Self.mostNumbers
    let grids = self.grids(isElided: isElided)
    let tables = grids.map { table($0, isPicture: isPicture) }
    let isLongOnPaper =
      !isPicture && (grids.count > Self.mostBlocks || grids.contains { $0.isTall || $0.isWide })
    let frame = Markup.wide(
      tables.count > 1 ? "frame slices" : "frame", label: "\(tensor.name), \(tensor.extents)",
      tables.joined())
    guard isElided || isLongOnPaper else { return frame }
    let shown = grids.reduce(0) { $0 + $1.places.count }
    let words =
      isElided
      ? "\(shown.grouped) of \(tensor.values.count.grouped) numbers are shown; --json has them all."
      : "The middle is left out on paper; the page and --json have all \(tensor.values.count.grouped) numbers."
    return [frame, .element("p", ["class": isElided ? "rest" : "rest on-paper"], Markup(words))]
  }

  // MARK: Tables

  private func grids(isElided: Bool) -> [NumberGrid] {
    let rank = tensor.shape.count
    let columns = tensor.shape[rank - 1]
    guard rank > 1 else {
      if columns <= Self.mostColumns { return [.row(tensor)] }
      return tensor.isLabelled(axis: 0) ? NumberGrid.columns(tensor, isElided) : [.tens(tensor, isElided)]
    }
    let count = tensor.values.count / (tensor.shape[rank - 2] * columns)
    return (0..<(isElided ? min(count, Self.mostBlocks) : count)).map { .matrix(tensor, $0, isElided) }
  }

  private func table(_ grid: NumberGrid, isPicture: Bool) -> Markup {
    var rows: [Markup] = []
    for (index, row) in grid.rows.enumerated() {
      var cells: [Markup] = []
      if let label = grid.rowLabels?[index] { cells.append(.header(label, scope: "row")) }
      for column in grid.columns {
        if let row, let column {
          guard let place = grid.place(row, column) else { continue }
          let value = tensor.values[place]
          cells.append(.number(value, text(value), class: hasHeat ? HeatClass.of(value, on: scale) : nil))
        } else {
          cells.append(.element("td", [:], row == nil ? column == nil ? "⋱" : "⋮" : "…"))
        }
      }
      rows.append(.element("tr", [:], cells.joined()))
    }
    var head: [Markup] = []
    if let labels = grid.columnLabels {
      if grid.rowLabels != nil { head.append(corner(grid)) }
      head += labels.map { .header($0, scope: "col") }
    }
    let classes = isPicture ? [] : [grid.isTall ? "tall" : nil, grid.isWide ? "wide" : nil].compactMap { $0 }
    return .element(
      "table",
      [
        "class": classes.isEmpty ? nil : classes.joined(separator: " "),
        "style": isPicture ? nil : "--digits: \(longest)",
      ],
      [
        grid.title.isEmpty ? [] : .element("caption", [:], Markup(grid.title)),
        head.isEmpty ? [] : .element("thead", [:], .element("tr", [:], head.joined())),
        .element("tbody", [:], rows.joined()),
      ])
  }

  private var hasHeat: Bool { tensor.display == .table || tensor.display == .heatMap }

  /// What the axes are called, where rows and columns meet.
  private func corner(_ grid: NumberGrid) -> Markup {
    guard let axes = grid.axes else { return .element("td") }
    return .element(
      "td", ["class": "corner"],
      [.element("span", [:], Markup("\(axes.column) →")), .element("span", [:], Markup("\(axes.row) ↓"))])
  }

  /// What the colours of a picture mean.
  private var legend: Markup {
    let (lowest, highest) =
      switch scale {
      case .sequential(let lowest, let highest): (lowest, highest)
      case .diverging(let bound): (-bound, bound)
      }
    let steps = (0..<HeatClass.count).map { step in
      let share = Double(step) / Double(HeatClass.count - 1)
      return Markup.element("i", ["class": HeatClass.of(lowest + (highest - lowest) * share, on: scale)])
    }
    return .element(
      "p", ["class": "scale"],
      [
        Markup(NumberText.compact(lowest) + " "), .element("span", ["aria-hidden": "true"], steps.joined()),
        Markup(" " + NumberText.compact(highest)),
      ])
  }
}
