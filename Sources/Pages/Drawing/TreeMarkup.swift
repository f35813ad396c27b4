import Cells
import Terminal

extension TreeCell {
  /// The graph as a file of its own, which brings its style sheet along.
  package func picture(styleSheet: String) -> Markup {
    TreeMarkup(tree: self).picture(styleSheet: styleSheet)
  }

  /// The expression as a graph, from its inputs on the left to its result on the right, and its numbers as a folded table.
  package var markup: Markup {
    let drawing = TreeMarkup(tree: self)
    let picture = Markup.wide("frame chart", label: name.isEmpty ? "expression" : name, drawing.picture())
    return .figure("tree", name: name, [picture, drawing.numbers])
  }
}

/// The boxes of an expression's nodes: those of one depth below each other, each beside the middle of its operands.
struct TreeMarkup {
  private struct Entry {
    let node: TreeNode
    let depth: Int
    let parent: Int?
    var y = 0.0
  }

  private let tree: TreeCell
  /// The nodes from the result on, each before its operands.
  private var entries: [Entry] = []
  /// The widths of the boxes of each depth.
  private var widths: [Double] = []
  private var height = 0.0
  private let value: NumberStyle
  private let gradient: NumberStyle

  private static let boxHeight = 44.0
  private static let rowHeight = 58.0
  private static let gap = 34.0

  init(tree: TreeCell) {
    self.tree = tree
    // Walked without recursion, as an expression may be deep.
    var waiting: [(node: TreeNode, depth: Int, parent: Int?)] = [(tree.root, 0, nil)]
    while let next = waiting.popLast() {
      entries.append(Entry(node: next.node, depth: next.depth, parent: next.parent))
      let place = entries.count - 1
      waiting += next.node.children.reversed().map { ($0, next.depth + 1, place) }
    }
    value = NumberStyle(for: entries.compactMap(\.node.value))
    gradient = NumberStyle(for: entries.compactMap(\.node.gradient))
    arrange()
  }

  private mutating func arrange() {
    var firstOperand: [Int: Double] = [:]
    var lastOperand: [Int: Double] = [:]
    // Leaves in rows from the top; a node stands in the middle of its first and its last operand.
    for index in entries.indices where entries[index].node.children.isEmpty {
      entries[index].y = height + Self.boxHeight / 2 + 1
      height += Self.rowHeight
    }
    height -= Self.rowHeight - Self.boxHeight - 2
    for index in entries.indices.reversed() {
      if let first = firstOperand[index], let last = lastOperand[index] {
        entries[index].y = (first + last) / 2
      }
      guard let parent = entries[index].parent else { continue }
      firstOperand[parent] = entries[index].y
      lastOperand[parent] = max(lastOperand[parent] ?? 0, entries[index].y)
    }
    widths = Array(repeating: 0, count: (entries.map(\.depth).max() ?? 0) + 1)
    for entry in entries {
      let label = SVG.width(entry.node.label) * 1.1
      let numbers = SVG.width(texts(of: entry.node).joined(separator: "   "))
      widths[entry.depth] = max(widths[entry.depth], label + 20, numbers + 20)
    }
  }

  /// The node's value, and behind a ∂ its gradient.
  private func texts(of node: TreeNode) -> [String] {
    [node.value.map(value.text), node.gradient.map { "∂ " + gradient.text($0) }].compactMap { $0 }
  }

  // MARK: The picture

  func picture(styleSheet: String? = nil) -> Markup {
    // The deepest boxes stand on the left.
    var lefts = widths
    var x = 1.0
    for depth in widths.indices.reversed() {
      lefts[depth] = x
      x += widths[depth] + Self.gap
    }
    let width = x - Self.gap + 1
    let edges = entries.compactMap { entry -> Markup? in
      guard let parent = entry.parent else { return nil }
      let from = (x: lefts[entry.depth] + widths[entry.depth], y: entry.y)
      let to = (x: lefts[entry.depth - 1], y: entries[parent].y)
      let middle = SVG.place((from.x + to.x) / 2)
      let (start, end) = (SVG.place(from.y), SVG.place(to.y))
      return .element(
        "path",
        [
          "class": "edge",
          "d": "M\(SVG.place(from.x)) \(start)C\(middle) \(start) \(middle) \(end) \(SVG.place(to.x)) \(end)",
        ])
    }
    let boxes = entries.indices.map { index in
      box(index, left: lefts[entries[index].depth], width: widths[entries[index].depth])
    }
    return .element(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "role": "img",
        "viewBox": "0 0 \(SVG.place(width)) \(SVG.place(height))", "width": SVG.place(width),
        "height": SVG.place(height),
      ],
      [
        .element("title", [:], Markup(tree.name.isEmpty ? "expression" : tree.name)),
        .element("desc", [:], Markup(inWords)),
        styleSheet.map { .verbatim("style", [:], $0) } ?? [], edges.joined(), boxes.joined(),
      ])
  }

  private func box(_ index: Int, left: Double, width: Double) -> Markup {
    let entry = entries[index]
    let middle = left + width / 2
    let style = entry.node.children.isEmpty ? "node leaf" : entry.parent == nil ? "node result" : "node"
    let frame = Markup.element(
      "rect",
      [
        "x": SVG.place(left), "y": SVG.place(entry.y - Self.boxHeight / 2), "width": SVG.place(width),
        "height": SVG.place(Self.boxHeight), "rx": "6",
      ])
    let texts = texts(of: entry.node)
    let label = SVG.text(
      entry.node.label, x: middle, y: entry.y + (texts.isEmpty ? 4 : -4), anchor: "middle", class: "label")
    var numbers = Markup()
    if texts.count == 2 {
      numbers += SVG.text(texts[0], x: left + 9, y: entry.y + 14, class: "value")
      numbers += SVG.text(texts[1], x: left + width - 9, y: entry.y + 14, anchor: "end", class: "gradient")
    } else if let text = texts.first {
      let isValue = entry.node.value != nil
      numbers += SVG.text(
        text, x: middle, y: entry.y + 14, anchor: "middle", class: isValue ? "value" : "gradient")
    }
    return .element("g", ["class": style, "data-node": "\(index)"], [frame, label, numbers])
  }

  private var inWords: String {
    let result = tree.root.value.map { "The result \(tree.root.label) is \(value.text($0))." } ?? ""
    return "\(entries.count.counted("node")), inputs on the left. " + result
  }

  // MARK: The numbers

  /// The nodes as the terminal lists them, each operand below its node, with all digits.
  var numbers: Markup {
    let hasGradients = entries.contains { $0.node.gradient != nil }
    let headings = ["node", "value"] + (hasGradients ? ["gradient"] : [])
    let rows = entries.map { entry -> Markup in
      let label = Markup.header(entry.node.label, scope: "row")
      let numbers = [entry.node.value] + (hasGradients ? [entry.node.gradient] : [])
      return .element(
        "tr", ["style": "--depth: \(entry.depth)"],
        label
          + numbers.map { number in
            number.map { .number($0, $0.exactText) } ?? Markup.element("td")
          }.joined())
    }
    let name = tree.name.isEmpty ? "the expression" : tree.name
    return .folded(
      "the numbers of \(entries.count.counted("node"))", of: name,
      .table(headings: headings.map { .header($0, scope: "col") }, rows: rows))
  }
}
