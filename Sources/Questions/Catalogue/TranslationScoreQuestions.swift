import Formulas
import Platform

/// Chapter 10: the rate, writing a translation, and its score.
extension QuestionKind {
  static let translationRate = QuestionKind("rate", "The learning rate of 2017") { draw in
    let width = Double(draw.pick([64, 100, 256]))
    let warmUp = Double(draw.pick([25, 100, 400]))
    let step = Double(draw.pick([4, 16, 36, 64, 225, 900]))
    let factor = Double(draw.pick([20, 40, 100]))
    let scale = factor / width.squareRoot()
    let (falling, rising) = (1 / step.squareRoot(), step / (warmUp * warmUp.squareRoot()))
    return Question(
      """
      The rate at step s is k·d^(−1/2)·min(s^(−1/2), s·w^(−3/2)). What is it at step \(written(step)), with a warm-up of w = \(written(warmUp)), a width of
      d = \(written(width)) and k = \(written(factor))?

      \(roots([width, warmUp, step]))
      """, .number(scale * min(falling, rising)),
      way:
        "w^(−3/2) is 1 over w·√w. Of the two numbers in the bracket the smaller one counts: s·w^(−3/2) up to step w.",
      slips: [
        Slip(
          .number(scale * max(falling, rising)),
          "That is the larger of the two. Up to step w the rate rises, and then it falls."),
        Slip(.number(factor * min(falling, rising)), "The width is left out: divide by √d."),
        Slip(
          .number(factor / width * min(falling, rising)),
          "It is divided by d. The power is −1/2: by its root."),
        Slip(
          .number(factor * width.squareRoot() * min(falling, rising)),
          "It is multiplied by √d. The power is negative."),
      ],
      readings: [
        Slip(.number(min(falling, rising) / width.squareRoot()), "The factor k is left out."),
        Slip(
          .number(scale * min(falling, step / warmUp)),
          "s/w stands in the place of s·w^(−3/2): another √w stands below."),
        Slip(
          .number(scale * min(falling, step / warmUp.squareRoot())),
          "s/√w stands in the place of s·w^(−3/2): another w stands below."),
        Slip(
          .number(scale * min(step.squareRoot(), rising)),
          "√s stands in the place of 1/√s. The power is negative."),
        Slip(
          .number(scale * step.squareRoot()),
          "√s stands in the place of 1/√s. The power is negative, as that of d is."),
      ])
  }

  static let translationGreedy = QuestionKind("greedy", "A translation, token by token") { draw in
    let words = draw.shuffled(3...8)
    let length = draw.whole(2...4)
    let limit = draw.pick([2, 3, 6])
    let path = Array(words.prefix(length)) + [2]
    var next: [(Int, Int)] = zip([1] + words.prefix(length), path).map { ($0, $1) }
    next += zip(words.dropFirst(length), draw.shuffled(words)).map { ($0, $1) }
    let written = Array(path.dropLast().prefix(limit))
    let table = draw.shuffled(next).map { "\($0.0)→\($0.1)" }.joined(separator: "   ")
    return Question(
      """
      1 is the beginning token, 2 the end token. After a text that ends with the one the decoder finds the other likeliest:

          \(table)

      Which tokens has the translation that greedy choice writes, with a limit of \(limit) tokens?
      """, .whole(written),
      way:
        "It begins with 1, which is not part of the translation, and goes on until 2 is due or the limit is reached.",
      slips: [
        Slip(
          .whole([1] + written),
          "The beginning token stands in front. It was given to the decoder, not written by it."),
        Slip(
          .whole([1] + path),
          "Beginning and end token are left in. The one was given, and the other says that it is over."),
        Slip(
          .whole(limit < length ? path : written + [2]),
          limit < length
            ? "The limit is passed over, and the end token left in."
            : "The end token is left in. It says that the translation is over, and is no part of it."),
      ],
      readings: [
        Slip(.whole(Array(path.dropLast())), "The limit is passed over: it bounds what is written."),
        Slip(
          .whole(Array(written.dropLast())),
          limit < length + 1
            ? "One token too few: the beginning token does not count for the limit."
            : "The last word is missing: it is written before the end token."),
        Slip(
          .whole(Array(([1] + path).prefix(limit))),
          "The beginning token stands in front, and takes a place of the limit."),
      ])
  }

