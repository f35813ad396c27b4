extension TinyWorld {
  /// One decision in the making of a story: the source's whole entropy lies in these.
  public struct Choice: Sendable, Hashable {
    /// What was decided: "event", "second colour", "hero".
    public var name: String
    /// How many options there were.
    public var optionCount: Int
    /// The option that was taken, or the word that was drawn.
    public var chosen: String
    /// The option's probability given all that was decided before.
    public var probability: Double
    /// The characters of the story that the decision writes: the option's sentences, or the first mention.
    public var characters: Range<Int>
    /// −ln probability, in nats.
    public var surprisal: Double
  }

  /// The decisions of one story in the order in which they are made; nil when the world has no such story.
  ///
  /// Their surprisals sum to −`logProbability(of: story)`.
  public func choices(of story: String) -> [Choice]? {
    derivation(of: story).map(machine.choices)
  }

  /// The derivation of a text that is one story.
  func derivation(of story: String) -> StoryDerivation? {
    let bytes = Array(story.utf8)
    var reader = StoryReader(machine, text: bytes)
    reader.read(0..<bytes.count)
    return reader.derivation
  }
}

extension StoryMachine {
  /// Makes the story again from its events and notes which characters each decision wrote.
  func choices(of derivation: StoryDerivation) -> [TinyWorld.Choice] {
    var choices: [TinyWorld.Choice] = []
    var events = derivation.events.makeIterator()
    var open: [(choice: Int, merge: Int)] = []
    var untold: [StoryVariable: Int] = [:]
    var bindings = StoryBindings()
    var position = 0
    var node = start
    while true {
      while let last = open.last, last.merge == node {
        choices[last.choice].characters = choices[last.choice].characters.lowerBound..<position
        open.removeLast()
      }
      switch nodes[node] {
      case .end:
        return choices
      case .text(_, let characters, _, let next):
        position += characters
        node = next
      case .choice(let name, let branches, let merge):
        guard case .branch(_, let index)? = events.next() else { return choices }
        let branch = branches[index]
        open.append((choices.count, merge))
        choices.append(
          TinyWorld.Choice(
            name: name, optionCount: branches.count, chosen: branch.label, probability: branch.probability,
            characters: position..<position, surprisal: -branch.logProbability))
        node = branch.next
      case .mention(let mention, let next):
        while let variable = unboundVariable(of: mention, in: bindings) {
          guard case .draw(_, let value)? = events.next() else { return choices }
          let free = freeCount(of: variable, in: bindings)
          let surprisal = -logShare(of: variable, in: bindings)
          bindings[variable] = value
          untold[variable] = choices.count
          choices.append(
            TinyWorld.Choice(
              name: variable.name, optionCount: free, chosen: word(for: variable, in: derivation.bindings),
              probability: 1 / Double(free), characters: position..<position,
              surprisal: surprisal))
        }
        let rendering = rendering(of: mention, in: bindings)
        for (fact, range) in rendering.ranges {
          guard let choice = untold.removeValue(forKey: bindings.variable(fact, of: mention.person)) else {
            continue
          }
          choices[choice].characters = position + range.lowerBound..<position + range.upperBound
        }
        if case .role(let role) = mention.person, let choice = untold.removeValue(forKey: .role(role)) {
          choices[choice].characters = position..<position + rendering.characters
        }
        position += rendering.characters
        node = next
      }
    }
  }

  /// The word for a variable's value; for a role, the name of the person who plays it.
  func word(for variable: StoryVariable, in bindings: StoryBindings) -> String {
    guard let value = bindings[variable] else { return "" }
    guard let fact = variable.fact else { return word(for: .fact(.name, person: value), in: bindings) }
    return language.words[fact.rawValue][value]
  }
}
