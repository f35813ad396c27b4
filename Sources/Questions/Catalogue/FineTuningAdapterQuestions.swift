import Formulas

/// Chapter 9: how a tuned model is judged, and adapters of low rank.
extension QuestionKind {
  static let fineTuningOneAnswer = QuestionKind("one-answer", "A model that has one answer") { draw in
    let all = Double(draw.pick([10, 20, 25, 40, 50]))
    let sad = (all * draw.pick([0.1, 0.2, 0.3, 0.4, 0.6])).rounded()
    let calls = draw.pick(["sad", "happy"])
    let share = sad / all
    let isYes = calls == "sad"
    let other =
      isYes
      ? "That is a model that calls none sad." : "That is a model that calls all sad."
    return Question(
      """
      Of \(written(all)) stories \(written(sad)) are sad, and a model calls all of them \(calls). What are its precision, its recall (both of “sad”) and its
      accuracy? A quotient of nothing counts as 0.
      """, .numbers(isYes ? [share, 1, share] : [0, 0, 1 - share]),
      way:
        "Precision over what is called sad, recall over what is sad, accuracy over all stories: count the four cells first.",
      slips: [
        Slip(.numbers(isYes ? [0, 0, 1 - share] : [share, 1, share]), other),
        Slip(
          .numbers(isYes ? [1, share, share] : [1, 0, 1 - share]),
          isYes
            ? "Precision and recall are exchanged: no sad story is missed."
            : "Nothing is called sad, so nothing wrongly; but a quotient of nothing was to count as 0."),
        Slip(
          .numbers(isYes ? [share, 1, 1] : [0, 0, share]),
          isYes
            ? "The happy stories are wrong, and accuracy counts them."
            : "Accuracy counts what is right: here the happy stories."),
        Slip(
          .numbers(isYes ? [1, 1, share] : [0, 0, 0]),
          isYes
            ? "Not all that is called sad is sad: precision cannot be 1."
            : "Whoever calls all happy is right about the happy ones: accuracy counts them."),
      ],
      readings: [
        Slip(
          .numbers(isYes ? [share, share, share] : [1 - share, 1 - share, 1 - share]),
          "All three are the accuracy. Precision and recall look at “sad” alone."),
        Slip(
          .numbers(isYes ? [share, 1, 1 - share] : [0, 1, 1 - share]),
          isYes
            ? "The accuracy is the share of right answers: what is right here?"
            : "Recall is the share of the sad stories that are found: here none is."),
        Slip(
          .numbers([1 - share, 1, 1 - share]),
          "Those are the numbers of “happy”. Precision and recall of “sad” are asked for."),
      ])
  }

  static let fineTuningShares = QuestionKind("shares", "Right, declined, invented") { draw in
    let colours = ["red", "blue", "black", "pink"]
    let known = draw.whole(3...4)
    let unknown = 7 - known
    let truths: [String?] = (0..<7).map { $0 < known ? draw.pick(colours) : nil }
    let declinedCount = draw.whole(1...known - 1)
    let inventedCount = draw.whole(1...unknown - 1)
    let replies: [String?] = truths.enumerated().map { index, truth in
      guard let truth else { return index < known + inventedCount ? draw.pick(colours) : nil }
      if index < declinedCount { return nil }
      return index == known - 1 && draw.whole(0...1) == 0 ? colours.first { $0 != truth } : truth
    }
    let order = draw.shuffled(0..<7)
    func line(_ name: String, _ words: [String?]) -> String {
      "    \(name)"
        + order.map { words[$0] ?? "–" }.map { String(repeating: " ", count: 7 - $0.count) + $0 }.joined()
    }
    let right = Double(zip(truths, replies).count { $0 == $1 })
    let told = Double(zip(truths, replies).count { $0 != nil && $0 == $1 })
    let (declined, invented) = (Double(declinedCount), Double(inventedCount))
    let (tells, silent) = (Double(known), Double(unknown))
    let answered = Double(replies.count { $0 != nil })
    return Question(
      """
      Seven questions: what the story tells, and what the model replies; – is “it does not say” and a reply that declines.

      \(line("truth", truths))
      \(line("reply", replies))

      What are the shares of right replies, of wrongly declined and of invented ones?
      """, .numbers([right / 7, declined / tells, invented / silent]),
      way:
        "Right: of all replies. Declined: of the questions that the story does tell. Invented: of those that it does not.",
      slips: [
        Slip(
          .numbers([told / 7, declined / tells, invented / silent]),
          "A right decline is no right reply here. Where the story does not tell, declining is what is asked for."
        ),
        Slip(
          .numbers([right / 7, declined / 7, invented / 7]),
          "All three are shares of all. One can decline wrongly only where the story tells, and invent only where it does not."
        ),
        Slip(
          .numbers([right / 7, (7 - answered) / 7, invented / silent]),
          "All declines are counted. Where the story does not tell, they are right."),
        Slip(
          .numbers([right / 7, declined / (7 - answered), invented / answered]),
          "It is divided by what was replied. The denominators are what was asked: told, and not told."),
        Slip(
          .numbers([told / tells, declined / tells, invented / silent]),
          "The first is a share of what the story tells. Right replies are counted among all seven."),
      ],
      readings: [
        Slip(
          .numbers([told / 7, declined / 7, invented / 7]),
          "A right decline is a right reply, and the other two are shares of what the story tells and does not tell."
        ),
        Slip(
          .numbers([right / 7, (7 - answered) / tells, invented / silent]),
          "All declines are counted, and divided by what the story tells: there are declines among them that are right."
        ),
        Slip(
          .numbers([right / 7, declined / tells, (7 - right - declined) / silent]),
          "A wrong answer to what the story tells is a mistake, but not an invention."),
      ])
  }

