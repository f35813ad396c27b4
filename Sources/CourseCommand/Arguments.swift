import Coursework
import Terminal

/// What stands on the command line: a command, what it is about, and options.
struct Arguments {
  /// The command, if there is one.
  let command: Command?
  private let given: ParsedOptions

  /// What the command is about.
  var operands: [String] { given.operands }

  /// Reads the words after the program's name; throws one line that says what is accepted.
  init(_ words: [String]) throws(CommandFailure) {
    // Options of every command may come first.
    var rest = words
    let place = words.firstIndex { !$0.hasPrefix("-") }
    command = try place.map { place throws(CommandFailure) in try Self.command(named: rest.remove(at: place))
    }
    let options = (command?.options ?? []) + Command.commonOptions
    given = try ArgumentParser(options, takesOperands: true).parse(rest)
    guard let command, !has("help"), !command.operandCount.contains(operands.count) else { return }
    throw .usage(
      operands.count < command.operandCount.lowerBound
        ? "\(command.name) needs the name of an exercise, such as softmax or 4.1"
        : "\(command.name) takes \(command.operands.isEmpty ? "no name" : "only \(command.operands)"), not "
          + operands.joined(separator: " "))
  }

  /// Whether an option is given.
  func has(_ option: String) -> Bool { given.isGiven(option) }

  /// The value of an option, if it is given.
  func value(of option: String) -> String? { given.text(option) }

  /// The number of an option, if it is given.
  func integer(of option: String) -> Int? { given.integer(option) }

  /// The number of `--seed`, or one that is drawn.
  var seed: UInt64 { given.integer("seed").map(UInt64.init) ?? .random(in: 1...999_999) }

  private static func command(named name: String) throws(CommandFailure) -> Command {
    let commands = Command.all
    if let command = commands.first(where: { $0.name == name }) { return command }
    let names = commands.map(\.name)
    let nearest = NearestName.of(name, among: names).map { "did you mean \($0)?" }
    throw .usage(
      "unknown command \"\(name.printable)\"; " + (nearest ?? "there are \(names.joined(separator: ", "))"))
  }
}
