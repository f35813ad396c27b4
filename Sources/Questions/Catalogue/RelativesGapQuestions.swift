import Formulas
import Platform

/// Chapter 13: gaps.
extension QuestionKind {
  static let relativesAsked = QuestionKind("asked", "What a masked model is asked for") { draw in
    let words = draw.whole(1...12) * 200
    let asked = words * 15 / 100
    let (hidden, other) = (asked * 8 / 10, asked / 10)
    return Question(
      """
      Of a text of \(words) words 15 % are asked for; of those 80 % are replaced by the sign, 10 % by another word, and 10 % stay. For how many words
      does the loss count, how many places show something else than they did, and how many words are asked for though they stand there? (On average.)
      """, .whole([asked, hidden + other, other]),
      way:
        "Shares of shares: 15 % of all words, then 80, 10 and 10 % of these. What is replaced shows something else.",
      slips: [
        Slip(
          .whole([hidden, hidden + other, other]),
          "The loss counts for all that are asked for, whether the sign stands there or not."),
        Slip(
          .whole([hidden + other, hidden + other, other]),
          "The loss counts for words that stay, too: they are asked for as well."),
        Slip(
          .whole([words, hidden + other, other]),
          "The loss does not count everywhere: of a word that can be seen and is not asked for there is nothing to learn."
        ),
        Slip(
          .whole([asked, hidden, other]),
          "Another word in the place is something else as well, not the sign alone."),
        Slip(
          .whole([asked, asked, other]), "A tenth of those that are asked for stays as it was."),
        Slip(
          .whole([asked, hidden + other, words / 10]),
          "10 % of those that are asked for stay, not of all words."),
        Slip(
          .whole([asked, hidden + other, words - asked]), "Those stand there and are *not* asked for."),
        Slip(
          .whole([asked, words * 9 / 10, words / 10]),
          "80 and 10 % are shares of what is asked for, not of the text."),
      ],
      readings: [
        Slip(
          .whole([asked, words * 8 / 10, words / 10]),
          "80 and 10 % are shares of what is asked for, not of the whole text."),
        Slip(
          .whole([asked, hidden, words - asked]),
          "Another word is something else, too; and those that are not asked for were not meant."),
        Slip(
          .whole([hidden, hidden, other]),
          "It counts for all that are asked for; and another word is something else as well."),
        Slip(
          .whole([asked, hidden + other, 0]),
          "Some of what is asked for stays, so that what stands there may be believed."),
        Slip(
          .whole([asked, hidden + other, 2 * other]),
          "Another word is not the one that stood there: a tenth stays, no more."),
        Slip(.whole([asked, other, other]), "The sign is something else as well."),
        Slip(
          .whole([asked, hidden + other, hidden]),
          "Those are hidden by the sign. How many can be seen, and are asked for?"),
        Slip(
          .whole([asked, hidden + other, words - hidden - other]),
          "Those stand there; most of them are not asked for."),
        Slip(
          .whole([words - asked, hidden + other, other]),
          "15 % are asked for; the others are what the model has to go by."),
      ])
  }