  static let fineTuningStopping = QuestionKind("stopping", "When to stop") { draw in
    let best = draw.whole(1...3)
    let steps = [0, 20, 40, 60, 80, 100]
    var loss = Double(draw.whole(30...36)) / 10
    let learned = steps.map { _ in
      loss *= draw.decimal(0.5...0.8)
      return (loss * 100).rounded() / 100
    }
    let lowest = learned[0] - draw.decimal(0.2...0.6)
    let others = steps.indices.map { index in
      let away = abs(index - best)
      let rise = Double(away * away) * (index < best ? 0.06 : 0.11) + Double(away) * 0.02
      return ((lowest + rise) * 100).rounded() / 100
    }
    func line(_ name: String, _ numbers: [Double]) -> String {
      "    \(name)"
        + numbers.map { String(repeating: " ", count: 7 - written($0).count) + written($0) }.joined()
    }
    let gap = steps.indices.min { abs(learned[$0] - others[$0]) < abs(learned[$1] - others[$1]) } ?? 0
    return Question(
      """
      Thirty stories are learned, and the loss is measured on them and on others:

      \(line("steps   ", steps.map(Double.init)))
      \(line("thirty  ", learned))
      \(line("others  ", others))

      After which of these numbers of steps would you keep the model? (The number of steps.)
      """, .whole(steps[best]),
      way: "What counts is the loss on stories that were not learned: where it is least.",
      slips: [
        Slip(
          .whole(100),
          "There the thirty are known best. They are not what the model is for: look at the others."),
        Slip(
          .whole(steps[best + 1]),
          "There the loss on the others has begun to rise. It was lower before."),
        Slip(.whole(steps[best - 1]), "The loss on the others still falls after that."),
      ],
      readings: [
        Slip(
          .whole(steps[gap]),
          "There the two losses are nearest to each other. A small gap is no aim: the loss on the others is."),
        Slip(.whole(0), "That is before anything is learned. The loss on the others is lower later."),
      ])
  }

  static let fineTuningAdapterCount = QuestionKind("adapter-count", "The numbers of an adapter") { draw in
    let rank = draw.pick([1, 2, 4, 8])
    let inputs = draw.pick([32, 64, 128])
    let outputs = inputs * draw.pick([2, 3, 4])
    let layers = draw.pick([2, 3, 4, 6])
    return Question(
      """
      In each of \(layers) layers an adapter of rank \(rank) stands beside a weight of \(inputs) × \(outputs). How many numbers do the adapters learn
      in all?
      """, .whole(layers * rank * (inputs + outputs)),
      way: "A is in × r and B is r × out: r·(in + out) for each layer.",
      slips: [
        Slip(
          .whole(layers * rank * inputs * outputs),
          "The three sizes are multiplied. There are two thin matrices, A and B, and their numbers are added."
        ),
        Slip(.whole(layers * inputs * outputs), "Those are the numbers of the weights, which are frozen."),
        Slip(.whole(rank * (inputs + outputs)), "That is one layer's adapter."),
        Slip(.whole(layers * rank * inputs), "That is A alone. B is learned as well."),
        Slip(.whole(layers * rank * outputs), "That is B alone. A is learned as well."),
        Slip(
          .whole(layers * (inputs + outputs)), "The rank is left out: A has r columns, and B has r rows."),
        Slip(
          .whole(layers * rank * 2 * inputs),
          "Both matrices are counted with the inputs. B has as many columns as the weight has outputs."),
      ],
      readings: [
        Slip(
          .whole(layers * (rank * (inputs + outputs) + inputs * outputs)),
          "The weights are counted as well. They are frozen."),
        Slip(
          .whole(layers * rank * rank * (inputs + outputs)),
          "The rank is multiplied in twice. A is in × r, and B is r × out."),
      ])
  }

