extension AddKProbabilityExercise {
  package static let misconceptions: [Misconception<Function>] = {
    let unsmoothed = Misconception<Function>(
      "unsmoothed",
      diagnosis: "C(h, w)/C(h) without k: what was not seen is impossible, and an unseen context gives 0/0",
      remedy:
        "This is what the document describes, and what k is there to mend. Where does k enter, and how often?",
      source: .s2_1_1_P_NGRAM, frequency: 2
    ) { token, context, counts, _, _ in
      let (together, before) = count(token, context, counts)
      return together / before
    }
    return [
      Misconception(
        "k-above-alone", diagnosis: "(C(h, w) + k)/C(h): k added above and not below",
        remedy: "Sum it over all tokens w: the result must be 1.", frequency: 3,
        evidence: Answer.sumOverVocabulary
      ) { token, context, counts, k, _ in
        let (together, before) = count(token, context, counts)
        return (together + k) / before
      },
      Misconception(
        "k-once-below", diagnosis: "(C(h, w) + k)/(C(h) + k): k added below once instead of V times",
        remedy: "Each of the V tokens gets its k above. How much is that in all?", frequency: 3,
        evidence: Answer.sumOverVocabulary
      ) { token, context, counts, k, _ in
        let (together, before) = count(token, context, counts)
        return (together + k) / (before + k)
      },
      unsmoothed,
      unsmoothed.variant("with-zero") { token, context, counts, _, _ in
        let (together, before) = count(token, context, counts)
        return before == 0 ? 0 : together / before
      },
      Misconception(
        "zero-for-unseen", diagnosis: "0 for what has no entry, k or not",
        remedy: "No entry means C(h, w) = 0, and k is added to 0 as well: that is the point of it.",
        frequency: 3,
        evidence: Answer.sumOverVocabulary
      ) { token, context, counts, k, size in
        counts[context + [token]] == nil ? 0 : try reference(token, context, counts, k, size)
      },
      Misconception(
        "context-ignored",
        diagnosis: "the same for every context, from how often the token stands anywhere: a unigram",
        remedy:
          "P(w | h) compares what follows *this* h. A distribution over the whole corpus cannot tell “the cat sat” from "
          + "“cat sat the”.",
        source: .s0_2_1_P_LM, frequency: 1
      ) { token, _, counts, k, size in
        let total = counts.values.reduce(0, +)
        let often = counts.reduce(0) { $1.key.last == token ? $0 + $1.value : $0 }
        return (Double(often) + k) / (Double(total) + k * Double(size))
      },
      Misconception(
        "of-the-whole-text",
        diagnosis: "C(h, w) + k divided by all counts of the text instead of those after the context",
        remedy:
          "That is how probable the *pair* is. Asked for is the token when the context is there already.",
        frequency: 2, evidence: Answer.sumOverVocabulary
      ) { token, context, counts, k, size in
        let total = counts.values.reduce(0, +)
        return (count(token, context, counts).together + k) / (Double(total) + k * Double(size))
      },
      Misconception(
        "context-at-the-end",
        diagnosis: "C(h) counted where the context *ends* a run instead of where it begins one",
        remedy:
          "C(h) says how often something followed h. `<s>` never ends a run and `</s>` never begins one: try these.",
        frequency: 2
      ) { token, context, counts, k, size in
        let before = counts.reduce(0) { Array($1.key.suffix(context.count)) == context ? $0 + $1.value : $0 }
        return (count(token, context, counts).together + k) / (Double(before) + k * Double(size))
      },
      Misconception(
        "runs-as-vocabulary", diagnosis: "k times the number of different runs instead of k times V",
        remedy: "V is how many tokens could come next, whether or not they did.", frequency: 2,
        evidence: Answer.sumOverVocabulary
      ) { token, context, counts, k, _ in try reference(token, context, counts, k, counts.count) },
      Misconception(
        "seen-as-vocabulary",
        diagnosis: "k times the number of tokens seen after the context instead of k times V",
        remedy: "Those never seen there get their k above too; so they must be counted below.", frequency: 2,
        evidence: Answer.sumOverVocabulary
      ) { token, context, counts, k, _ in
        let seen = counts.keys.count { $0.starts(with: context) }
        return try reference(token, context, counts, k, seen)
      },
      Misconception(
        "context-as-key",
        diagnosis:
          "a C(h) looked up as the entry of h itself, which `counts` does not have: it came out as 0",
        remedy:
          "`counts` holds runs of n tokens, and h is one shorter. Which entries together say how often something followed "
          + "h?",
        frequency: 3
      ) { token, context, counts, k, size in
        let before = Double(counts[context, default: 0])
        return (count(token, context, counts).together + k) / (before + k * Double(size))
      },
      whole,
      whole.variant("after-adding-k") { token, context, counts, k, size in
        let (together, before) = count(token, context, counts)
        let below = Int(before + k * Double(size))
        guard below > 0 else { throw Stops("Division by zero") }
        return Double(Int(together + k) / below)
      },
      nearest,
      nearest.variant("and-token") { token, context, counts, k, size in
        func count(_ fits: ([Int]) -> Bool) -> Double {
          Double(counts.reduce(0) { fits($1.key) ? $0 + $1.value : $0 })
        }
        let together = count { $0.suffix(2) == (context.suffix(1) + [token])[...] }
        return (together + k) / (count { $0.dropLast().last == context.last } + k * Double(size))
      },
      Misconception(
        "first-alone",
        diagnosis: "a C(h) of all runs that begin with the first token of h, whatever follows it",
        remedy:
          "A context of two tokens is both of them: compare all that stands before the last token of a run.",
        frequency: 1
      ) { token, context, counts, k, size in
        let before = counts.reduce(0) { $1.key.starts(with: context.prefix(1)) ? $0 + $1.value : $0 }
        return (count(token, context, counts).together + k) / (Double(before) + k * Double(size))
      },
      Misconception(
        "joined-text",
        diagnosis: "counts compared as text, their numbers joined: 1, 12 and 11, 2 became the same run",
        remedy:
          "Is what you compare different for any two different runs? Arrays of Ints can be compared as they are.",
        frequency: 1
      ) { token, context, counts, k, size in
        func joined(_ run: [Int]) -> String { run.map { "\($0)" }.joined() }
        let run = joined(context + [token])
        let together = counts.reduce(0) { joined($1.key) == run ? $0 + $1.value : $0 }
        return (Double(together) + k) / (count(token, context, counts).before + k * Double(size))
      },
      Misconception(
        "one-too-many", diagnosis: "k·(V + 1) below, with a place for one token more than the vocabulary has",
        remedy: "`<s>` is never predicted, `</s>` is one of the V. Sum your probabilities over all tokens.",
        frequency: 1, evidence: Answer.sumOverVocabulary
      ) { token, context, counts, k, size in try reference(token, context, counts, k, size + 1) },
      Misconception(
        "one-for-k", diagnosis: "1 added to each count, whatever k is",
        remedy: "Laplace's 1 is one choice of k. Which other is asked for here?", frequency: 2
      ) { token, context, counts, _, size in try reference(token, context, counts, 1, size) },
      Misconception(
        "joint-count", diagnosis: "C(h, w) + k itself, not divided by anything",
        remedy: "A probability is a share: of how many tokens that followed h?", frequency: 1,
        evidence: Answer.sumOverVocabulary
      ) { token, context, counts, k, _ in count(token, context, counts).together + k },
    ]
  }()

