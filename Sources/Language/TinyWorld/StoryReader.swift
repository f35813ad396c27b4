import Platform

/// Reads a text back into the choices that make it, by trying every choice that agrees with the text so far.
struct StoryReader {
  private let machine: StoryMachine
  private let text: [UInt8]
  private var end = 0
  private var isBeginning = false
  private var bindings = StoryBindings()
  private var events: [StoryEvent] = []

  /// How many derivations the last story that was read has: 1 for every story of an unambiguous grammar.
  private(set) var derivationCount = 0
  /// The probability of the last story, summed over its derivations: its logarithm in nats, −∞ for no story.
  private(set) var logProbability = -Double.infinity
  /// One derivation of the last story.
  private(set) var derivation: StoryDerivation?

  init(_ machine: StoryMachine, text: [UInt8]) {
    self.machine = machine
    self.text = text
  }

  /// Reads the story that fills the range exactly, or one that begins with the range.
  ///
  /// All that may follow a beginning has probability 1 together, so reading stops where the beginning does,
  /// and sums over the derivations so far.
  mutating func read(_ range: Range<Int>, asBeginning isBeginning: Bool = false) {
    end = range.upperBound
    self.isBeginning = isBeginning
    derivationCount = 0
    logProbability = -.infinity
    derivation = nil
    follow(machine.start, at: range.lowerBound, from: range.lowerBound, logProbability: 0)
  }

  private mutating func follow(_ node: Int, at position: Int, from start: Int, logProbability: Double) {
    if isBeginning, position >= end {
      finish(from: start, logProbability: logProbability)
      return
    }
    switch machine.nodes[node] {
    case .end:
      if position == end { finish(from: start, logProbability: logProbability) }
    case .text(let bytes, _, _, let next):
      guard agrees(bytes, at: position) else { return }
      follow(next, at: position + bytes.count, from: start, logProbability: logProbability)
    case .choice(_, let branches, _):
      for (index, branch) in branches.enumerated() {
        events.append(.branch(node: node, branch: index))
        follow(
          branch.next, at: position, from: start,
          logProbability: logProbability + branch.logProbability)
        events.removeLast()
      }
    case .mention(let mention, let next):
      if let variable = machine.unboundVariable(of: mention, in: bindings) {
        if variable.fact == nil {
          cast(variable, at: node, position, from: start, logProbability: logProbability)
        } else {
          draw(mention, next: next, at: position, from: start, logProbability: logProbability)
        }
      } else {
        let bytes = machine.rendering(of: mention, in: bindings).bytes
        guard agrees(bytes, at: position) else { return }
        follow(next, at: position + bytes.count, from: start, logProbability: logProbability)
      }
    }
  }

  /// Tries everybody who may play the role.
  private mutating func cast(
    _ role: StoryVariable, at node: Int, _ position: Int, from start: Int, logProbability: Double
  ) {
    let share = machine.logShare(of: role, in: bindings)
    for person in 0..<machine.poolSize(of: role, in: bindings) where !bindings.isTaken(person, for: role) {
      bindings[role] = person
      events.append(.draw(variable: role, value: person))
      follow(node, at: position, from: start, logProbability: logProbability + share)
      events.removeLast()
      bindings[role] = nil
    }
  }

  /// Tries every wording of the mention, and takes the values from those that the text agrees with: far fewer
  /// than all values of all facts.
  private mutating func draw(
    _ mention: StoryMention, next: Int, at position: Int, from start: Int, logProbability: Double
  ) {
    let form = mention.form
    for index in machine.language.renderings[form.rawValue].indices {
      let bytes = machine.language.renderings[form.rawValue][index].bytes
      guard agrees(bytes, at: position) else { continue }
      let (bindings, eventCount) = (self.bindings, events.count)
      var logProbability = logProbability
      var isPossible = true
      for (fact, value) in zip(form.facts, machine.language.values(of: form, at: index)) {
        let variable = bindings.variable(fact, of: mention.person)
        if let bound = bindings[variable] {
          isPossible = isPossible && bound == value
        } else {
          isPossible = isPossible && !bindings.isTaken(value, for: variable)
          logProbability += machine.logShare(of: variable, in: bindings)
          self.bindings[variable] = value
          events.append(.draw(variable: variable, value: value))
        }
      }
      if isPossible {
        follow(next, at: position + bytes.count, from: start, logProbability: logProbability)
      }
      self.bindings = bindings
      events.removeLast(events.count - eventCount)
    }
  }

  private mutating func finish(from start: Int, logProbability new: Double) {
    derivationCount += 1
    let larger = max(logProbability, new)
    logProbability = larger + log(exp(logProbability - larger) + exp(new - larger))
    derivation = StoryDerivation(bytes: Array(text[start..<end]), bindings: bindings, events: events)
  }

  private func agrees(_ bytes: [UInt8], at position: Int) -> Bool {
    let available = end - position
    guard bytes.count <= available || isBeginning else { return false }
    for index in 0..<min(bytes.count, available) where text[position + index] != bytes[index] { return false }
    return true
  }
}