  static let translationCache = QuestionKind("cache", "Keys that are computed") { draw in
    let source = draw.whole(5...12)
    let target = draw.whole(4...8)
    let own = target * (target + 1) / 2
    return Question(
      """
      A source of \(source) tokens is translated; the decoder reads 1, 2, … up to \(target) tokens. How many keys are computed in one of its blocks
      (self-attention and cross-attention together) with both caches, and how many without any?
      """, .whole([target + source, own + target * source]),
      way:
        "With the caches each token of target and source has its key computed once. Without, all that are there are computed at each step.",
      slips: [
        Slip(
          .whole([target, own]),
          "That is the self-attention alone. The memory's keys are computed as well."),
        Slip(
          .whole([source, target * source]),
          "That is the cross-attention alone. The target has keys of its own."),
        Slip(
          .whole([target + source, target * (target + source)]),
          "Without a cache the target is counted as long as at the last step. It grows by a token a step."),
        Slip(
          .whole([target + source, own + source]),
          "Without a cache the memory's keys are computed again at each step."),
        Slip(
          .whole([target + target * source, own + target * source]),
          "With the cache the memory's keys are computed once: they are the same at every step."),
        Slip(
          .whole([own + target * source, target + source]),
          "The two are exchanged: whoever has kept the keys computes fewer."),
      ],
      readings: [
        Slip(
          .whole([target + source, (target + source) * (target + source + 1) / 2]),
          "Source and target are taken for one text. The source is there whole from the first step on."),
        Slip(
          .whole([target * source, own + target * source]),
          "With the caches nothing is computed twice: the numbers are added, not multiplied."),
      ])
  }

  static let translationPairs = QuestionKind("pairs", "The shares of BLEU") { draw in
    let letters = ["a", "b", "c", "d"]
    let reference = (0..<6).map { _ in draw.pick(letters) }
    let candidate = (0..<5).map { _ in draw.pick(letters) }
    func runs(_ text: [String], _ count: Int) -> [[String]] {
      (0...text.count - count).map { Array(text[$0..<$0 + count]) }
    }
    func shares(_ hits: (_ candidate: [[String]], _ reference: [[String]]) -> Double) -> Answer {
      .numbers([1, 2].map { hits(runs(candidate, $0), runs(reference, $0)) })
    }
    func clipped(_ candidate: [[String]], _ reference: [[String]]) -> Double {
      Set(candidate).reduce(0.0) { sum, run in
        sum + Double(min(candidate.count { $0 == run }, reference.count { $0 == run }))
      }
    }
    func distinct(_ candidate: [[String]], _ reference: [[String]]) -> Double {
      Double(Set(candidate).intersection(reference).count)
    }
    return Question(
      """
      The reference is “\(reference.joined(separator: " "))”, the translation “\(candidate.joined(separator: " "))”. Which shares of its words and of its pairs of words
      are right, as BLEU counts them?
      """, shares { clipped($0, $1) / Double($0.count) },
      way:
        "Each word of the translation counts at most as often as the reference has it, and so does each pair; divided by what the translation has.",
      slips: [
        Slip(
          shares { candidate, reference in
            Double(candidate.count { reference.contains($0) }) / Double(candidate.count)
          },
          "Not clipped: a word that the reference has once is counted each time that the translation says it."
        ),
        Slip(
          shares { clipped($0, $1) / Double($1.count) },
          "It is divided by what the reference has. BLEU asks how much of the *translation* is right."),
        Slip(
          shares { distinct($0, $1) / Double(Set($0).count) },
          "Different words and pairs are counted once each. A word that is said twice, and rightly, counts twice."
        ),
      ],
      readings: [
        Slip(
          shares { distinct($0, $1) / Double($0.count) },
          "What is right is counted once each, and divided by all. A word that is said twice, and rightly, counts twice."
        ),
        Slip(shares { clipped($0, $1) }, "Those are counts. A share is divided by what the translation has."),
        Slip(
          .numbers([1, 2].map { clipped(runs(candidate, $0), runs(reference, $0)) / 5 }),
          "Both are divided by the number of words. A text has one pair fewer than words."),
        Slip(
          .numbers(
            [1, 2].map { size in
              Double(
                zip(runs(candidate, size), runs(reference, size)).count { $0 == $1 })
                / Double(candidate.count - size + 1)
            }),
          "Only what stands at the same place is counted. BLEU does not look at places."),
      ])
  }

