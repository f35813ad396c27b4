import Foundation

extension RankedCorrectionsExercise {
  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "prior-alone", diagnosis: "ln P(word) alone: what was typed had no say",
      remedy: "Then every typing error becomes the commonest word. Where do the edits come in?", frequency: 2
    ) { candidates, _ in ranked(candidates) { $0.logPrior } },
    Misconception(
      "channel-alone", diagnosis: "ln P(typed | word) alone: the nearest word wins, whether it fits or not",
      remedy: "“ball” for “bell” is a word: only P(word) knows that it does not fit.", frequency: 2
    ) { candidates, slips in ranked(candidates) { Double($0.edits) * log(slips) } },
    Misconception(
      "multiplied", diagnosis: "the product of the two logarithms",
      remedy: "Probabilities multiply, logarithms add. What becomes of 0 edits?", frequency: 2
    ) { candidates, slips in ranked(candidates) { Double($0.edits) * log(slips) * $0.logPrior } },
    Misconception(
      "slip-once", diagnosis: "ln slipProbability taken once, however many edits there are",
      remedy: "Two slips are less likely than one: the probability is multiplied for each.", frequency: 2
    ) { candidates, slips in
      ranked(candidates) { ($0.edits > 0 ? log(slips) : 0) + $0.logPrior }
    },
    Misconception(
      "not-logarithm", diagnosis: "edits times the slip's probability itself, without its logarithm",
      remedy: "ln(p · p · q) = 2 · ln p + ln q.", frequency: 2
    ) { candidates, slips in ranked(candidates) { Double($0.edits) * slips + $0.logPrior } },
    Misconception(
      "probabilities", diagnosis: "P(typed | word) · P(word), the probability without its logarithm",
      remedy: "The order is right. The score that is asked for is its logarithm.", frequency: 1
    ) { candidates, slips in
      ranked(candidates) { pow(slips, Double($0.edits)) * exp($0.logPrior) }
    },
    Misconception(
      "subtracted", diagnosis: "edits subtracted with the wrong sign: slips made a word likelier",
      remedy: "ln of a number below 1 is below 0 already: it is added.", frequency: 2
    ) { candidates, slips in ranked(candidates) { -Double($0.edits) * log(slips) + $0.logPrior } },
    Misconception(
      "posterior-twice",
      diagnosis: "ln P(typed | word) less ln P(word): divided by the prior, not multiplied",
      remedy: "Bayes' rule has P(word) above the line.", frequency: 1
    ) { candidates, slips in ranked(candidates) { Double($0.edits) * log(slips) - $0.logPrior } },
    Misconception(
      "known-words-kept", diagnosis: "a word with 0 edits put first, whatever its score",
      remedy: "A typing error can be a word too. Let the scores decide.", frequency: 3
    ) { candidates, slips in
      let all = try reference(candidates, slips)
      let typed = Set(candidates.filter { $0.edits == 0 }.map(\.word))
      return all.filter { typed.contains($0.word) } + all.filter { !typed.contains($0.word) }
    },
    Misconception(
      "worst-first", diagnosis: "the right scores, the least likely word first",
      remedy: "The scores are below 0: the largest is the one nearest to 0.", frequency: 2
    ) { candidates, slips in try reference(candidates, slips).reversed() },
    Misconception(
      "not-sorted", diagnosis: "the right scores in the order of the candidates",
      remedy: "Likeliest first: something is still to be sorted.", frequency: 1
    ) { candidates, slips in
      candidates.map { ($0.word, Double($0.edits) * log(slips) + $0.logPrior) }
    },
    Misconception(
      "bits", diagnosis: "the slips to base 2, the words to base e",
      remedy: "Both logarithms need the same base: Workbench's `log` is the natural one.", frequency: 1
    ) { candidates, slips in ranked(candidates) { Double($0.edits) * log2(slips) + $0.logPrior } },
    Misconception(
      "right-letters-counted", diagnosis: "0 edits given the probability 1 − slipProbability",
      remedy: "Here only slips cost something: 0 edits add 0.", frequency: 1
    ) { candidates, slips in
      ranked(candidates) {
        ($0.edits == 0 ? log(1 - slips) : Double($0.edits) * log(slips)) + $0.logPrior
      }
    },
  ]
}
