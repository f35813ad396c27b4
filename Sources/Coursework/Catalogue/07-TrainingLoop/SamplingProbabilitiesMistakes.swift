import Formulas
import Foundation

extension SamplingProbabilitiesExercise {
  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "multiplied",
      diagnosis: "softmax(z·T): the logits multiplied by the temperature, or p to the T renormalised",
      remedy: "A low temperature should make the likely token likelier. Does yours?", frequency: 3
    ) { z, T, k in of(z, 1 / T, kept: first(k, of: z)) },
    Misconception(
      "temperature-of-probabilities",
      diagnosis: "p to the 1/T, renormalised: a probability that has become 0 stays 0 at any temperature",
      remedy: "Divide the logits by T before the softmax: −1000/400 is not a large number.", frequency: 2
    ) { z, T, k in
      normalized(of(z, 1, kept: first(k, of: z)).map { pow($0, 1 / T) })
    },
    Misconception(
      "temperature-after",
      diagnosis: "softmax(z)/T: the probabilities divided by the temperature, after softmax",
      remedy: "What do your probabilities sum to when T = 2? The temperature belongs in the exponent.",
      frequency: 2, evidence: sum
    ) { z, T, k in of(z, 1, kept: first(k, of: z)).map { $0 / T } },
    Misconception(
      "temperature-without-effect",
      diagnosis:
        "the temperature without effect: left out, or cancelled when the probabilities were "
        + "renormalised",
      remedy: "A factor on all probabilities cancels. Where must 1/T stand so that it does not?", frequency: 2
    ) { z, _, k in of(z, 1, kept: first(k, of: z)) },
    Misconception(
      "not-renormalized",
      diagnosis: "softmax over all tokens, then 0 for the others: the rest does not sum to 1",
      remedy:
        "What was taken from the hidden tokens must go to those that stay. Hide before softmax, or "
        + "divide again.",
      frequency: 3, evidence: sum
    ) { z, T, k in
      let (whole, kept) = (of(z, T, kept: Set(z.indices)), first(k, of: z))
      return z.indices.map { kept.contains($0) ? whole[$0] : 0 }
    },
    Misconception(
      "one-too-many",
      diagnosis: "k + 1 tokens kept: one too many", remedy: "Count the tokens that are not 0 when topK is 1.",
      frequency: 2, evidence: keptCount
    ) { z, T, k in of(z, T, kept: first(k + 1, of: z)) },
    Misconception(
      "one-too-few", diagnosis: "k − 1 tokens kept, one too few: with topK = 1 none is left to divide by",
      remedy: "With topK = 1 one token has all the probability. Is it < where it should be ≤?", frequency: 1,
      evidence: keptCount
    ) { z, T, k in normalized(powers(z, T, less: z.max() ?? 0, kept: first(k - 1, of: z))) },
    Misconception(
      "kth-left-out", diagnosis: "only tokens above the k-th largest logit kept: the k-th itself is left out",
      remedy: "The k-th largest is one of the k. And a threshold cannot tell equal logits apart.",
      frequency: 2,
      evidence: keptCount
    ) { z, T, k in
      let threshold = z.sorted(by: >).prefix(k).last ?? 0
      return normalized(
        powers(z, T, less: z.max() ?? 0, kept: Set(z.indices.filter { z[$0] > threshold })))
    },
    Misconception(
      "first-with-the-value",
      diagnosis: "the first token of each of the k largest values: of equals one alone",
      remedy: "firstIndex(of:) finds the same place for equal logits. Sort the indices.", frequency: 2,
      evidence: keptCount
    ) { z, T, k in
      of(z, T, kept: Set(z.sorted(by: >).prefix(k).compactMap { z.firstIndex(of: $0) }))
    },
    Misconception(
      "greedy", diagnosis: "all the probability for the likeliest token, whatever topK is",
      remedy: "That is topK = 1, or a temperature of 0. The others of the k may be drawn too.", frequency: 1,
      evidence: keptCount
    ) { z, T, _ in of(z, T, kept: first(1, of: z)) },
    Misconception(
      "values-counted", diagnosis: "the k largest different logits kept, each with all its equals",
      remedy: "Equal logits belong to different tokens: rank the tokens, not the values.", frequency: 1,
      evidence: keptCount
    ) { z, T, k in of(z, T, kept: atLeast(Set(z).sorted(by: >).prefix(k).last, in: z)) },
    Misconception(
      "ties-all-kept",
      diagnosis: "every token kept whose logit is at least the k-th largest: of equal ones, all",
      remedy: "With equal logits more than k pass such a threshold. Which of them should stay?", frequency: 3,
      evidence: keptCount
    ) { z, T, k in
      of(z, T, kept: atLeast(z.sorted(by: >).prefix(k).last, in: z))
    },
    Misconception(
      "ties-all-kept-and-index",
      diagnosis:
        "every token kept whose logit is at least the k-th largest: of equal ones, all; and of fewer than "
        + "k logits there is no k-th",
      remedy:
        "With equal logits more than k pass such a threshold, and with few tokens there is no k-th. "
        + "Which stay?",
      frequency: 2, evidence: keptCount
    ) { z, T, k in
      guard k <= z.count else { throw Stops("Index out of range") }
      return of(z, T, kept: atLeast(z.sorted(by: >)[k - 1], in: z))
    },
    Misconception(
      "beyond-the-vocabulary", diagnosis: "a list indexed with topK although it has fewer places",
      remedy:
        "topK may exceed the vocabulary; then all tokens stay. prefix(topK) takes what there is.",
      frequency: 2
    ) { z, T, k in
      guard k <= z.count else { throw Stops("Index out of range") }
      return of(z, T, kept: first(k, of: z))
    },
    Misconception(
      "ties-last", diagnosis: "the last of equal logits kept, not the first",
      remedy: "Say in the comparison what happens when two logits are equal.", frequency: 2
    ) { z, T, k in
      of(z, T, kept: Set(z.indices.sorted { z[$0] > z[$1] || (z[$0] == z[$1] && $0 > $1) }.prefix(k)))
    },
    Misconception(
      "hidden-with-zero",
      diagnosis: "the hidden tokens given the logit 0, not −∞: e^0 is 1, and they are still drawn",
      remedy: "Which number must a logit be so that its exponential is 0?", frequency: 3, evidence: keptCount
    ) { z, T, k in
      let kept = first(k, of: z)
      return of(z.indices.map { kept.contains($0) ? z[$0] : 0 }, T, kept: Set(z.indices))
    },
    Misconception(
      "without-top-k", diagnosis: "softmax over all the tokens: topK without effect",
      remedy: "Which tokens may be drawn at all when topK is 2?", frequency: 1, evidence: keptCount
    ) { z, T, _ in of(z, T, kept: Set(z.indices)) },
    Misconception(
      "least-likely", diagnosis: "the k least likely tokens kept: the logits were sorted upwards",
      remedy: "sorted() without more puts the smallest first.", frequency: 1
    ) { z, T, k in of(z, T, kept: Set(z.indices.sorted { (z[$0], $0) < (z[$1], $1) }.prefix(k))) },
    Misconception(
      "first-in-the-vocabulary", diagnosis: "the first k tokens of the vocabulary kept, not the likeliest",
      remedy: "prefix(topK) of what? The tokens must be in the order of their logits first.", frequency: 1
    ) { z, T, k in of(z, T, kept: Set(z.indices.prefix(k))) },
    Misconception(
      "sorted", diagnosis: "the right probabilities in falling order: they have lost their tokens' places",
      remedy:
        "Place i of the result belongs to token i. Sort indices, and write each probability where it "
        + "belongs.",
      frequency: 2
    ) { z, T, k in of(z, T, kept: first(k, of: z)).sorted(by: >) },
    Misconception(
      "others-left-out",
      diagnosis: "the probabilities of the kept tokens alone, without the zeros of the others",
      remedy: "The result has a place for every token of the vocabulary.", frequency: 1
    ) { z, T, k in
      let kept = first(k, of: z)
      return of(z, T, kept: kept).enumerated().filter { kept.contains($0.offset) }.map(\.element)
    },
    Misconception(
      "largest-not-divided",
      diagnosis: "e^(z/T − largest): the largest logit was not divided by T, and large exponents are left",
      remedy: "Subtract before the division, or divide both: (z − largest)/T.", frequency: 2
    ) { z, T, k in normalized(powers(z, T, less: T * (z.max() ?? 0), kept: first(k, of: z))) },
    Misconception(
      "largest-from-zero",
      diagnosis:
        "the larger of 0 and the largest logit subtracted: where all are near −1000, 0/0 is not a number",
      remedy: "A search for the largest must begin with a logit, or with −∞, not with 0.", frequency: 2
    ) { z, T, k in normalized(powers(z, T, less: max(0, z.max() ?? 0), kept: first(k, of: z))) },
    Misconception(
      "not-stable",
      diagnosis: "e^(z/T) of the logits as they are: e^2000 is infinite, and ∞/∞ is not a number",
      remedy: "Subtract the largest logit first: no probability changes.", frequency: 3
    ) { z, T, k in normalized(powers(z, T, less: 0, kept: first(k, of: z))) },
  ]

  /// The k likeliest tokens, of equal ones the first.
  private static func first(_ k: Int, of logits: [Double]) -> Set<Int> {
    Set(logits.indices.sorted { (-logits[$0], $0) < (-logits[$1], $1) }.prefix(k))
  }

  /// The tokens whose logits reach a threshold.
  private static func atLeast(_ threshold: Double?, in logits: [Double]) -> Set<Int> {
    Set(logits.indices.filter { logits[$0] >= threshold ?? -.infinity })
  }

  /// softmax(z/T) over the tokens kept, 0 for the others.
  private static func of(_ logits: [Double], _ temperature: Double, kept: Set<Int>) -> [Double] {
    Formula.Softmax.published(
      logits.indices.map { kept.contains($0) ? logits[$0] / temperature : -.infinity })
  }

  /// e^((z − less)/T) of the tokens kept, 0 for the others.
  private static func powers(_ logits: [Double], _ temperature: Double, less: Double, kept: Set<Int>)
    -> [Double]
  {
    logits.indices.map { kept.contains($0) ? exp((logits[$0] - less) / temperature) : 0 }
  }

  private static func normalized(_ powers: [Double]) -> [Double] {
    let total = powers.reduce(0, +)
    return powers.map { $0 / total }
  }

  private static let sum: @Sendable (Answer) -> String? = { answer in
    answer.parts.first.map { "the probabilities sum to \(Float($0.numbers.reduce(0, +)))" }
  }

  private static let keptCount: @Sendable (Answer) -> String? = { answer in
    answer.parts.first.map { part in
      "\(part.numbers.count { $0 > 0 }) of \(part.numbers.count) tokens have a probability above 0"
    }
  }
}
