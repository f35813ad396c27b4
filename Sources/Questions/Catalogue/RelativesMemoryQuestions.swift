import Formulas
import Platform

/// Chapter 13: recurrent networks.
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
          .number(slopes[2] * slopes[2] * slopes[2] * weight * weight * weight),
          "The last slope is taken three times. Each state has its own."),
        Slip(
          .number(slopes[2] * weight * weight * weight),
          "The slope is there once, that of the last state. Each step has its own."),
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
          .numbers([Double(right), Double(slow - quick) / 1000]),
          "That is what one step saves. All the steps were asked for."),
        Slip(
          .numbers([Double(right), Double((right - steps) * quick) / 1000]),
          "That is the time of the steps that are more. It is at *equal* steps that the GPT is done earlier."),
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
}
