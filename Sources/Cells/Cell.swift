/// One entry of a notebook: something that is said, computed, shown or checked.
public enum Cell: Sendable {
  /// Markdown: paragraphs, `# headings`, `- lists`, `**bold**`, `` `code` ``.
  case prose(String)
  /// What is asked before it is shown, in Markdown.
  case guess(String)
  /// Lines of the chapter's source, which compute what follows.
  case code(CodeCell)
  /// A formula of the documents or of the literature.
  case formula(FormulaCell)
  /// Named numbers with a shape.
  case tensor(TensorCell)
  /// A claim and what was measured.
  case check(CheckCell)
  /// A chart.
  case plot(PlotCell)
  /// Rows of words and numbers.
  case table(TableCell)
  /// An expression as a tree.
  case tree(TreeCell)
  /// How numbers before it hang together; pages answer by it.
  case explore(ExploreCell)
  /// Commands to run next, each with what it will show.
  case tryNext([TryNextCommand])
}

extension Cell {
  /// What a cell with numbers is called, which may be nothing; nil for any other.
  package var name: String? {
    switch self {
    case .tensor(let tensor): tensor.name
    case .plot(let plot): plot.name
    case .table(let table): table.name
    case .tree(let tree): tree.name
    case .prose, .guess, .code, .formula, .check, .explore, .tryNext: nil
    }
  }
}

/// A command that a chapter proposes, with what it will show.
public struct TryNextCommand: Sendable, Hashable {
  /// The command, as typed into a shell.
  public var command: String
  /// What the reader will see; may be empty.
  public var explanation: String

  /// Proposes `command`.
  public init(_ command: String, explanation: String = "") {
    self.command = command
    self.explanation = explanation
  }
}
