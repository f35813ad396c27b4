import Randomness
import Workbench

/// The noisy channel: what was meant, given what was typed.
package enum RankedCorrectionsExercise: Exercise {
  /// A word that may have been meant: how many slips make the typed one of it, and ln P(word) in its place.
  package typealias Candidate = (word: String, edits: Int, logPrior: Double)
  /// Candidates, and the probability of a slip, to the words, likeliest first, with their scores.
  package typealias Function =
    @Sendable (_ candidates: [Candidate], _ slipProbability: Double) throws -> [(
      word: String, score: Double
    )]

  /// What the ranking is tried on.
  package struct Inputs: Codable, Sendable {
    struct Entry: Codable, Sendable {
      let word: String
      let edits: Int
      let logPrior: Double
    }

    let candidates: [Entry]
    let slipProbability: Double

    init(_ candidates: [(String, Int, Double)], slips: Double) {
      self.candidates = candidates.map { Entry(word: $0.0, edits: $0.1, logPrior: $0.2) }
      slipProbability = slips
    }
  }

  package static let about = About(
    name: "rankedCorrections", title: "what was meant? the noisy channel",
    goal:
      "Rank the candidates by how likely each was meant: ln P(typed | word) + ln P(word), where every slip of the finger "
      + "has the probability slipProbability, so that ln P(typed | word) = edits · ln slipProbability. Return every word "
      + "with this score, the likeliest first. The typed word itself may be among them, with 0 edits. (All scores differ.)",
    formula: """
      argmax_w P(w | typed) = argmax_w P(typed | w) · P(w)       (Bayes; P(typed) is the same for all)
      score(w) = edits(w) · ln slipProbability + ln P(w)
      """,
    uses: ["editDistance"], minutes: 12, difficulty: .easy, tolerance: 1e-9)

  package static let hints = Hints(
    idea:
      "Two things speak for a word: that it is easily mistyped as what stands there, and that it fits the place. A word "
      + "that is right in itself may be a slip of the finger for one that fits far better.",
    shapes:
      "As many words come back as go in. A score is a sum of two logarithms: never above 0, and the one nearest to 0 wins.",
    pseudocode: """
      for every candidate: score ← edits · ln slipProbability + its ln prior
      sort by score, the largest first
      """,
    line: """
      candidates.map { ($0.word, Double($0.edits) * log(slipProbability) + $0.logPrior) }
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    func drawn(_ slips: Double) -> Inputs {
      Inputs(
        ["bell", "ball", "bowl", "kite", "drum"].map {
          ($0, random.index(below: 4), -1 - 6 * Double(random.index(below: 10_000)) / 10_000)
        }, slips: slips)
    }
    return [
      // The word that was typed is a word, and another is meant.
      Inputs([("ball", 0, -9), ("bell", 1, -1.5), ("bowl", 2, -1)], slips: 0.01),
      Inputs([("red", 0, -3), ("bed", 1, -2.5)], slips: 0.05),
      Inputs([("sea", 2, -0.5), ("tea", 1, -6), ("pea", 1, -4)], slips: 0.125),
      Inputs([("kite", 3, -0.25)], slips: 0.5),
      Inputs([], slips: 0.1),
      drawn(0.02), drawn(0.25),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    let ranked = try function(
      inputs.candidates.map { ($0.word, $0.edits, $0.logPrior) }, inputs.slipProbability)
    return Answer([
      Answer.Part("scores", shape: [ranked.count], numbers: ranked.map(\.score)),
      Answer.Part("words", words: ranked.map(\.word)),
    ])
  }

  package static let reference: Function = { candidates, slips in
    ranked(candidates) { Double($0.edits) * log(slips) + $0.logPrior }
  }

  static func ranked(_ candidates: [Candidate], by score: (Candidate) -> Double) -> [(
    word: String, score: Double
  )] {
    candidates.map { (word: $0.word, score: score($0)) }.sorted { $0.score > $1.score }
  }
}
