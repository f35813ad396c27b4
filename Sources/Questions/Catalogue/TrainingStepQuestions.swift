import Formulas
import Platform

/// Chapter 7, the step.
extension QuestionKind {
  static let trainingAdamStep = QuestionKind("adam", "The first step of Adam") { draw in
    let start = Double(draw.whole(-3...3))
    let gradient = Double(draw.pick([-8, -5, -4, -2, 2, 4, 5, 8])) / 2
    let rate = draw.decimal(0.1...0.6)
    let step = try Computed(
      .g_ADAM, ["theta": .number(start), "gradients": .numbers([gradient]), "rate": .number(rate)],
      gives: "theta")
    let sign: Double = gradient < 0 ? -1 : 1
    return Question(
      """
      A parameter is \(written(start)), and its first gradient is \(written(gradient)). Adam has the rate
      \(written(rate)), β₁ = 0.9 and β₂ = 0.999; ε is too small to matter. What is the parameter after this step?

      \(roots([0.001, 0.999]))
      """, step.answer,
      way:
        "After the correction m̂ is the gradient and v̂ its square, so the step is as long as the rate, whatever the gradient.",
      slips: [
        Slip(
          .number(start - rate * gradient),
          "That is a step of plain descent, rate times gradient. Adam divides by √v̂."),
        Slip(.number(start + rate * sign), "The step climbs. The gradient points to where the loss grows."),
        Slip(
          .number(start - rate / gradient),
          "It is divided by v̂. It is the root: then the quotient is free of the gradient's size."),
        Slip(
          .number(start - 0.1 * rate * sign),
          "The first moment is not corrected: after one step it holds a tenth of the gradient."),
        Slip(
          .number(start - rate * sign / 0.001.squareRoot()),
          "The second moment is not corrected: after one step it holds a thousandth of the gradient's square."
        ),
      ],
      readings: step.readings + [
        Slip(.number(-rate * sign), "That is the step itself. It is added to the parameter.")
      ])
  }

  static let trainingMoment = QuestionKind("moment", "What Adam remembers") { draw in
    let gradients = draw.distinct(2, -3...6).map(Double.init)
    let (first, second) = (gradients[0], gradients[1])
    let mean = 0.09 * first + 0.1 * second
    return Question(
      """
      A parameter had the gradients \(written(first)) and then \(written(second)). Adam's first moment began at 0,
      with β₁ = 0.9. What is the *corrected* moment m̂ after these two steps?
      """, .number(mean / 0.19),
      way: "m = 0.9·m + 0.1·g, twice; then it is divided by 1 − 0.9², the share that is there by now.",
      slips: [
        Slip(
          .number(mean), "That is m itself. It began at 0 and is too small: it has to be divided by 1 − β₁²."),
        Slip(
          .number((first + second) / 2), "That is the plain mean. The newer gradient counts a little more."),
        Slip(
          .number(mean / 0.1), "It is divided by 1 − β₁, whatever the step. At step t it is 1 − β₁ᵗ."),
        Slip(
          .number((0.9 * 0.1 * first + 0.9 * second) / 0.99),
          "The decays are exchanged: 0.9 is what the old moment keeps, 0.1 the share of the new gradient."),
        Slip(
          .number((0.9 * 0.1 * first + 0.9 * second) / 0.19),
          "The shares are exchanged: a moment keeps 0.9 of what it was, and takes 0.1 of the new gradient."),
        Slip(
          .number((0.9 * first + 0.1 * second) / 0.19),
          "The corrected moment was kept for the second step. What is kept is m; the correction is made anew each time."
        ),
        Slip(
          .number((0.9 * first + second) / 0.19),
          "The new gradient is added whole. A mean takes the share 1 − β₁ of what is new."),
        Slip(.number(second), "That is the last gradient. The moment remembers the one before."),
        Slip(
          .number(0.9 * first + 0.1 * second),
          "The moment began at the first gradient. It begins at 0, and is corrected for that."),
      ])
  }

