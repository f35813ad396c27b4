import Coursework
import Foundation
import Terminal

/// The command: finds what its arguments ask for and does it.
struct Course {
  var console: Console
  /// The workshop that it works in.
  var workshop: () throws -> Workshop = {
    try .around(URL(filePath: FileManager.default.currentDirectoryPath))
  }

  /// Does what the arguments ask for and gives the exit status: 0; 1 when a check failed; 64 when the
  /// arguments make no sense; 66 when the course's files are not as they should be; 73 or 74 when a file cannot be
  /// written; 130 after Ctrl-C.
  func run() -> Int32 {
    do {
      let arguments = try Arguments(console.arguments)
      let session = Session(
        console: console, isColorRefused: arguments.has("no-color"), workshop: workshop)
      guard let command = arguments.command else {
        if arguments.has("help") { try session.show(HelpPage.all(session)) } else { try session.explain() }
        return 0
      }
      guard !arguments.has("help") else {
        try session.show(HelpPage.of(command, session))
        return 0
      }
      return try command.run(session, arguments)
    } catch is BrokenPipe {
      return 141
    } catch {
      console.writeError("course: \("\(error)".printable)\n")
      return (error as? CommandFailure)?.reason.rawValue ?? CommandFailure.Reason.input.rawValue
    }
  }
}

/// What every command has at hand.
struct Session {
  let console: Console
  private(set) var width: Int
  let depth: ColorDepth
  let findWorkshop: () throws -> Workshop

  init(console: Console, isColorRefused: Bool, workshop: @escaping () throws -> Workshop) {
    self.console = console
    width = min(80, console.width)
    depth = console.colorDepth(isColorRefused ? .never : .auto)
    findWorkshop = workshop
  }

  /// The same for a terminal that has another width by now.
  func fitted(to columns: Int) -> Session {
    var session = self
    var console = console
    console.terminalColumns = columns
    session.width = min(80, console.width)
    return session
  }

  /// Writes lines to standard output.
  func show(_ lines: [StyledLine]) throws {
    try console.writeOutput(Array(lines.map { $0.encoded(depth) + "\n" }.joined().utf8))
  }

  /// Prose in lines of the width, indented, with its `code` in colour.
  func prose(_ text: String, indent: Int = 0) -> [StyledLine] {
    hanging(StyledLine(String(repeating: " ", count: indent)), prose(text, width: width - indent))
  }

  /// Prose in lines of so many columns.
  func prose(_ text: String, width: Int) -> [StyledLine] {
    text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
      line.isEmpty ? [StyledLine()] : Wrapping.lines(String(line), width: width, isColored: depth.hasColor)
    }
  }

  /// Lines of which the first begins with something and the others with as much space.
  func hanging(_ first: StyledLine, _ lines: [StyledLine]) -> [StyledLine] {
    let margin = StyledLine(String(repeating: " ", count: first.width))
    return lines.enumerated().map { $0.offset == 0 ? first + $0.element : margin + $0.element }
  }

  /// Lines of code or of formulas, which keep their spaces; one that is wider than the page goes on below itself, after a
  /// space where it has one.
  func verbatim(_ text: String, indent: Int, style: Style = .code) -> [StyledLine] {
    let margin = StyledLine(String(repeating: " ", count: indent))
    return text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
      broken(line.map { $0 == "\t" ? "  " : String($0) }.joined(), width: width - indent)
        .flatMap { Wrapping.hardLines($0, width: width - indent, style: style) }.map { margin + $0 }
    }
  }

  /// A line cut after spaces, as far as it has any, into pieces of so many columns.
  private func broken(_ line: String, width: Int) -> [String] {
    let margin = String(line.prefix { $0 == " " })
    var pieces: [String] = []
    var rest = line
    while DisplayWidth.of(rest) > width {
      let start = margin.count + (pieces.isEmpty ? 0 : 2)
      let characters = Array(rest)
      let spaces = characters.indices.filter { $0 > start && characters[$0] == " " }
      guard let space = spaces.last(where: { DisplayWidth.of(String(characters[..<$0])) <= width }) else {
        break
      }
      pieces.append(String(characters[..<space]).trimmedEnd)
      rest = margin + "  " + String(characters[space...].drop { $0 == " " })
    }
    return pieces + [rest]
  }

  /// A short name, and beside it a text that is wrapped under itself.
  func row(_ name: String, _ text: String, column: Int = 16, style: Style = .plain) -> [StyledLine] {
    var first = StyledLine("  ") + StyledLine(name, .quiet)
    first.pad(to: column)
    return hanging(first, Wrapping.plainLines(text, width: width - column, style: style))
  }

  /// A line with something at its right end.
  func line(_ left: StyledLine, right: StyledLine) -> StyledLine {
    var line = left
    line.pad(to: max(left.width + 2, width - right.width))
    return line + right
  }
}
