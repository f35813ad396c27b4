import Formulas
import Foundation

extension NucleusExercise {
  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "crossing-left-out",
      diagnosis: "tokens kept while their sum is at most topP: the one that reaches it was left out",
      remedy: "The kept must sum to *at least* topP. What is kept when the first token has more than that?",
      frequency: 3, evidence: keptCount
    ) { z, topP in
      let p = softmax(z)
      return renormalized(p, keeping: sums(p).filter { $0.after <= topP }.map(\.index))
    },
    Misconception(
      "crossing-left-out-but-one",
      diagnosis: "tokens kept while their sum is at most topP, and the likeliest in any case",
      remedy: "The token that reaches topP belongs to the nucleus, whether it is the first or not.",
      frequency: 2, evidence: keptCount
    ) { z, topP in
      let p = softmax(z)
      let ranked = sums(p)
      let kept = ranked.filter { $0.after <= topP }.map(\.index)
      return renormalized(p, keeping: kept.isEmpty ? [ranked[0].index] : kept)
    },
    Misconception(
      "one-too-many", diagnosis: "one token more than it takes to reach topP",
      remedy: "Stop with the token that reaches it, and not with the next.", frequency: 2, evidence: keptCount
    ) { z, topP in
      let p = softmax(z)
      return renormalized(p, keeping: sums(p).prefix(count(p, topP) + 1).map(\.index))
    },
    Misconception(
      "exactly-is-not-enough",
      diagnosis: "a nucleus whose sum exceeds topP: where it is reached exactly, another token came in",
      remedy: "At least is ≥. Two of four equal tokens are half of the probability: is that enough for 0.5?",
      frequency: 2, evidence: keptCount
    ) { z, topP in
      let p = softmax(z)
      return renormalized(p, keeping: sums(p).filter { $0.before <= topP }.map(\.index))
    },
    Misconception(
      "each-above", diagnosis: "every token kept whose own probability is at least topP",
      remedy: "topP bounds the *sum* of what is kept. With topP = 0.9 your list is mostly empty.",
      frequency: 2, evidence: keptCount
    ) { z, topP in
      let p = softmax(z)
      return renormalized(p, keeping: p.indices.filter { p[$0] >= topP })
    },
    Misconception(
      "share-of-the-largest",
      diagnosis: "every token kept with at least topP of the largest probability: min-p",
      remedy: "That is another rule. Here it is the sum that counts, from the likeliest down.", frequency: 1,
      evidence: keptCount
    ) { z, topP in
      let p = softmax(z)
      return renormalized(p, keeping: p.indices.filter { p[$0] >= topP * (p.max() ?? 0) })
    },
    Misconception(
      "share-of-the-tokens", diagnosis: "a share topP of the vocabulary kept, whatever the probabilities are",
      remedy: "p is a share of the probability. How many tokens that takes depends on how sure the model is.",
      frequency: 1, evidence: keptCount
    ) { z, topP in
      let p = softmax(z)
      return renormalized(
        p, keeping: sums(p).prefix(Int((topP * Double(p.count)).rounded(.up))).map(\.index))
    },
    Misconception(
      "not-renormalized",
      diagnosis: "the right tokens, but with their old probabilities: they do not sum to 1",
      remedy: "What was taken from the others must go to those that are kept.", frequency: 3
    ) { z, topP in
      let p = softmax(z)
      let kept = Set(sums(p).prefix(count(p, topP)).map(\.index))
      return p.indices.map { kept.contains($0) ? p[$0] : 0 }
    },
    Misconception(
      "ties-all-kept",
      diagnosis: "the right threshold, and with it all equals of the last token that is kept",
      remedy: "Equal probabilities belong to different tokens: rank the tokens, and stop in the middle.",
      frequency: 2, evidence: keptCount
    ) { z, topP in
      let p = softmax(z)
      let last = sums(p)[count(p, topP) - 1].index
      return renormalized(p, keeping: z.indices.filter { z[$0] >= z[last] })
    },
    Misconception(
      "ties-last", diagnosis: "the last of equal tokens kept, not the first",
      remedy: "Say in the comparison what happens when two are equal.", frequency: 2
    ) { z, topP in
      let p = softmax(z)
      let ranked = p.indices.sorted { (p[$0], $0) > (p[$1], $1) }
      return renormalized(p, keeping: ranked.prefix(count(p, topP)))
    },
    Misconception(
      "least-likely-first", diagnosis: "the least likely tokens kept: the sum was taken upwards",
      remedy: "sorted() without more puts the smallest first.", frequency: 1
    ) { z, topP in
      let p = softmax(z)
      return renormalized(p, keeping: reaching(topP, p, p.indices.sorted { (p[$0], $0) < (p[$1], $1) }))
    },
    Misconception(
      "in-order-of-the-vocabulary",
      diagnosis: "the sum taken in the order of the vocabulary, not of likelihood",
      remedy: "The nucleus is the *likeliest* tokens. What was to be sorted first?", frequency: 2
    ) { z, topP in
      let p = softmax(z)
      return renormalized(p, keeping: reaching(topP, p, Array(p.indices)))
    },
    Misconception(
      "hidden-with-zero",
      diagnosis: "the others given the logit 0 in place of −∞: e⁰ is 1, and they are drawn",
      remedy: "Which number must a logit be so that its exponential is 0?", frequency: 2, evidence: keptCount
    ) { z, topP in
      let kept = Set(sums(softmax(z)).prefix(count(softmax(z), topP)).map(\.index))
      return softmax(z.indices.map { kept.contains($0) ? z[$0] : 0 })
    },
    Misconception(
      "sorted", diagnosis: "the right probabilities in falling order: they have lost their tokens' places",
      remedy: "Place i of the result belongs to token i.", frequency: 2
    ) { z, topP in
      let p = softmax(z)
      return renormalized(p, keeping: sums(p).prefix(count(p, topP)).map(\.index)).sorted(by: >)
    },
    Misconception(
      "without-effect", diagnosis: "softmax over all tokens: topP without effect",
      remedy: "Which tokens may be drawn at all when topP is small?", frequency: 1, evidence: keptCount
    ) { z, _ in softmax(z) },
    Misconception(
      "greedy", diagnosis: "all the probability for the likeliest token, whatever topP is",
      remedy: "One token is enough only where it has topP by itself.", frequency: 1, evidence: keptCount
    ) { z, _ in
      let p = softmax(z)
      return renormalized(p, keeping: [sums(p)[0].index])
    },
    Misconception(
      "not-stable", diagnosis: "e^z of the logits as they are: e^1000 is infinite, and ∞/∞ is not a number",
      remedy: "Subtract the largest logit first: no probability changes.", frequency: 3
    ) { z, topP in
      let powers = z.map { exp($0) }
      let total = powers.reduce(0, +)
      let p = powers.map { $0 / total }
      return renormalized(p, keeping: sums(p).prefix(count(p, topP)).map(\.index))
    },
  ]

  private static func softmax(_ logits: [Double]) -> [Double] { Formula.Softmax.published(logits) }

  /// The tokens from the likeliest down, with the sum before each and with it.
  private static func sums(_ p: [Double]) -> [(index: Int, before: Double, after: Double)] {
    var sum = 0.0
    return p.indices.sorted { (-p[$0], $0) < (-p[$1], $1) }.map { index in
      defer { sum += p[index] }
      return (index, sum, sum + p[index])
    }
  }

  /// How many tokens the nucleus has.
  private static func count(_ p: [Double], _ topP: Double) -> Int {
    (sums(p).firstIndex { $0.after >= topP } ?? p.count - 1) + 1
  }

  /// So many of the tokens, in the order given, as it takes to reach topP.
  private static func reaching(_ topP: Double, _ p: [Double], _ order: [Int]) -> [Int] {
    var sum = 0.0
    return order.filter { index in
      defer { sum += p[index] }
      return sum < topP
    }
  }

  private static func renormalized(_ p: [Double], keeping kept: some Sequence<Int>) -> [Double] {
    let kept = Set(kept)
    let total = kept.sorted().reduce(0) { $0 + p[$1] }
    return p.indices.map { kept.contains($0) ? p[$0] / total : 0 / total }
  }

  private static let keptCount: @Sendable (Answer) -> String? = { answer in
    answer.parts.first.map { part in
      "\(part.numbers.count { $0 > 0 }) of \(part.numbers.count) tokens have a probability above 0"
    }
  }
}
