/// The options of one run, and the words that belong to none.
package struct ParsedOptions {
  package fileprivate(set) var values: [String: OptionValue] = [:]
  /// The words that are neither options nor their values, in their order.
  package fileprivate(set) var operands: [String] = []

  package init() {}

  package func value(_ declaration: OptionDeclaration) -> OptionValue {
    values[declaration.name] ?? declaration.defaultValue
  }

  package func isGiven(_ name: String) -> Bool { values[name] != nil }

  /// Sets what the command line left open.
  package mutating func set(_ value: OptionValue, for name: String) { values[name] = value }

  package func integer(_ name: String) -> Int? {
    if case .integer(let number) = values[name] { number } else { nil }
  }

  package func number(_ name: String) -> Double? {
    if case .number(let number) = values[name] { number } else { nil }
  }

  package func text(_ name: String) -> String? {
    if case .text(let text) = values[name] { text } else { nil }
  }

  package func texts(_ name: String) -> [String] {
    if case .texts(let texts) = values[name] { texts } else { [] }
  }
}

/// Reads `--name value` and `--name=value`, and says in one line what is wrong with anything else.
package struct ArgumentParser {
  private let declarations: [OptionDeclaration]
  private let exclusive: [[String]]
  private let takesOperands: Bool

  /// A parser of these options.
  ///
  /// - Parameters:
  ///   - exclusive: groups of options of which one at most may be given.
  ///   - takesOperands: whether words that belong to no option are accepted.
  package init(_ declarations: [OptionDeclaration], exclusive: [[String]] = [], takesOperands: Bool = false) {
    self.declarations = declarations
    self.exclusive = exclusive
    self.takesOperands = takesOperands
  }

  /// The values that `arguments` (without the program's name) give.
  package func parse(_ arguments: [String]) throws(CommandFailure) -> ParsedOptions {
    var result = ParsedOptions()
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      let word = argument == "-h" ? "--help" : argument
      if takesOperands, !word.hasPrefix("-") || word == "-" {
        result.operands.append(word)
        continue
      }
      guard word.hasPrefix("--"), word != "--" else { throw unexpected(argument) }
      let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      guard let declaration = declarations.first(where: { $0.name == name }) else { throw unknown(name) }
      var text = parts.count > 1 ? String(parts[1]) : nil
      if case .flag = declaration.kind {
        guard text == nil else {
          throw .usage("--\(name) takes no value; give it alone, or leave it out")
        }
      } else if text == nil {
        // A word that begins with two dashes is the next option; `--name=--word` says otherwise.
        guard let next = rest.first, !next.hasPrefix("--") else {
          let hint = hint(rest.first, for: declaration)
          throw .usage("--\(name) needs a value: \(declaration.accepted)\(hint)")
        }
        text = next
        rest = rest.dropFirst()
      }
      let value = try declaration.value(from: text ?? "")
      if case .texts(let added) = value {
        result.values[name] = .texts(result.texts(name) + added)
      } else if result.isGiven(name) {
        throw .usage("--\(name) is given twice; it is accepted once")
      } else {
        result.values[name] = value
      }
    }
    for group in exclusive {
      let given = group.filter(result.isGiven).map { "--" + $0 }
      guard given.count > 1, let last = given.last else { continue }
      throw .usage(
        "\(given.dropLast().joined(separator: ", ")) and \(last) exclude each other; give one of them")
    }
    return result
  }

  /// How a text that begins with two dashes, and is no option, can be given.
  private func hint(_ word: String?, for declaration: OptionDeclaration) -> String {
    guard case .text = declaration.kind, let word,
      !declarations.contains(where: { word.hasPrefix("--\($0.name)") })
    else { return "" }
    return "; one that begins with -- is given as --\(declaration.name)=\"\(shown(word))\""
  }

  private func unexpected(_ argument: String) -> CommandFailure {
    if argument.hasPrefix("-"), argument.count > 1, argument != "--" {
      return unknown(String(argument.drop { $0 == "-" }), written: argument)
    }
    return .usage("unexpected argument \"\(shown(argument))\"; accepted are \(names)")
  }

  private func unknown(_ name: String, written: String? = nil) -> CommandFailure {
    let option = shown(written ?? "--" + name)
    if let nearest = NearestName.of(name, among: declarations.map(\.name)) {
      return .usage("unknown option \(option); did you mean --\(nearest)? (--help lists all)")
    }
    return .usage("unknown option \(option); accepted are \(names)")
  }

  private var names: String { declarations.map { "--" + $0.name }.joined(separator: ", ") }

}

extension OptionDeclaration {
  /// The value that a word has for this option; throws when the option does not take it.
  package func value(from text: String) throws(CommandFailure) -> OptionValue {
    switch kind {
    case .flag: return .flag(true)
    case .integer(let range):
      if let number = Int(text), range.contains(number) { return .integer(number) }
    case .number(let range):
      if let number = Double(text), number.isFinite, range.contains(number) { return .number(number) }
    case .choice(let choices):
      if choices.contains(text) { return .text(text) }
    case .text(_, let mayRepeat):
      guard !text.allSatisfy(\.isWhitespace) else {
        let fault = text.isEmpty ? "empty" : "all white space"
        throw .usage("--\(name) is \(fault); it takes \(accepted)")
      }
      // The system hands over bytes that are not UTF-8 as replacement characters.
      guard !text.unicodeScalars.contains("\u{FFFD}") else {
        throw .usage(
          "--\(name) is not valid UTF-8, or has the character U+FFFD, which stands for what is not")
      }
      return mayRepeat ? .texts([text]) : .text(text)
    }
    throw .usage("--\(name) takes \(accepted), not \"\(shown(text))\"")
  }
}

/// A word of the command line, as a message quotes it.
private func shown(_ text: String) -> String { DisplayWidth.truncated(text.printable, to: 40) }
