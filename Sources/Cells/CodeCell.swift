/// Lines of a source file that run.
public struct CodeCell: Sendable, Hashable {
  /// The lines, without the indentation of the first.
  public let text: String
  /// The file, from the package's folder.
  public let file: String
  /// The number of the first line, from 1.
  public let line: Int

  /// The file's name without its folder.
  package var fileName: String { String(file.split(separator: "/").last ?? "") }

  /// Shows `text`, which stands in `file` from `line` on.
  public init(_ text: String, file: String, line: Int) {
    self.text = text
    self.file = file
    self.line = line
  }
}