  static let translationBrevity = QuestionKind("brevity", "Too short, or too long") { draw in
    let lengths = draw.distinct(4, 4...12).map(Double.init)
    let (candidates, references) = (Array(lengths.prefix(2)), Array(lengths.suffix(2)))
    let (written, wanted) = (candidates.reduce(0, +), references.reduce(0, +))
    func penalty(_ candidate: Double, _ reference: Double) -> Double {
      min(1, exp(1 - reference / candidate))
    }
    let exponents = [1 - wanted / written, 1 - written / wanted].map { ($0 * 1000).rounded() / 1000 }
    let right = penalty(written, wanted)
    let single = zip(candidates, references).map { penalty($0, $1) }
    return Question(
      """
      Two translations have \(Questions.written(candidates[0])) and \(Questions.written(candidates[1])) tokens, their references \
      \(Questions.written(references[0])) and \(Questions.written(references[1])). What is the brevity penalty of the two together?

      \(exponentials(exponents))
      """, .number(right),
      way: "The lengths are summed first: c and r. It is e^(1 − r/c) where c is less than r, and else 1.",
      slips: [
        Slip(
          .number((single[0] + single[1]) / 2),
          "That is the mean of two penalties. The lengths are summed over the corpus, and there is one."),
        Slip(
          .number(exp(1 - written / wanted)),
          "The quotient is upside down: r stands above, and c below."),
        Slip(
          .number(right == 1 ? exp(1 - wanted / written) : 1),
          right == 1
            ? "It would be above 1: whoever writes too much is not praised for it."
            : "No penalty is taken, although less is written than there should be."),
        Slip(.number(written / wanted), "That is the quotient of the lengths. The penalty is e to 1 − r/c."),
      ],
      readings: [
        Slip(
          .number(wanted / written),
          "That is the quotient of the lengths, upside down. The penalty is e to 1 − r/c."),
        Slip(.number(single[0] * single[1]), "Two penalties are multiplied. There is one for the corpus."),
        Slip(.number(single[0]), "That is the first translation alone."),
        Slip(.number(single[1]), "That is the second translation alone."),
        Slip(
          .number(exp(-wanted / written)),
          "The 1 in the exponent is left out: equal lengths would be punished."),
      ])
  }

  static let translationBLEU = QuestionKind("bleu", "BLEU of two sentences") { draw in
    let words = draw.distinct(2, 4...9).map(Double.init)
    let pairs = words.map { $0 - 1 }
    let rightWords = words.map { $0 - Double(draw.whole(0...2)) }
    let rightPairs = zip(rightWords, pairs).map { max(1, min($1, $0 - Double(draw.whole(1...2)))) }
    let penalty = draw.pick([0.6, 0.7, 0.8, 0.9])
    func sum(_ numbers: [Double]) -> Double { numbers.reduce(0, +) }
    let (first, second) = (sum(rightWords) / sum(words), sum(rightPairs) / sum(pairs))
    let root = (first * second).squareRoot()
    let sentences = [0, 1].map { (rightWords[$0] / words[$0] * rightPairs[$0] / pairs[$0]).squareRoot() }
    return Question(
      """
      One sentence has \(written(rightWords[0])) of \(written(words[0])) words right and \(written(rightPairs[0])) of \(written(pairs[0])) pairs, another \
      \(written(rightWords[1])) of \(written(words[1])) words and \(written(rightPairs[1])) of \(written(pairs[1])) pairs. The brevity penalty
      of both is \(written(penalty)). What is BLEU with words and pairs (BLEU-2), as a number from 0 to 1?

      \(roots([first * second, sentences[0] * sentences[0], sentences[1] * sentences[1]].map { ($0 * 1000).rounded() / 1000 }))
      """, .number(penalty * root),
      way:
        "Counts are summed over both sentences, then divided: two shares. The penalty times the root of their product.",
      slips: [
        Slip(.number(root), "The brevity penalty is left out."),
        Slip(
          .number(penalty * (first + second) / 2),
          "That is the plain mean of the two shares. BLEU takes the geometric one: without any right pair it is 0."
        ),
        Slip(
          .number(penalty * first * second), "The root is left out: a mean of two shares lies between them."),
        Slip(
          .number(penalty * (sentences[0] + sentences[1]) / 2),
          "That is the mean of two BLEUs. The counts of the corpus are summed before they are divided."),
        Slip(.number(penalty * first), "That is the share of right words alone. The pairs count as well."),
        Slip(.number(penalty * second), "That is the share of right pairs alone. The words count as well."),
      ],
      readings: [
        Slip(
          .number((penalty * first * second).squareRoot()), "The penalty stands outside the root."),
        Slip(
          .number((first + second) / 2), "That is the plain mean of the two shares, and without the penalty."),
        Slip(
          .number(first * second), "That is the product of the two shares: root and penalty are left out."),
        Slip(
          .number((sentences[0] + sentences[1]) / 2),
          "That is the mean of two BLEUs, and without the penalty."),
        Slip(
          .number(penalty * (sum(rightWords) + sum(rightPairs)) / (sum(words) + sum(pairs))),
          "Words and pairs are counted in one share. There are two, and the root of their product."),
      ])
  }
}
