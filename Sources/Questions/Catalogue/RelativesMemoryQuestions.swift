import Formulas
import Platform

/// Chapter 13: recurrent networks, and gaps.
extension QuestionKind {
  static let relativesSlope = QuestionKind("slope", "What is left of a gradient") { draw in
    let states = (0..<3).map { _ in draw.decimal(0.1...0.8) }
    let weight = draw.pick([0.5, 0.8, 1.2, 1.5, 2])
    let slopes = states.map { 1 - $0 * $0 }
    func product(_ factors: [Double]) -> Double { factors.reduce(1, *) }
    let right = product(slopes) * weight * weight * weight
    return Question(
      """
      A recurrent network of one channel, hₜ = tanh(w·xₜ + u·hₜ₋₁), has u = \(written(weight)) and comes to h₁ = \(written(states[0])), h₂ = \(written(states[1])) and h₃ = \(written(states[2])). What is the
      derivative of h₃ by h₀? (tanh′(z) = 1 − tanh²(z).)
      """, .number(right),
      way: "From each state to the one before: u times the slope 1 − h². Three such steps, multiplied.",
      slips: [
        Slip(.number(product(slopes)), "The weight u is left out: it multiplies at every step."),
        Slip(.number(product(slopes) * weight), "u is there once. It multiplies at each of the three steps."),
        Slip(
          .number(weight * weight * weight),
          "The slopes of tanh are left out: each step has one, of at most 1."),
        Slip(
          .number(product(states) * weight * weight * weight),
          "It is multiplied by h, and not by 1 − h², the slope there."),
        Slip(
          .number(product(Array(slopes[1...])) * weight * weight), "A step is missing: from h₁ to h₀."),
        Slip(
          .number(slopes.reduce(0) { $0 + $1 * weight }),
          "The steps are added. One thing that follows from another multiplies."),
      ],
      readings: [
        Slip(
          .number(product(states.map { 1 - $0 }) * weight * weight * weight),
          "The slope is 1 − h²: the square is missing."),
        Slip(
          .number(product(slopes.map { weight * $0.squareRoot() })), "The slope is 1 − h², without a root."),
        Slip(
          .number(product(states.map { 1 - tanh($0) * tanh($0) }) * weight * weight * weight),
          "h is a tanh already: its slope is 1 − h²."),
        Slip(.number(slopes[2] * weight), "That is one step, from h₃ to h₂. Three lead to h₀."),
        Slip(
          .number(product(slopes[..<2].map { $0 }) * weight * weight), "A step is missing: from h₃ to h₂."),
        Slip(
          .number(product(states.map { $0 * $0 }) * weight * weight * weight),
          "That is h², and the slope is what it lacks to 1."),
        Slip(
          .number(product(slopes) / (weight * weight * weight)),
          "It is divided by u. Each step multiplies by it."),
      ])
  }

