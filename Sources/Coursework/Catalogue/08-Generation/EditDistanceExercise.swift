import Randomness

/// How far what was typed is from a word.
package enum EditDistanceExercise: Exercise {
  /// Two words to the number of changes between them.
  package typealias Function = @Sendable (_ typed: String, _ word: String) throws -> Int

  /// What the distance is tried on.
  package struct Inputs: Codable, Sendable {
    let typed: String
    let word: String

    init(_ typed: String, _ word: String) {
      self.typed = typed
      self.word = word
    }
  }

  package static let about = About(
    name: "editDistance", title: "how many slips of the finger?",
    goal:
      "Return the smallest number of changes that make `word` of `typed`: a letter put in, a letter left out, a letter "
      + "replaced by another, or two neighbours exchanged; nothing is changed twice. A letter is a Character: é is one, "
      + "however it is spelled in bytes. Either word may be empty.",
    formula: """
      d[i, 0] = i,  d[0, j] = j
      d[i, j] = min( d[i−1, j] + 1, d[i, j−1] + 1, d[i−1, j−1] + [aᵢ ≠ bⱼ],
                     d[i−2, j−2] + 1  if i, j > 1, aᵢ = bⱼ₋₁ and aᵢ₋₁ = bⱼ )
      """,
    minutes: 25, difficulty: .medium)

  package static let hints = Hints(
    idea:
      "d[i, j] is the distance of the first i letters of one word from the first j of the other. The last change was one "
      + "of four; before it stood a shorter problem that is solved already.",
    shapes:
      "Words of n and m letters: a table of (n + 1)·(m + 1) numbers, its first row and column counting up from 0. The "
      + "answer stands in its last corner. Letter number i stands at the index i − 1.",
    pseudocode: """
      d ← a table, d[i][0] = i, d[0][j] = j
      for i from 1 to n, for j from 1 to m:
        d[i][j] ← the smallest of
          d[i−1][j] + 1, d[i][j−1] + 1, d[i−1][j−1] + (0 if the letters are equal, else 1)
        if i > 1, j > 1 and the last two letters are each other's, reversed: also d[i−2][j−2] + 1
      return d[n][m]
      """,
    line: """
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
        d[i][j] = min(d[i][j], d[i - 2][j - 2] + 1)
      }
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    func drawn() -> Inputs {
      func word() -> String {
        (0..<3 + random.index(below: 4)).map { _ in ["a", "b", "c"][random.index(below: 3)] }.joined()
      }
      return Inputs(word(), word())
    }
    return [
      Inputs("kiet", "kite"), Inputs("bel", "bell"), Inputs("blue", "lbue"), Inputs("drum", "dram"),
      Inputs("", "sea"), Inputs("sea", ""), Inputs("", ""), Inputs("same", "same"),
      Inputs("kitten", "sitting"),
      // Of an exchange and a letter between them: nothing is changed twice.
      Inputs("ca", "abc"),
      Inputs("Mia", "mai"), Inputs("caf\u{E9}", "cafe\u{301}"), Inputs("caf\u{E9}", "cafe"),
      Inputs("abcdef", "badcfe"), Inputs("ab", "cd"), Inputs("park", "carpark"), Inputs("green", "red"),
    ] + (0..<6).map { _ in drawn() }
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    Answer(Double(try function(inputs.typed, inputs.word)), named: "number of changes")
  }

  package static let reference: Function = { distance(Array($0), Array($1)) }

  /// The distance with other prices, or other rules for an exchange; nil allows none.
  static func distance<Letter: Equatable>(
    _ a: [Letter], _ b: [Letter], replacement: Int = 1, exchange: Int? = 1, needsEqualLetters: Bool = true,
    freeBeginning: Bool = false
  ) -> Int {
    var d = [[Int]](repeating: [Int](repeating: 0, count: b.count + 1), count: a.count + 1)
    for i in 0...a.count { d[i][0] = i }
    for j in 0...b.count { d[0][j] = freeBeginning ? 0 : j }
    for i in 1..<(a.count + 1) {
      for j in 1..<(b.count + 1) {
        d[i][j] = min(
          d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : replacement))
        guard let exchange, i > 1, j > 1 else { continue }
        if !needsEqualLetters || (a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
          d[i][j] = min(d[i][j], d[i - 2][j - 2] + exchange)
        }
      }
    }
    return d[a.count][b.count]
  }
}
