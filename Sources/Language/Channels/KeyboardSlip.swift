/// One slip of a hand on a keyboard: what it makes of a word, each with its probability.
///
/// Four slips are known, each with its share; of the places where a slip of that kind is possible all are equally
/// likely. A kind that is possible nowhere (nothing can be left out of a word of one letter) leaves its share to the
/// others.
public struct KeyboardSlip: Sendable, Hashable {
  /// The share of letters for which a neighbouring key was hit, each of its neighbours as likely.
  public var neighbour = 0.4
  /// The share of letters left out.
  public var omission = 0.25
  /// The share of letters typed twice.
  public var doubling = 0.15
  /// The share of two different letters typed in the wrong order.
  public var transposition = 0.2

  /// A slip with the shares that the properties are declared with.
  public init() {}

  /// What one slip makes of `word`, each once, in the order of kinds and places; empty for the empty word.
  ///
  /// The probabilities sum to 1, and no outcome is the word itself.
  public func outcomes(of word: String) -> [(typed: String, probability: Double)] {
    let letters = Array(word)
    let kinds = [
      (neighbour, neighbours(letters)), (omission, omissions(letters)), (doubling, doublings(letters)),
      (transposition, transpositions(letters)),
    ].filter { !$0.1.isEmpty }
    let total = kinds.reduce(0) { $0 + $1.0 }
    // Two places may give one word: either o may be left out of "boots".
    var places: [String: Int] = [:]
    var result: [(typed: String, probability: Double)] = []
    for (share, outcomes) in kinds {
      for (typed, probability) in outcomes {
        let probability = share / total * probability
        if let place = places[typed] {
          result[place].probability += probability
        } else {
          places[typed] = result.count
          result.append((typed, probability))
        }
      }
    }
    return result
  }

  private typealias Outcome = (String, Double)

  private func neighbours(_ letters: [Character]) -> [Outcome] {
    let keys = letters.map(Keyboard.neighbours(of:))
    let places = keys.count { !$0.isEmpty }
    return letters.indices.flatMap { place in
      keys[place].map { key in
        var typed = letters
        typed[place] = key
        return (String(typed), 1 / Double(places * keys[place].count))
      }
    }
  }

  private func omissions(_ letters: [Character]) -> [Outcome] {
    guard letters.count > 1 else { return [] }
    return letters.indices.map { place in
      (String(letters[..<place] + letters[(place + 1)...]), 1 / Double(letters.count))
    }
  }

  private func doublings(_ letters: [Character]) -> [Outcome] {
    letters.indices.map { place in
      (String(letters[...place] + letters[place...]), 1 / Double(letters.count))
    }
  }

  private func transpositions(_ letters: [Character]) -> [Outcome] {
    let places = letters.indices.dropLast().filter { letters[$0] != letters[$0 + 1] }
    return places.map { place in
      var typed = letters
      typed.swapAt(place, place + 1)
      return (String(typed), 1 / Double(places.count))
    }
  }
}
