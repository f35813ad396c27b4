import Platform

/// What the rest of a story brings on average, exactly.
struct StoryExpectation: Sendable, Hashable {
  /// Nats.
  var entropy = 0.0
  var characters = 0.0
  var tokens = 0.0

  static func + (left: Self, right: Self) -> Self {
    Self(
      entropy: left.entropy + right.entropy, characters: left.characters + right.characters,
      tokens: left.tokens + right.tokens)
  }

  static func * (share: Double, right: Self) -> Self {
    Self(entropy: share * right.entropy, characters: share * right.characters, tokens: share * right.tokens)
  }
}

extension StoryMachine {
  /// The entropy and the expected length of a story, by the chain rule.
  ///
  /// - a choice: H = −Σ p ln p + Σ p·H(branch), and lengths Σ p·E(branch);
  /// - a draw among n free values: ln n, whichever values are free;
  /// - a mention: the mean of its length over all values of its facts. Every variable is uniform over its
  ///   inventory, and independent of the variables of other groups and of all choices, because draws are
  ///   uniform without replacement and no choice depends on a value; also when a role stands in between.
  ///
  /// So the values need not be known, only which variables have one, and whom a role names does not matter.
  func expectation() -> StoryExpectation {
    var known: [State: StoryExpectation] = [:]
    return expectation(of: State(node: start, bindings: StoryBindings()), known: &known)
  }

  /// A node and the variables that have a value when it is reached (the value itself stands for nothing).
  private struct State: Hashable {
    var node: Int
    var bindings: StoryBindings
  }

  private func expectation(of state: State, known: inout [State: StoryExpectation]) -> StoryExpectation {
    if let expectation = known[state] { return expectation }
    var expectation = StoryExpectation()
    func rest(from next: Int, _ bindings: StoryBindings) -> StoryExpectation {
      self.expectation(of: State(node: next, bindings: bindings), known: &known)
    }
    switch nodes[state.node] {
    case .end:
      break
    case .text(_, let characters, let tokens, let next):
      expectation.characters = Double(characters)
      expectation.tokens = Double(tokens)
      expectation = expectation + rest(from: next, state.bindings)
    case .choice(_, let branches, _):
      for branch in branches {
        expectation = expectation + branch.probability * rest(from: branch.next, state.bindings)
        expectation.entropy -= branch.probability * branch.logProbability
      }
    case .mention(let mention, let next):
      var bindings = state.bindings
      while let variable = unboundVariable(of: mention, in: bindings) {
        let free = freeCount(of: variable, in: bindings)
        guard free > 0 else { fatalError("A story draws variable \(variable.index) from an empty pool.") }
        expectation.entropy -= logShare(of: variable, in: bindings)
        // Any free value stands for all of them.
        var value = 0
        while bindings.isTaken(value, for: variable) { value += 1 }
        bindings[variable] = value
      }
      let renderings = language.renderings[mention.form.rawValue]
      let share = 1 / Double(renderings.count)
      expectation.characters = share * Double(renderings.reduce(0) { $0 + $1.characters })
      expectation.tokens = share * Double(renderings.reduce(0) { $0 + $1.tokens })
      expectation = expectation + rest(from: next, bindings)
    }
    known[state] = expectation
    return expectation
  }
}