  static let relativesCell = QuestionKind("cell", "One step of an LSTM") { draw in
    let gates = draw.distinct(4, -2...3).map(Double.init)  // i, f, g, o
    let cell = draw.pick([-2, -1.5, -1, -0.5, 0.5, 1, 1.5, 2])
    let hidden = draw.pick([-0.4, -0.3, 0.2, 0.3, 0.6])
    func sigmoid(_ number: Double) -> Double { 1 / (1 + exp(-number)) }
    let (i, f, g, o) = (sigmoid(gates[0]), sigmoid(gates[1]), tanh(gates[2]), sigmoid(gates[3]))
    let right = f * cell + i * g
    let cells = [i * cell + f * g, f * hidden + i * g, cell + i * g, (1 - f) * cell + i * g, right]
    func shown(_ cell: Double) -> Answer { .numbers([cell, o * tanh(cell)]) }
    let tanhs = Set((cells + [gates[2]]).map { ($0 * 1000).rounded() / 1000 }).sorted()
      .map { "tanh \(written($0)) = \(written(tanh($0)))" }.joined(separator: ", ")
    return Question(
      """
      An LSTM of one channel has the cell c = \(written(cell)) and the hidden state h = \(written(hidden)). x·W + h·U + b has given i, f, g, o = \(gates.map { written($0) }.joined(separator: ", ")).
      What are the new cell and the new hidden state?

      \(Set([gates[0], gates[1], gates[3]]).sorted().map { "σ(\(written($0))) = \(written(sigmoid($0)))" }.joined(separator: ", "))
      \(tanhs)
      """, shown(right),
      way: "c′ = σ(f)·c + σ(i)·tanh(g): what is kept, and what is let in. Then h′ = σ(o)·tanh(c′).",
      slips: [
        Slip(shown(cells[0]), "i and f are exchanged: f multiplies the old cell, i what is let in."),
        Slip(
          shown(cells[1]), "The old *hidden state* is carried along. What is kept is the cell."),
        Slip(shown(cells[2]), "The whole old cell is kept, as in 1997: the forget gate is left out."),
        Slip(
          shown(cells[3]), "σ(f) is taken for the share that is dropped. It is the share that is kept."),
        Slip(
          .numbers([right, o * tanh(cell)]), "The old cell is shown. h′ is made of the new one."),
        Slip(.numbers([right, o * right]), "The cell is shown without its tanh."),
        Slip(
          .numbers([right, tanh(right)]), "The gate o is left out: what is remembered need not be shown."),
      ],
      readings: [
        Slip(.numbers([o * tanh(right), right]), "The two are exchanged: first the cell was asked for."),
        Slip(shown(f * cell + g), "The gate i is left out: not every word is worth a place in the cell."),
        Slip(
          shown(f * cell + i * sigmoid(gates[2])), "σ(g) is let in. What is written may be negative: tanh(g)."
        ),
        Slip(shown(f * cell + i * gates[2]), "g is let in as it is. It is written through a tanh."),
        Slip(shown(i * g), "The old cell is left out: σ(f)·c of it is kept."),
        Slip(
          shown(gates[1] * cell + gates[0] * g),
          "The gates are used without σ. A gate is a share between 0 and 1."),
        Slip(
          .numbers([f * cell + i * tanh(gates[3]), sigmoid(gates[2]) * tanh(f * cell + i * tanh(gates[3]))]),
          "g and o are exchanged: the third is what is written, the fourth the gate."),
        Slip(
          .numbers([right, tanh(gates[3]) * tanh(right)]),
          "A tanh is taken for the gate o. A gate is a share: σ."),
        Slip(
          .numbers([right, i * tanh(right)]), "The cell is shown through the gate i. It is o that shows."),
      ])
  }

