/// What a reader wants to guess before it is shown: cells by their names, checks by their claims, and columns of tables
/// and trees by their headings.
package struct Covering: Sendable {
  package let names: [String]

  /// Covers what has one of these names.
  package init(_ names: [String] = []) { self.names = names }

  /// What stands in the place of a cell until it is opened.
  package struct Cover: Sendable {
    /// The names that it covers, in the order of the cell.
    package let names: [String]
    /// The cell with its columns empty; nil where all of it is covered.
    package let rest: Cell?
  }

  /// The cover of a cell; nil where nothing of it is covered.
  package func cover(of cell: Cell) -> Cover? {
    let covered = cell.coverable.filter(names.contains)
    guard !covered.isEmpty else { return nil }
    if covered[0] == cell.coverable[0] { return Cover(names: [covered[0]], rest: nil) }
    return Cover(names: covered, rest: cell.without(columns: covered))
  }
}

extension Cell {
  /// The names by which it can be covered: its own first, which may be empty, then those of its columns.
  package var coverable: [String] {
    switch self {
    case .tensor(let tensor): [tensor.name]
    case .plot(let plot): [plot.name]
    case .check(let check): [check.name]
    case .table(let table): [table.name] + table.columns
    case .tree(let tree):
      [tree.name] + (tree.root.value == nil ? [] : ["value"])
        + (tree.root.gradient == nil ? [] : ["gradient"])
    case .prose, .guess, .code, .formula, .explore, .tryNext: []
    }
  }

  /// The cell with nothing in these columns.
  fileprivate func without(columns: [String]) -> Cell {
    switch self {
    case .table(let table):
      let rows = table.rows.map { row in
        zip(table.columns, row).map { columns.contains($0) ? .text("?") : $1 }
      }
      return .table(TableCell(table.name, columns: table.columns, rows: rows))
    case .tree(let tree):
      func bare(_ node: TreeNode) -> TreeNode {
        TreeNode(
          node.label, value: columns.contains("value") ? nil : node.value,
          gradient: columns.contains("gradient") ? nil : node.gradient, children: node.children.map(bare))
      }
      return .tree(TreeCell(tree.name, root: bare(tree.root)))
    default: return self
    }
  }
}