  static let fineTuningAdapter = QuestionKind("adapter", "A projection with an adapter") { draw in
    let input = draw.matrix(1, 2, 1...3)
    let weight = draw.matrix(2, 2, -2...3)
    let down = draw.matrix(2, 2, -1...2)
    let up = draw.matrix(2, 2, -1...2)
    let alpha = Double(draw.pick([1, 4, 6, 8]))
    let adapted = try Computed(
      .g_LORA,
      [
        "x": .matrix(input), "W": .matrix(weight), "A": .matrix(down), "B": .matrix(up),
        "alpha": .number(alpha),
      ],
      gives: "y")
    let plain = try input * weight
    let beside = try input * down * up
    return Question(
      """
      x = \(written(input.elements)), α = \(written(alpha)), and

      \(written("W", weight))

      \(written("A", down))

      \(written("B", up))

      What is y, the projection with the adapter?
      """, adapted.answer,
      way: "x·W, and beside it (x·A)·B times α/r, with r the number of columns of A.",
      slips: [
        Slip(
          .numbers((try plain + beside).elements),
          "α/r is left out. It keeps the size of the change the same when another rank is tried."),
        Slip(
          .numbers((try plain + beside / 2).elements),
          "It is divided by the rank, but α is left out."),
        Slip(
          .numbers((beside * (alpha / 2)).elements), "x·W is missing: the adapter stands *beside* the weight."
        ),
        Slip(.numbers(plain.elements), "That is x·W alone, as before the tuning."),
        Slip(
          .numbers((try plain + input * up * down * (alpha / 2)).elements),
          "A and B are exchanged: x meets A first."),
      ],
      readings: adapted.readings + [
        Slip(
          .numbers((try plain + beside * (2 / alpha)).elements),
          "It is multiplied by r/α. The rank stands below."),
        Slip(
          .numbers((try weight * input.transposed + down * up * input.transposed * (alpha / 2)).elements),
          "The matrices are applied from the left, to a column. x is a row here: x·W, and x·A·B."),
        Slip(
          .numbers((try plain + beside * alpha * alpha / 2).elements),
          "α is multiplied in twice."),
      ])
  }

  static let fineTuningFirstStep = QuestionKind("first-step", "The gradients of a new adapter") { draw in
    let numbers = draw.distinct(4, 2...9).map(Double.init)
    let (x, a, w) = (numbers[0], numbers[1], numbers[2])
    let upstream = draw.pick([-1.0, 1]) * numbers[3]
    return Question(
      """
      All sizes are 1, and α/r = 1: y = x·w + x·a·b, with x = \(written(x)), w = \(written(w)), a = \(written(a)) and b = 0, as a new adapter has it. The gradient of the loss
      by y is \(written(upstream)). What are its gradients by a and by b?
      """, .numbers([0, upstream * x * a]),
      way: "∂y/∂a = x·b and ∂y/∂b = x·a; both times the gradient by y.",
      slips: [
        Slip(
          .numbers([upstream * x * a, 0]),
          "The two are exchanged: the slope in a is made of b, which is 0, and that in b of a."),
        Slip(.numbers([0, 0]), "That would be so if a were 0 as well. Then neither would ever learn."),
        Slip(
          .numbers([upstream * x, upstream * x * a]),
          "In the gradient by a the factor b is left out, and it is 0."),
        Slip(
          .numbers([0, x * a]), "The gradient by y is left out. The chain rule multiplies by it."),
        Slip(
          .numbers([0, upstream * a]), "The factor x is left out: ∂y/∂b = x·a."),
        Slip(
          .numbers([0, upstream * x]), "The factor a is left out: ∂y/∂b = x·a."),
        Slip(
          .numbers([0, upstream * x * w]),
          "The frozen weight has taken the place of a. x·w does not depend on b."),
      ],
      readings: [
        Slip(
          .numbers([upstream * x * w, upstream * x * a]),
          "The frozen weight stands in the gradient by a. x·w does not depend on it."),
        Slip(
          .numbers([upstream * x, upstream * x]),
          "Both are the gradient by the product a·b. Each factor's slope is the other one."),
      ])
  }
}
