import Workbench

extension BLEUExercise {
  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "not-clipped",
      diagnosis: "every n-gram that the reference has counted as often as the candidate has it",
      remedy: "“the the the the” is no translation. How often may a word of the reference be used?",
      frequency: 3
    ) { candidates, references in
      penalty(candidates, references)
        * geometricMean(shares(candidates, references) { count, known in known > 0 ? count : 0 })
    },
    Misconception(
      "different-ones", diagnosis: "every different n-gram counted once, however often it comes",
      remedy: "A reference that says a word twice asks for it twice: count, do not collect.", frequency: 2
    ) { candidates, references in
      let shares = (1...2).map { size in
        var (found, all) = (0, 0)
        for (candidate, reference) in zip(candidates, references) {
          let known = counts(reference, size)
          let grams = counts(candidate, size).keys
          found += grams.count { known[$0] != nil }
          all += grams.count
        }
        return Double(found) / Double(all)
      }
      return penalty(candidates, references) * geometricMean(shares)
    },
    Misconception(
      "no-brevity-penalty", diagnosis: "the mean of the shares alone: a short candidate is not punished",
      remedy: "One safe word would be a perfect translation of any text. What punishes brevity?", frequency: 3
    ) { candidates, references in geometricMean(shares(candidates, references)) },
    Misconception(
      "length-rewarded", diagnosis: "a factor above 1 where the candidates are longer than the references",
      remedy: "A longer candidate is punished already, by its shares. min(1, …).", frequency: 2
    ) { candidates, references in
      let (c, r) = (candidates.joined().count, references.joined().count)
      return exp(1 - Double(r) / Double(c)) * geometricMean(shares(candidates, references))
    },
    Misconception(
      "penalty-upside-down", diagnosis: "e^(1 − c/r) in the place of e^(1 − r/c)",
      remedy: "c is less than r where something is missing. Which quotient is then above 1?", frequency: 2
    ) { candidates, references in
      let (c, r) = (candidates.joined().count, references.joined().count)
      return min(1, exp(1 - Double(c) / Double(r))) * geometricMean(shares(candidates, references))
    },
    Misconception(
      "quotient-as-penalty", diagnosis: "c/r as the penalty, not e^(1 − r/c)",
      remedy: "For c = r/2 it is e^(−1) = 0.37, and not ½.", frequency: 1
    ) { candidates, references in
      let (c, r) = (candidates.joined().count, references.joined().count)
      return min(1, Double(c) / Double(r)) * geometricMean(shares(candidates, references))
    },
    Misconception(
      "mean-of-sentences", diagnosis: "the mean of the BLEUs of the sentences, not BLEU of the corpus",
      remedy: "Counts are summed over the corpus before they are divided: a long sentence weighs more.",
      frequency: 3
    ) { candidates, references in
      let scores = try zip(candidates, references).map { try reference([$0], [$1]) }
      return scores.reduce(0, +) / Double(scores.count)
    },
    Misconception(
      "penalty-of-sentences",
      diagnosis:
        "the penalty of each sentence by itself, and their mean: only the shares are those of the corpus",
      remedy: "c and r are sums over the corpus: what is too short here may be too long there.", frequency: 2
    ) { candidates, references in
      let penalties = zip(candidates, references).map { penalty([$0], [$1]) }
      return penalties.reduce(0, +) / Double(penalties.count) * geometricMean(shares(candidates, references))
    },
    Misconception(
      "one-text",
      diagnosis:
        "the corpus as one long text: a word may stand in another sentence's reference, and pairs cross borders",
      remedy: "Each candidate is compared with its own reference; it is the counts that are summed.",
      frequency: 2
    ) { candidates, references in
      try reference([Array(candidates.joined())], [Array(references.joined())])
    },
    Misconception(
      "arithmetic-mean", diagnosis: "half the sum of the two shares, not the root of their product",
      remedy: "If no pair is right, BLEU is 0, however many words are.", frequency: 2
    ) { candidates, references in
      penalty(candidates, references) * shares(candidates, references).reduce(0, +) / 2
    },
    Misconception(
      "recall",
      diagnosis: "the share of the reference's n-grams that the candidate has: recall, not precision",
      remedy: "Divide by what was written, not by what should have been.", frequency: 2
    ) { candidates, references in
      penalty(candidates, references) * geometricMean(shares(references, candidates))
    },
    Misconception(
      "words-alone", diagnosis: "the share of the single words alone: the order of words does not matter",
      remedy: "Pairs are counted as well: they know which word stands after which.", frequency: 1
    ) { candidates, references in
      penalty(candidates, references) * shares(candidates, references, sizes: 1...1)[0]
    },
    Misconception(
      "root-forgotten", diagnosis: "the product of the two shares, without the root",
      remedy: "A geometric mean of two numbers lies between them.", frequency: 2
    ) { candidates, references in
      penalty(candidates, references) * shares(candidates, references).reduce(1, *)
    },
  ]
}