  private static let whole = Misconception<Function>(
    "whole-number-quotient",
    diagnosis: "a quotient of whole numbers, which is 0 wherever it should be less than 1",
    remedy: "In Swift 2 / 3 of two Ints is 0. Make Doubles of the counts before you divide.", frequency: 2
  ) { token, context, counts, k, size in
    let (together, before) = count(token, context, counts)
    let below = Int(before) + Int(k) * size
    guard below > 0 else { throw Stops("Division by zero") }
    return Double((Int(together) + Int(k)) / below)
  }

  private static let nearest = Misconception<Function>(
    "nearest-alone", diagnosis: "counts after the last token of the context, whatever stands before it",
    remedy: "“the cat” and “a cat” are two contexts. How long is h, and how much of it do you compare?",
    frequency: 2
  ) { token, context, counts, k, size in
    let before = counts.reduce(0) { $1.key.dropLast().last == context.last ? $0 + $1.value : $0 }
    return (count(token, context, counts).together + k) / (Double(before) + k * Double(size))
  }

  /// C(h, w) and C(h).
  static func count(
    _ token: Int, _ context: [Int], _ counts: [[Int]: Int]
  ) -> (together: Double, before: Double) {
    let before = counts.reduce(0) { $1.key.starts(with: context) ? $0 + $1.value : $0 }
    return (Double(counts[context + [token], default: 0]), Double(before))
  }
}
