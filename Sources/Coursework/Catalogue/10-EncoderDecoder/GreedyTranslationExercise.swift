import Randomness

/// Writing a translation, token by token.
package enum GreedyTranslationExercise: Exercise {
  /// The logits after what is written so far, the beginning and the end token and a bound, to a translation.
  package typealias Function =
    @Sendable (
      _ beginning: Int, _ end: Int, _ limit: Int, _ logits: ([Int]) throws -> [Float]
    ) throws -> [Int]

  /// A decoder, given by what it answers: the logits after a text depend on its length and its last token.
  package struct Inputs: Codable, Sendable {
    let beginning: Int
    let end: Int
    let limit: Int
    /// `[place][last token][token]`.
    let tables: [[[Float]]]
  }

  package static let about = About(
    name: "greedyTranslation", title: "a translation, one likeliest token after another",
    goal:
      "Begin with the beginning token. Ask the decoder for the logits of the next token after *everything* written so far, "
      + "take the likeliest (of equals the lowest), and go on until that is the end token or `limit` tokens are written. "
      + "Return the tokens between: neither the beginning nor the end token.",
    formula: "wₜ = argmax over j of logits(⟨b⟩ w₁ … wₜ₋₁)ⱼ, until wₜ = ⟨e⟩ or t = limit",
    formulas: [.s2_3_3_P_GREEDY], minutes: 15, difficulty: .medium)

  package static let hints = Hints(
    idea:
      "The decoder's own words are its input now: there is no true text to give it. What has it read when it writes the "
      + "second token?",
    shapes: "logits has one number for each token of the vocabulary. The result has at most `limit` tokens.",
    pseudocode: """
      written ← [beginning]
      repeat `limit` times:
        next ← the index of the greatest of logits(written), of equals the first
        if next is the end token: stop
        append next to written
      return written without its first token
      """,
    line: """
      var written = [beginning]
      for _ in 0..<limit {
        let row = try logits(written)
        var next = 0
        for token in row.indices where row[token] > row[next] { next = token }
        if next == end { break }
        written.append(next)
      }
      return Array(written.dropFirst())
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    /// A decoder that writes one text after the right beginnings, and something else after any other.
    func decoder(_ text: [Int], beginning: Int, end: Int, limit: Int, vocabulary: Int) -> Inputs {
      let whole = [beginning] + text + [end]
      let tables = (0..<max(limit, whole.count) + 2).map { place in
        (0..<vocabulary).map { last in
          (0..<vocabulary).map { token -> Float in
            let isRight = place + 1 < whole.count && whole[place] == last && whole[place + 1] == token
            return isRight ? 4 : Float(Int.random(in: -8..<8, using: &random)) / 4
          }
        }
      }
      return Inputs(beginning: beginning, end: end, limit: limit, tables: tables)
    }
    var tied = decoder([3, 4], beginning: 0, end: 1, limit: 6, vocabulary: 6)
    tied = Inputs(
      beginning: 0, end: 1, limit: 6,
      tables: tied.tables.enumerated().map { place, rows in
        // Token 5 is as likely as the right one, and comes later.
        rows.map { row in row.indices.map { $0 == 5 && place < 2 ? row.max() ?? 0 : row[$0] } }
      })
    return [
      decoder([3, 2, 4], beginning: 0, end: 1, limit: 8, vocabulary: 5),
      // One token stands for the beginning and for the end.
      decoder([2, 3, 2, 2], beginning: 1, end: 1, limit: 8, vocabulary: 4),
      tied,
      // It would go on, and is stopped.
      decoder([2, 3, 4, 2, 3, 4, 2], beginning: 0, end: 1, limit: 4, vocabulary: 5),
      // The end at once: an empty translation.
      decoder([], beginning: 0, end: 1, limit: 3, vocabulary: 4),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    let written = try function(inputs.beginning, inputs.end, inputs.limit) { text in
      guard let last = text.last else { throw NothingRead() }
      return inputs.tables[min(text.count, inputs.tables.count) - 1][last]
    }
    return Answer([Answer.Part("translation", words: written.map(String.init))])
  }

  private struct NothingRead: Error, CustomStringConvertible {
    let description = "logits was asked what follows no token at all"
  }

  package static let reference: Function = { beginning, end, limit, logits in
    try written(beginning, limit, logits) { $0 == end }
  }

  /// The likeliest tokens after one another, until one is such that writing stops.
  static func written(
    _ beginning: Int, _ limit: Int, _ logits: ([Int]) throws -> [Float], best: ([Float]) -> Int = first,
    keepsLast: Bool = false, _ stops: (Int) -> Bool
  ) rethrows -> [Int] {
    var text = [beginning]
    for _ in 0..<limit {
      let next = best(try logits(text))
      if stops(next), !keepsLast { break }
      text.append(next)
      if stops(next) { break }
    }
    return Array(text.dropFirst())
  }

  static func first(_ row: [Float]) -> Int {
    row.indices.max { row[$0] < row[$1] || (row[$0] == row[$1] && $0 > $1) } ?? 0
  }
}