  static let trainingRate = QuestionKind("rate", "The learning rate of a step") { draw in
    let warmUp = draw.pick([10, 20, 40, 50])
    let fall = warmUp * draw.pick([4, 8, 12])
    let peak = Double(draw.pick([10, 20, 40]))
    let floor = peak / 10
    let isRising = draw.whole(0...3) == 0
    let quarter = draw.whole(1...3)
    let step = isRising ? warmUp * quarter / 5 : warmUp + fall * quarter / 4
    let progress = Double(quarter) / 4
    let total = warmUp + fall
    func cosine(_ progress: Double) -> Double { (1 + cos(Double.pi * progress)) / 2 }
    let share = Double(step) / Double(warmUp)
    let ofAll = Double(step - warmUp) / Double(total)
    let right = isRising ? peak * share : floor + (peak - floor) * cosine(progress)
    let slips =
      isRising
      ? [
        Slip(.number(peak), "That is the peak, which is reached when the warm-up ends."),
        Slip(
          .number(floor + (peak - floor) * share),
          "The warm-up begins at the floor here. It begins at 0; the floor is for the end."),
        Slip(
          .number(peak * Double(step) / Double(total)),
          "It climbs over the whole run. After the warm-up it should be at the peak."),
        Slip(
          .number(peak * Double(step - 1) / Double(warmUp)),
          "That is the step before: the first step is step 1, and has a rate above 0."),
        Slip(
          .number(peak * Double(step + 1) / Double(warmUp)),
          "That is the step after: the peak would be reached one step early."),
        Slip(
          .number(floor + (peak - floor) * cosine(share)),
          "The cosine is for the time after the warm-up. Before it, a straight line climbs."),
      ]
      : [
        Slip(
          .number(peak * cosine(progress)),
          "It falls to 0. The floor is left at the end, and the curve runs from the peak to it."),
        Slip(
          .number(floor + peak * cosine(progress)),
          "The floor is added to a fall of the whole peak: the curve would begin above the peak."),
        Slip(
          .number(peak - (peak - floor) * progress),
          "That is a straight line. The ends are right; between them is half a cosine."),
        Slip(
          .number(peak * (1 - progress)),
          "That is a straight line to 0. Half a cosine leads to the floor."),
        Slip(
          .number(floor + (peak - floor) * cosine(ofAll)),
          "The progress is divided by all steps. It has to be 1 after those that follow the warm-up."),
        Slip(
          .number(floor + (peak - floor) * cosine(Double(step) / Double(total))),
          "The warm-up is counted as progress. At its end the progress is 0."),
        Slip(
          .number(floor + (peak - floor) * (1 - cosine(progress))),
          "It climbs from the floor to the peak: 1 − cos stands for 1 + cos."),
        Slip(
          .number(floor + (peak - floor) * cosine(progress) * 2),
          "The half before 1 + cos is missing: it runs from 2 to 0."),
        Slip(
          .number(floor + (peak - floor) * (2 * cosine(progress) - 1)),
          "The cosine itself runs from 1 to −1. The share is ½·(1 + cos)."),
      ]
    return Question(
      """
      The learning rate, in units of 10⁻⁵, climbs for \(warmUp) steps in a straight line from 0 to \(written(peak)),
      then falls along half a cosine to the floor \(written(floor)), which is reached at step \(total). What is it at
      step \(step)?

      cos 45° = 0.707, cos 90° = 0, cos 135° = −0.707
      """, .number(right),
      way: isRising
        ? "Peak times step over the steps of the warm-up."
        : "Floor + (peak − floor)·½·(1 + cos(π·progress)), where the progress is 0 when the warm-up ends and 1 at the last step.",
      slips: slips)
  }

