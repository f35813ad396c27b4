import Foundation

/// A page that shows code of the workbench, as a program that compares every value the page states.
///
/// Two kinds of places are read. A block marked `swift` is a program of its own after those that name things; a line
/// `expression  // value` of it states a value, at the beginning of the comment or behind an arrow. A row of a table with
/// three cells, of which the last two are code, states the value of the one in the other.
struct WorkbenchPage {
  /// A value that the page states.
  struct Statement: Hashable {
    let line: Int
    let code: String
    let value: String
  }

  /// What the page states.
  private(set) var statements: [Statement] = []
  /// The program, without its imports.
  private(set) var program = ""

  init(_ text: String, heading: String? = nil) {
    var isCode = false
    var isOpen = heading == nil
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if line.hasPrefix("## ") { isOpen = heading == nil || line == "## \(heading ?? "")" }
      guard isOpen else { continue }
      if line.hasPrefix("```") {
        isCode = line == "```swift"
      } else if isCode {
        addCode(String(line), at: index + 1)
      } else if let match = line.wholeMatch(of: /\|.+\| `([^`]+)` \| `([^`]+)` \|/) {
        state(String(match.1), String(match.2), at: index + 1)
      }
    }
  }

  private mutating func addCode(_ line: String, at number: Int) {
    guard !line.hasPrefix("import "), !line.contains("throw Unsolved()") else { return }
    let parts = line.split(separator: "//", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
    guard parts.count == 2, line.first != " ", !["let ", "var ", "print("].contains(where: line.hasPrefix),
      let value = Self.value(in: parts[1])
    else {
      program += line + "\n"
      return
    }
    state(parts[0], value, at: number)
  }

  private mutating func state(_ code: String, _ value: String, at line: Int) {
    statements.append(Statement(line: line, code: code, value: value))
    program += "state(\(line), \(code))\n"
  }

  /// The number, or the list in its brackets, that a comment begins with or has behind an arrow.
  private static func value(in comment: String) -> String? {
    let text = comment.components(separatedBy: "→ ").last ?? comment
    if text.first == "[" {
      var depth = 0
      for (offset, character) in text.enumerated() {
        depth += character == "[" ? 1 : character == "]" ? -1 : 0
        if depth == 0 {
          return String(text.prefix(offset + 1)).replacing("[ ", with: "[").replacing(" ]", with: "]")
        }
      }
    }
    return text.prefixMatch(of: /-?\d+(?:\.\d+)?(?:e-?\d+)?/).map { String($0.0) }
  }

  /// What stands before the program: how a value is written on the pages.
  static let preamble = """
    import Workbench

    func written(_ number: Float) -> String { number == number.rounded() && number.isFinite ? "\\(Int(number))" : "\\(number)" }
    func written(_ number: Double) -> String { number == number.rounded() ? "\\(Int(number))" : "\\(number)" }
    func written(_ number: Int) -> String { "\\(number)" }
    func written(_ answer: Bool) -> String { "\\(answer)" }
    func written(_ text: String) -> String { text }
    func written(_ list: [Int]) -> String { "[\\(list.map(written).joined(separator: ", "))]" }
    func written(_ list: [Float]) -> String { "[\\(list.map(written).joined(separator: ", "))]" }
    func written(_ list: [[Float]]) -> String { "[\\(list.map(written).joined(separator: ", "))]" }
    func written(_ list: [Tensor]) -> String { "[\\(list.map(written).joined(separator: ", "))]" }
    func written(_ tensor: Tensor) -> String {
      guard let size = tensor.shape.first else { return written(tensor.scalar) }
      return written((0..<size).map { tensor.selected(axis: 0, $0) })
    }
    func state(_ line: Int, _ value: Tensor) { print(line, written(value)) }
    func state(_ line: Int, _ value: [Tensor]) { print(line, written(value)) }
    @_disfavoredOverload func state(_ line: Int, _ value: Float) { print(line, written(value)) }
    func state(_ line: Int, _ value: Double) { print(line, written(value)) }
    func state(_ line: Int, _ value: Int) { print(line, written(value)) }
    func state(_ line: Int, _ value: Bool) { print(line, written(value)) }
    func state(_ line: Int, _ value: String) { print(line, written(value)) }
    func state(_ line: Int, _ value: [Int]) { print(line, written(value)) }
    func state(_ line: Int, _ value: [Float]) { print(line, written(value)) }
    func state(_ line: Int, _ value: [[Float]]) { print(line, written(value)) }

    """
}
