import Randomness

extension TinyWorld {
  /// What a text says, in no language: every choice in the making of it, and whom and what it speaks of.
  ///
  /// Two texts of two languages have the same meaning exactly when one is a translation of the other. The order of
  /// words in which a sentence is put is no part of it.
  public struct Meaning: Sendable, Hashable {
    /// The option that every choice takes, by the choice's name.
    let choices: [String: String]
    let bindings: StoryBindings
  }

  /// The meaning of a text in this world's language, in whatever order of words; nil when it has none.
  public func meaning(of text: String) -> Meaning? {
    let bytes = Array(text.utf8)
    var reader = StoryReader(understanding, text: bytes)
    reader.read(0..<bytes.count)
    return reader.derivation.map(understanding.meaning)
  }

  /// A meaning at random, each as likely as the text that says it.
  public func meaning(using generator: inout some RandomNumberGenerator) -> Meaning {
    machine.meaning(of: machine.write(using: &generator))
  }

  /// The text that says the meaning as this world says it; nil when the meaning is one of another kind of text, or
  /// speaks of what a smaller world has not.
  public func text(of meaning: Meaning) -> String? {
    machine.texts(of: meaning).first
  }

  /// Every text that has the meaning: first the one that this world says, then those in other orders of words.
  public func wordings(of meaning: Meaning) -> [String] {
    understanding.texts(of: meaning)
  }
}

extension StoryMachine {
  /// A choice without a name is one of wording.
  func meaning(of derivation: StoryDerivation) -> TinyWorld.Meaning {
    var choices: [String: String] = [:]
    for case .branch(let node, let branch) in derivation.events {
      guard case .choice(let name, let branches, _) = nodes[node], !name.isEmpty else { continue }
      choices[name] = branches[branch].label
    }
    return TinyWorld.Meaning(choices: choices, bindings: derivation.bindings)
  }

  /// Writes the meaning in all the orders of words that this machine knows.
  func texts(of meaning: TinyWorld.Meaning) -> [String] {
    var texts: [String] = []
    func walk(_ node: Int, _ text: [UInt8]) {
      switch nodes[node] {
      case .end:
        texts.append(String(decoding: text, as: UTF8.self))
      case .text(let bytes, _, _, let next):
        walk(next, text + bytes)
      case .choice(let name, let branches, _):
        for branch in branches where name.isEmpty || branch.label == meaning.choices[name] {
          walk(branch.next, text)
        }
      case .mention(let mention, let next):
        guard canTell(mention, meaning.bindings) else { return }
        walk(next, text + rendering(of: mention, in: meaning.bindings).bytes)
      }
    }
    walk(start, [])
    return texts
  }

  /// Whether the bindings say what a mention needs, with values that this world has.
  private func canTell(_ mention: StoryMention, _ bindings: StoryBindings) -> Bool {
    guard unboundVariable(of: mention, in: bindings) == nil else { return false }
    return mention.form.facts.allSatisfy { fact in
      language.words[fact.rawValue].indices.contains(
        bindings[bindings.variable(fact, of: mention.person)] ?? -1)
    }
  }
}