  static let trainingClipping = QuestionKind("clip", "Two gradients, clipped together") { draw in
    let lengths: [[Double]] = [
      [1, 2, 2, 4], [1, 4, 4, 4], [2, 2, 4, 5], [2, 4, 5, 6], [2, 4, 4, 8], [1, 1, 3, 5], [1, 1, 7, 7],
    ]
    let entries = draw.shuffled(draw.pick(lengths)).map { draw.whole(0...2) == 0 ? -$0 : $0 }
    let length = entries.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let (first, second) = (Array(entries[..<2]), Array(entries[2...]))
    let maximum = length / draw.pick([2, 4, 5])
    func norm(_ part: [Double]) -> Double { part.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    func cut(_ part: [Double]) -> [Double] { part.map { $0 * min(1, maximum / norm(part)) } }
    func divided(by divisor: Double) -> Answer { .numbers(entries.map { $0 / divisor }) }
    return Question(
      """
      Two parameters have the gradients \(written(first)) and \(written(second)). They are clipped to the global norm
      \(written(maximum)). What are the four numbers then?
      """, divided(by: length / maximum),
      way:
        "All gradients are one vector: its length is the root of the sum of all squares, and every number is multiplied by norm/length.",
      slips: [
        Slip(
          .numbers(cut(first) + cut(second)),
          "Each gradient is clipped by itself. Together they may still be too long, and they turn."),
        Slip(
          .numbers(entries.map { max(-maximum, min(maximum, $0)) }),
          "Each number is cut off. Large ones lose more than small ones that way, and the direction changes."),
        Slip(divided(by: length), "That has the length 1. Another length was asked for."),
        Slip(
          divided(by: length * length / maximum),
          "The root is missing: the sum of the squares is taken for the length."),
        Slip(
          divided(by: (norm(first) + norm(second)) / maximum),
          "The lengths of the two are added. Their squares are."),
        Slip(
          divided(by: max(norm(first), norm(second)) / maximum),
          "That is the length of the longer one alone. The squares of all count."),
        Slip(
          divided(by: entries.reduce(0) { $0 + abs($1) } / maximum),
          "The sum of the sizes is taken for the length, which is a root of squares."),
        Slip(
          divided(by: maximum),
          "They are divided by the norm that is allowed. The factor is that norm over their own length."),
        Slip(divided(by: 1), "Nothing is shortened; the length of all together is above the norm."),
        Slip(divided(by: maximum / length), "They become longer: the factor is turned over."),
      ])
  }

  static let trainingTemperature = QuestionKind("temperature", "Drawn from the two likeliest") { draw in
    let logits = draw.distinct(4, -1...4).map { Double($0) * 2 }
    let temperature = draw.pick([0.5, 2])
    let ranked = logits.sorted(by: >)
    func probabilities(_ scores: [Double]) -> [Double] { Formula.Softmax.published(scores) }
    func only(_ kept: (Double) -> Bool, hidden: Double = -.infinity, _ temperature: Double) -> Answer {
      .numbers(probabilities(logits.map { kept($0) ? $0 / temperature : hidden }))
    }
    func isKept(_ logit: Double) -> Bool { logit >= ranked[1] }
    let all = Formula.Sampling.published(logits, temperature: temperature)
    let difference = (ranked[0] - ranked[1])
    return Question(
      """
      The logits of four tokens are \(written(logits)). With the temperature \(written(temperature)) and top-k = 2,
      what are the four probabilities that the next token is drawn from?

      \(exponentials([difference, difference / temperature, difference * temperature].map { -$0 } + [0]))
      """, only(isKept, temperature),
      way:
        "Divide the logits by T, keep the two greatest, and take the softmax of those: only their difference counts.",
      slips: [
        Slip(
          only(isKept, 1 / temperature),
          "The logits are multiplied by T. A low temperature has to make the likely token likelier."),
        Slip(only(isKept, 1), "The temperature is left out."),
        Slip(
          .numbers(zip(logits, all).map { isKept($0) ? $1 : 0 }),
          "The others are hidden after the softmax: what is left does not sum to 1."),
        Slip(
          .numbers(probabilities(logits.filter(isKept).map { $0 / temperature })),
          "These are the two that are kept. The others have a probability too, which is 0: every token has its place."
        ),
        Slip(.numbers(all), "All four may be drawn. top-k = 2 keeps two."),
        Slip(
          only({ $0 >= ranked[2] }, temperature), "Three are kept, one too many."),
        Slip(only({ $0 == ranked[0] }, temperature), "One is kept. top-k = 2 keeps two."),
        Slip(
          only({ $0 <= ranked[2] }, temperature), "The two *least* likely are kept."),
        Slip(
          only({ $0 >= ranked[1] }, hidden: 0, temperature),
          "The hidden ones have the logit 0, not −∞: e^0 is 1, and they are still drawn."),
      ])
  }

  static let trainingGap = QuestionKind("gap", "How far from the source") { draw in
    let gap = draw.decimal(0.1...0.25, step: 0.05)
    let characters = Double(draw.pick([10, 20, 30]))
    let whole = gap * characters
    return Question(
      """
      On held-out sentences of \(written(characters)) characters a model loses \(written(gap)) nats a character more than the source
      itself. By which factor does the model find the right sentence too improbable, on average (as a geometric mean)?

      \(exponentials([gap, whole, 1])); ln 2 = 0.693
      """, .number(exp(whole)),
      way:
        "Losses of the characters add up, and a loss is a logarithm: e to the gap of the whole sentence.",
      slips: [
        Slip(
          .number(whole),
          "That is the gap of a sentence in nats. A loss is a logarithm: the factor is e to it."),
        Slip(
          .number(exp(gap)),
          "That is the factor for one character. There are \(written(characters)) of them."),
        Slip(
          .number(1 + gap * characters),
          "The shares are added. Probabilities are multiplied, character by character."),
        Slip(
          .number(characters * exp(gap)),
          "The factors of the characters are added. Probabilities are multiplied."),
        Slip(.number(exp(-whole)), "Turned over: the model's probability is smaller than the source's."),
        Slip(.number(pow(2, whole)), "2 to the gap would be right in bits. These are nats."),
        Slip(.number(whole / log(2)), "That is the gap of a sentence in bits. The factor is asked for."),
        Slip(.number(gap / characters), "It is divided by the length. The losses of the characters add up."),
      ])
  }
}
