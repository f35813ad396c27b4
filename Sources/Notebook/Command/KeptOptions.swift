import Terminal

/// Options that outlast a run: something keeps them, a checkpoint say, and a later run takes them over.
extension ChapterNotebook {
  /// The values of these options, and of the seed, as a command line would give them; one without a value is left out.
  public func words(of options: [any ChapterOption]) -> [String: String] {
    var result = ["seed": "\(seed)"]
    for option in options {
      switch self.options.value(option.declaration) {
      case .flag(let isOn): result[option.declaration.name] = "\(isOn)"
      case .integer(let number): result[option.declaration.name] = "\(number)"
      case .number(let number): result[option.declaration.name] = "\(number)"
      case .text(let text): result[option.declaration.name] = text
      case .texts, .absent: break
      }
    }
    return result
  }

  /// Gives every option of `words` that the command line leaves open the value that it had.
  ///
  /// Throws one line when options on the command line say otherwise (each is named; those of `mayDiffer` may), and when
  /// one of the words is no value of its option. `source` is what the words come from: "--resume run.safetensors".
  public func takeOver(
    _ words: [String: String], from source: String, mayDiffer: [any ChapterOption] = []
  ) throws(CommandFailure) {
    var given: [String] = []
    var kept: [String] = []
    for (name, word) in words.sorted(by: { $0.key < $1.key }) {
      guard let declaration = chapter.declarations.first(where: { $0.name == name }),
        let value = Self.value(of: declaration, word)
      else {
        throw .input("\(source): it keeps --\(name.printable) \(word.printable), which is no option here")
      }
      guard let present = options.values[name] else {
        options.set(value, for: name)
        continue
      }
      guard present != value, !mayDiffer.contains(where: { $0.declaration.name == name }) else { continue }
      given.append(Self.spelled(name, present))
      kept.append(Self.spelled(name, value))
    }
    guard given.isEmpty else {
      throw .usage(
        "\(source) keeps \(kept.joined(separator: ", ")); \(given.joined(separator: ", ")) cannot be given with it"
      )
    }
  }

  private static func value(of declaration: OptionDeclaration, _ word: String) -> OptionValue? {
    if case .flag = declaration.kind { return ["true": .flag(true), "false": .flag(false)][word] }
    return try? declaration.value(from: word)
  }

  private static func spelled(_ name: String, _ value: OptionValue) -> String {
    switch value {
    case .flag(let isOn): isOn ? "--\(name)" : "no --\(name)"
    case .integer(let number): "--\(name) \(number)"
    case .number(let number): "--\(name) \(number)"
    case .text(let text): "--\(name) \(text)"
    case .texts(let texts): "--\(name) \(texts.joined(separator: ", "))"
    case .absent: "no --\(name)"
    }
  }
}
