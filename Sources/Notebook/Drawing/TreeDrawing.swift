import Terminal

/// An expression as a tree, with its values and gradients in columns.
struct TreeDrawing {
  let tree: TreeCell
  let width: Int

  var lines: [StyledLine] {
    let nodes = flattened
    let values = column(nodes.map(\.node.value), heading: "value")
    let gradients = column(nodes.map(\.node.gradient), heading: "gradient")
    let numbers = [values, gradients].compactMap { $0 }
    let numberWidth = numbers.reduce(0) { $0 + 2 + $1.width }
    let labels = nodes.map { DisplayWidth.of($0.branch) + DisplayWidth.of($0.node.label.printable) }
    let room = max(8, min((labels.max() ?? 0) + 2, width - numberWidth - 2))

    var result: [StyledLine] = []
    if !tree.name.isEmpty { result += Wrapping.plainLines(tree.name, width: width, style: .name) }
    if !numbers.isEmpty {
      var heading = StyledLine(String(repeating: " ", count: room + 2))
      for column in numbers {
        heading.append("  " + DisplayWidth.alignedRight(column.heading, in: column.width), .quiet)
      }
      result.append(heading)
    }
    for (index, entry) in nodes.enumerated() {
      var line = StyledLine("  ")
      let name = entry.node.label.printable
      let branch = DisplayWidth.truncated(entry.branch, to: room - min(4, DisplayWidth.of(name)))
      line.append(branch, .quiet)
      let label = DisplayWidth.truncated(name, to: room - DisplayWidth.of(branch))
      line.append(label, entry.node.children.isEmpty ? .plain : .bold)
      line.pad(to: room + 2)
      for (place, column) in numbers.enumerated() {
        line.append("  " + column.texts[index], place == 0 ? .plain : .code)
      }
      result.append(line)
    }
    return result
  }

  private struct Column {
    var heading: String
    var texts: [String]
    var width: Int
  }

  private func column(_ values: [Double?], heading: String) -> Column? {
    let present = values.compactMap { $0 }
    guard !present.isEmpty else { return nil }
    let style = NumberStyle(for: present)
    let texts = values.map { $0.map(style.text) ?? "" }
    let width = ([heading] + texts).map { DisplayWidth.of($0) }.max() ?? 0
    return Column(
      heading: heading, texts: texts.map { DisplayWidth.alignedRight($0, in: width) }, width: width)
  }

  /// The nodes from the top, each with the branches that lead to it; walked without recursion, as an
  /// expression may be deep.
  private var flattened: [(branch: String, node: TreeNode)] {
    var result: [(branch: String, node: TreeNode)] = []
    var waiting: [(branch: String, below: String, node: TreeNode)] = [("", "", tree.root)]
    while let next = waiting.popLast() {
      result.append((next.branch, next.node))
      for (index, child) in next.node.children.enumerated().reversed() {
        let isLast = index == next.node.children.count - 1
        waiting.append((next.below + (isLast ? "└─ " : "├─ "), next.below + (isLast ? "   " : "│  "), child))
      }
    }
    return result
  }
}
