import Randomness
import Workbench

/// How much of a translation stands in its reference.
package enum BLEUExercise: Exercise {
  /// Candidates and their references, as tokens, to BLEU from 0 to 1.
  package typealias Function = @Sendable (_ candidates: [[Int]], _ references: [[Int]]) throws -> Double

  /// A corpus.
  package struct Inputs: Codable, Sendable {
    let candidates: [[Int]]
    let references: [[Int]]
  }

  package static let about = About(
    name: "bleu", title: "BLEU of pairs of words",
    goal:
      "Give BLEU with n-grams of one and two tokens (BLEU-2) of a corpus: for both lengths the share of the candidates' "
      + "n-grams that their references have too, each counted at most as often as in the reference; the geometric mean of "
      + "the two shares; and the brevity penalty. All counts are summed over the corpus before they are divided. If a "
      + "share is 0, so is BLEU. Every candidate has at least two tokens.",
    formula: """
      pₙ = Σ min(count in candidate, count in reference) / Σ count in candidate      n = 1, 2
      BLEU = min(1, e^(1 − r/c)) · √(p₁·p₂)      c, r: tokens of all candidates, of all references
      """,
    minutes: 30, difficulty: .hard, tolerance: 1e-9)

  package static let hints = Hints(
    idea:
      "Count before you divide. What keeps “the the the the” from being a perfect translation? And what keeps “the” from "
      + "being one?",
    shapes:
      "A dictionary from n-gram to how often, for a candidate and for its reference; two sums a length; two lengths.",
    pseudocode: """
      for n in 1, 2:
        right ← 0, all ← 0
        for each candidate and its reference:
          for each different n-gram of the candidate, with its count k:
            right ← right + the smaller of k and its count in the reference
            all   ← all + k
        p ← right ÷ all
      penalty ← 1 if c ≥ r, else e^(1 − r ÷ c)
      return penalty · square root of p₁ · p₂
      """,
    line: """
      var shares: [Double] = []
      for size in 1...2 {
        var (right, all) = (0, 0)
        for (candidate, reference) in zip(candidates, references) {
          let known = counts(reference, size)
          for (gram, count) in counts(candidate, size) {
            right += min(count, known[gram] ?? 0)
            all += count
          }
        }
        shares.append(Double(right) / Double(all))
      }
      let (c, r) = (candidates.joined().count, references.joined().count)
      let penalty = c >= r ? 1 : exp(1 - Double(r) / Double(c))
      return penalty * (shares[0] * shares[1]).squareRoot()
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    func text(_ length: Int) -> [Int] { (0..<length).map { _ in Int.random(in: 0..<4, using: &random) } }
    return [
      Inputs(candidates: [[1, 2, 3, 4, 5]], references: [[1, 2, 3, 6, 5]]),
      // The same word again and again.
      Inputs(candidates: [[7, 7, 7, 7, 1, 2]], references: [[7, 1, 2, 7, 3, 4]]),
      // Short: all of it is right.
      Inputs(candidates: [[1, 2, 3]], references: [[1, 2, 3, 4, 5, 6]]),
      // Long: no reward, and none that is punished twice.
      Inputs(candidates: [[1, 2, 3, 4, 5, 6, 8]], references: [[1, 2, 3, 4]]),
      // One long and good, one short and bad; what is too short here is too long there.
      Inputs(
        candidates: [[1, 2, 3, 4, 5, 6, 7, 8], [9, 1]],
        references: [[1, 2, 3, 4, 5, 6, 7], [1, 2, 3, 9, 1]]),
      // No pair is right.
      Inputs(candidates: [[1, 2, 3]], references: [[3, 2, 1]]),
      Inputs(candidates: [text(9), text(6), text(7)], references: [text(8), text(9), text(6)]),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    Answer(try function(inputs.candidates, inputs.references), named: "BLEU")
  }

  package static let reference: Function = { candidates, references in
    penalty(candidates, references) * geometricMean(shares(candidates, references))
  }

  static func counts(_ text: [Int], _ size: Int) -> [[Int]: Int] {
    var counts: [[Int]: Int] = [:]
    for start in 0..<max(0, text.count - size + 1) {
      counts[Array(text[start..<start + size]), default: 0] += 1
    }
    return counts
  }

  /// p₁ and p₂, where `right` says how many of an n-gram count.
  static func shares(
    _ candidates: [[Int]], _ references: [[Int]], sizes: ClosedRange<Int> = 1...2,
    right: (_ count: Int, _ known: Int) -> Int = { min($0, $1) }
  ) -> [Double] {
    sizes.map { size in
      var (found, all) = (0, 0)
      for (candidate, reference) in zip(candidates, references) {
        let known = counts(reference, size)
        for (gram, count) in counts(candidate, size) {
          found += right(count, known[gram] ?? 0)
          all += count
        }
      }
      return Double(found) / Double(all)
    }
  }

  static func penalty(_ candidates: [[Int]], _ references: [[Int]]) -> Double {
    let (c, r) = (candidates.joined().count, references.joined().count)
    return c >= r ? 1 : exp(1 - Double(r) / Double(c))
  }

  static func geometricMean(_ shares: [Double]) -> Double {
    power(shares.reduce(1, *), 1 / Double(shares.count))
  }
}