  static let relativesHalf = QuestionKind("half", "How long a cell keeps") { draw in
    let gate = draw.pick([0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95])
    let words = draw.whole(2...4)
    let steps = Double(words)
    func power(_ base: Double, _ exponent: Double) -> Double { exp(exponent * log(base)) }
    let fraction = log(0.1) / log(gate)
    let needed = fraction.rounded(.up)
    return Question(
      """
      At each word a cell is multiplied by σ(f) = \(written(gate)). What is left of it (and of a gradient that goes back along it) after \(words) words,
      and after how many words is less than a tenth left?

      \(logarithms([0.1, gate]))
      """, .numbers([power(gate, steps), needed]),
      way: "σ(f) to the power of the words; less than a tenth when the words times ln σ(f) are below ln 0.1.",
      slips: [
        Slip(
          .numbers([gate * steps, needed]),
          "It is multiplied by the number of words. σ(f) multiplies again at each of them."),
        Slip(
          .numbers([power(gate, steps - 1), needed]), "The first number has a word too few."),
        Slip(
          .numbers([power(1 - gate, steps), needed]),
          "1 − σ(f) is what is dropped at a word. What is left is σ(f)."),
        Slip(
          .numbers([power(gate, steps), needed - 1]), "One word before that more than a tenth is left."),
        Slip(
          .numbers([1 - power(gate, steps), needed]),
          "That is what is gone after these words. What is left was asked."),
        Slip(
          .numbers([power(gate, steps), (log(0.5) / log(gate)).rounded(.up)]),
          "Then it is half. Less than a tenth was asked."),
      ],
      readings: [
        Slip(
          .numbers([1 - steps * (1 - gate), needed]),
          "The same is taken off at each word. Each takes its share of what is left."),
        Slip(
          .numbers([power(gate, steps), (0.9 / (1 - gate)).rounded(.up)]),
          "The same is taken off at each word. Each takes its share of what is left."
            + " So it lasts longer."),
        Slip(
          .numbers([power(gate, steps), fraction]),
          "Words are whole: the first after which less than a tenth is left."),
        Slip(.numbers([power(gate, steps + 1), needed]), "The first number has a word too many."),
        Slip(
          .numbers([gate / steps, needed]),
          "It is divided by the number of words. σ(f) multiplies again at each of them."),
        Slip(
          .numbers([power(gate, steps), (0.1 / gate).rounded(.up)]),
          "A tenth is divided by σ(f) once. It multiplies at every word."),
        Slip(
          .numbers([power(gate, steps), 10]), "Ten words would do if each took a tenth of the whole away."),
      ])
  }

  static let relativesSeconds = QuestionKind("seconds", "Equal steps, equal seconds") { draw in
    let steps = draw.pick([300, 360, 420, 480, 600])
    let (slow, quick) = draw.pick([(15, 6), (14, 7), (18, 6), (12, 5), (16, 5), (20, 8), (15, 10)])
    let right = steps * slow / quick
    let seconds = Double(steps * (slow - quick)) / 1000
    return Question(
      """
      A step of an LSTM takes \(slow) ms, one of a GPT of the same size \(quick) ms. The LSTM learns for \(steps) steps. How many steps does the GPT make in the
      same time, and how many seconds earlier would it be done with equal steps?
      """, .numbers([Double(right), seconds]),
      way:
        "The LSTM's time is its steps times \(slow) ms; how many steps of \(quick) ms go into it? Then the difference for \(steps) steps.",
      slips: [
        Slip(
          .numbers([Double(steps * quick / slow), seconds]),
          "The ratio is turned round: who takes less for a step makes more of them."),
        Slip(
          .numbers([Double(steps), seconds]), "Those are equal *steps*. In the same time the GPT makes more."),
        Slip(
          .numbers([Double(right), seconds * 1000]), "Those are milliseconds. Seconds were asked for."),
        Slip(
          .numbers([Double(right), Double(steps * quick) / 1000]),
          "That is how long the GPT takes for equal steps. How much *earlier* is it done?"),
        Slip(
          .numbers([Double(right), 0]), "In equal seconds both end together. With equal steps they do not."),
        Slip(
          .numbers([Double(right - steps), seconds]),
          "Those are the steps that it makes *more*. All of them were asked for."),
      ],
      readings: [
        Slip(
          .numbers([Double(right), Double(steps * slow) / 1000]),
          "That is how long the LSTM takes. How much earlier is the GPT done?"),
        Slip(
          .numbers([Double(steps * slow), seconds]),
          "That is the LSTM's time in milliseconds. How many steps of the GPT go into it?"),
        Slip(
          .numbers([Double(steps + (slow - quick) * steps / slow), seconds]),
          "The time that is saved is filled with steps of the LSTM. It is filled with those of the GPT."),
        Slip(
          .numbers([Double(right), Double((right - steps) * quick * slow) / Double(quick) / 1000]),
          "The steps more are counted at the LSTM's time."),
        Slip(
          .numbers([Double(slow) / Double(quick), seconds]),
          "That is how many steps it makes for one of the LSTM."),
      ])
  }

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
