import Coursework
import Notebook

/// What stands on the command line: a command, what it is about, and options.
struct Arguments {
  /// The command, if there is one.
  let command: Command?
  /// What the command is about.
  private(set) var operands: [String] = []
  private var options: [String: String] = [:]

  /// Reads the words after the program's name; throws one line that says what is accepted.
  init(_ words: [String]) throws(ChapterFailure) {
    var rest = words[...]
    // Options of every command may come first.
    let first = rest.firstIndex { !$0.hasPrefix("-") }
    if let first {
      command = try Self.command(named: rest.remove(at: first))
    } else {
      command = nil
    }
    while let word = rest.popFirst() {
      guard word.hasPrefix("-"), word.count > 1 else {
        operands.append(word)
        continue
      }
      try read(option: word == "-h" ? "--help" : word, &rest)
    }
    guard let command, !has("help") else { return }
    guard command.operandCount.contains(operands.count) else {
      throw .usage(
        operands.count < command.operandCount.lowerBound
          ? "\(command.name) needs the name of an exercise, such as softmax or 4.1"
          : "\(command.name) takes \(command.operands.isEmpty ? "no name" : "one exercise"), not "
            + operands.joined(separator: " "))
    }
  }

  private mutating func read(option: String, _ rest: inout ArraySlice<String>) throws(ChapterFailure) {
    let accepted = (command?.options ?? []) + Command.commonOptions
    let parts = option.drop { $0 == "-" }.split(separator: "=", maxSplits: 1).map(String.init)
    guard let name = parts.first, let known = accepted.first(where: { $0.name == name }) else {
      let names = accepted.map { "--\($0.name)" }
      let nearest = NearestName.of(option, among: names).map { "; did you mean \($0)?" }
      throw .usage(
        "unknown option \(option.printable)" + (nearest ?? "; accepted are \(names.joined(separator: ", "))"))
    }
    if known.placeholder == nil {
      guard parts.count == 1 else { throw .usage("--\(name) takes no value") }
      options[name] = ""
    } else if let value = parts.count > 1 ? parts[1] : rest.popFirst() {
      options[name] = value
    } else {
      throw .usage("--\(name) needs a value")
    }
  }

  /// Whether an option is given.
  func has(_ option: String) -> Bool { options[option] != nil }

  /// The value of an option, if it is given.
  func value(of option: String) -> String? { options[option] }

  /// The number of `--seed`, or one that is drawn.
  func seed() throws(ChapterFailure) -> UInt64 {
    guard let text = options["seed"] else { return .random(in: 1...999_999) }
    guard let seed = UInt64(text) else {
      throw .usage("--seed takes a whole number from 0, not \"\(text.printable)\"")
    }
    return seed
  }

  private static func command(named name: String) throws(ChapterFailure) -> Command {
    let commands = Command.all
    if let command = commands.first(where: { $0.name == name }) { return command }
    let names = commands.map(\.name)
    let nearest = NearestName.of(name, among: names).map { "did you mean \($0)?" }
    throw .usage(
      "unknown command \"\(name.printable)\"; " + (nearest ?? "there are \(names.joined(separator: ", "))"))
  }
}