  static let relativesMaskedLoss = QuestionKind("masked-loss", "The loss of a masked model") { draw in
    let probabilities = (0..<5).map { _ in draw.pick([0.1, 0.2, 0.25, 0.4, 0.5, 0.8, 0.9]) }
    let fates = draw.shuffled(["sign", "sign", "other word", "as it was", "not asked"])
    let losses = probabilities.map { -log($0) }
    func mean(_ counts: (String) -> Bool, over: Double? = nil) -> Answer {
      let kept = fates.indices.filter { counts(fates[$0]) }
      return .number(kept.reduce(0) { $0 + losses[$1] } / (over ?? Double(kept.count)))
    }
    func isAsked(_ fate: String) -> Bool { fate != "not asked" }
    let rows = fates.indices.map { "    word \($0 + 1): \(fates[$0]), P = \(written(probabilities[$0]))" }
    return Question(
      """
      What stands at five places for a masked model, and the probability that it gives to the word that stood there (“as it was”, too, is
      asked for):

      \(rows.joined(separator: "\n"))

      What is the loss?

      \(logarithms(probabilities))
      """, mean(isAsked),
      way: "The mean of −ln P over the four places that are asked for, whatever stands there now.",
      slips: [
        Slip(
          mean { _ in true },
          "The place that is not asked for counts as well. Of it there is nothing to learn."),
        Slip(
          mean { $0 == "sign" },
          "Only the signs count. The other word and the one that stays are asked for, too."),
        Slip(
          mean { $0 == "sign" || $0 == "other word" },
          "The word that stays is left out. It is asked for as well."),
        Slip(mean(isAsked, over: 1), "That is the sum. The loss is the mean of what is asked for."),
        Slip(mean(isAsked, over: 5), "It is divided by all places. Four of them are asked for."),
        Slip(mean(isAsked, over: -4), "The sign: a loss is −ln P, and not below 0."),
      ],
      readings: [
        Slip(
          .number(fates.indices.reduce(1) { $0 * (isAsked(fates[$1]) ? probabilities[$1] : 1) }),
          "That is the product of the probabilities. The loss is a mean of −ln P."),
        Slip(
          .number(fates.indices.reduce(1) { $0 * probabilities[$1] }),
          "That is the product of all probabilities. The loss is a mean of −ln P, over what is asked for."),
        Slip(
          .number(fates.indices.reduce(0) { $0 + (isAsked(fates[$1]) ? probabilities[$1] / 4 : 0) }),
          "That is the mean of the probabilities. The loss is that of −ln P."),
        Slip(
          .number(-log(fates.indices.reduce(0) { $0 + (isAsked(fates[$1]) ? probabilities[$1] / 4 : 0) })),
          "The logarithm is taken of the mean. It comes first, word by word."),
        Slip(mean({ $0 == "sign" }, over: 5), "Only the signs count, divided by all places."),
        Slip(
          mean({ $0 != "sign" && isAsked($0) }), "The signs are left out. They are what is asked for most."),
        Slip(
          mean({ _ in true }, over: 1),
          "That is the sum over all places. The loss is a mean over those asked for."),
        Slip(mean(isAsked, over: 4 * log(2)), "Those are bits: it is divided by ln 2."),
      ])
  }

  static let relativesSides = QuestionKind("sides", "One side, or both") { draw in
    let length = draw.whole(6...18)
    let place = draw.whole(3...length - 3)
    switch draw.whole(0...2) {
    case 0:
      return Question(
        "A masked model gives each of the \(length) words of a text a probability, given all others. What is the product of the \(length) numbers?",
        right: "nothing that sums to 1 over all texts",
        wrong: [
          "the probability of the text":
            "By the chain rule each word would have to be given those *before* it. Here every word helps to guess the others, and they it.",
          "a lower bound of the probability of the text":
            "It may be larger: two words that only occur together give each other 1.",
          "the probability of the text, once it is divided by \(length)":
            "No number repairs it: it is not a factor that is wrong, but what each word is given.",
          "what a GPT computes, too":
            "A GPT's factors are given the words before. Their product is the probability of the text.",
        ],
        way:
          "Think of two words that only occur together. Each is certain, given the other; the text is not.",
        order: &draw)
    case 1:
      return Question(
        "All the words that a masked model is asked for stay as they are; the text has \(length) words. What does it learn?",
        right: "to say what stands at the place",
        wrong: [
          "the same, only faster: it sees more":
            "It sees the answer. There is nothing to be found out from the others.",
          "to guess the word from both sides":
            "The word is there to be read. Why look at its neighbours?",
          "nothing: its loss stays as it was":
            "The loss falls, and quickly: the answer can be read off.",
          "to continue the text like a GPT":
            "The next word is in view, for a masked model sees both sides.",
        ], way: "What does the quickest way to a small loss look like when the answer stands in the text?",
        order: &draw)
    default:
      return Question(
        "A text of \(length) words; the word at place \(place), counted from 0, is asked for, and hidden. How many other words can a masked model use, and how many a GPT?",
        right: "\(length - 1) and \(place)",
        wrong: [
          "\(length - 1) and \(length - 1)": "A GPT has a causal mask: it sees those before.",
          "\(place) and \(place)": "A masked model has no causal mask: what is masked is the word.",
          "\(length - 1) and \(place + 1)":
            "Before place \(place), counted from 0, there are not so many words.",
          "\(length - place - 1) and \(place)":
            "A masked model sees what comes behind, and what comes before as well.",
          "\(place) and \(length - 1)": "The two are exchanged. Which of them has the causal mask?",
        ], way: "A masked model sees all the others, a GPT those before.", order: &draw)
    }
  }
}
