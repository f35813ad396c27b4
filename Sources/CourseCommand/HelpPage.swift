import Terminal

/// What `--help` shows.
enum HelpPage {
  /// The help of the whole command.
  static func all(_ session: Session) -> [StyledLine] {
    [StyledLine("Usage: swift run course [COMMAND] [options]", .bold), StyledLine()]
      + session.prose("Without a command it says what the course is, where you are and what comes next.")
      + [StyledLine()] + commands(session) + [StyledLine()] + options(Command.commonOptions, session)
      + [StyledLine()]
      + session.prose(
        "`swift run course COMMAND --help` explains one. Exit status: 0; 1 when a check failed; 64 when the "
          + "arguments make no sense; 66 when the course's files cannot be read or built; 73 or 74 when a file cannot be "
          + "written.")
  }

  /// The help of one command.
  static func of(_ command: Command, _ session: Session) -> [StyledLine] {
    let operands = command.operands.isEmpty ? "" : " " + command.operands
    let options = command.options + Command.commonOptions
    let details = command.details.isEmpty ? [] : [StyledLine()] + session.prose(command.details)
    let summary = command.summary.prefix(1).uppercased() + command.summary.dropFirst() + "."
    return [StyledLine("Usage: swift run course \(command.name)\(operands) [options]", .bold), StyledLine()]
      + session.prose(summary) + details + [StyledLine()] + Self.options(options, session)
  }

  /// A line for each command.
  static func commands(_ session: Session) -> [StyledLine] {
    Command.all.flatMap { command in
      table(command.name + (command.operands.isEmpty ? "" : " " + command.operands), command.summary, session)
    }
  }

  private static func options(_ options: [OptionDeclaration], _ session: Session) -> [StyledLine] {
    options.flatMap { option in
      table(
        "--\(option.name)" + (option.placeholder.isEmpty ? "" : " " + option.placeholder), option.help,
        session)
    }
  }

  private static func table(_ name: String, _ text: String, _ session: Session) -> [StyledLine] {
    let column = 18
    let lines = Wrapping.plainLines(text, width: session.width - column)
    var first = StyledLine("  " + name, .name)
    if first.width + 2 > column {
      return [first] + session.hanging(StyledLine(String(repeating: " ", count: column)), lines)
    }
    first.pad(to: column)
    return session.hanging(first, lines)
  }
}
