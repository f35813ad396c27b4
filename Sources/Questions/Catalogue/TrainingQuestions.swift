import Formulas
import Platform

/// Chapter 7.
extension QuestionKind {
  static let training: [QuestionKind] = [
    trainingFirstLoss, trainingEntropy, trainingShift, trainingMeanLoss, trainingLogitLoss, trainingGradient,
    trainingAdamStep, trainingMoment, trainingRate, trainingClipping, trainingTemperature, trainingGap,
  ]

  private static let trainingFirstLoss = QuestionKind("first", "The loss before anything is learned") {
    draw in
    let (twos, fives) = (draw.whole(0...5), draw.whole(1...3))
    let words = pow(2, Double(twos)) * pow(5, Double(fives))
    let loss = log(words)
    return Question(
      """
      A new GPT with a vocabulary of \(written(words)) tokens knows nothing yet. Which loss, in nats a token, should
      its first batch show?

      \(logarithms([2, 5])), ln 10 = \(written(log(2) + log(5))); \(written(words)) = 2^\(twos) · 5^\(fives)
      """, .number(loss), way: "Every token is equally likely, so the loss is −ln(1/V) = ln V.",
      slips: [
        Slip(
          .number(loss / log(2)),
          "These are bits: the logarithm to the base 2. Nats have the natural logarithm."),
        Slip(
          .number(loss / log(10)), "That is the logarithm to the base 10. Nats have the natural logarithm."),
        Slip(
          .number(words), "That is the perplexity of a model that knows nothing. The loss is its logarithm."),
        Slip(.number(1 / words), "That is the probability of each token. The loss is minus its logarithm."),
        Slip(
          .number(-loss),
          "The logarithm of the probability. The loss has a minus before it, and is never below 0."),
        Slip(
          .number(loss / words),
          "It is divided by the vocabulary. The loss is that of the one token that came."),
      ])
  }

  private static let trainingEntropy = QuestionKind("entropy", "What nobody can beat") { draw in
    let shares = draw.shuffled(
      draw.pick([[0.5, 0.25, 0.25], [0.6, 0.2, 0.2], [0.7, 0.2, 0.1], [0.5, 0.3, 0.2], [0.8, 0.1, 0.1]]))
    let colours = draw.shuffled(["red", "blue", "green", "yellow", "grey"]).prefix(3)
    let listed = zip(colours, shares).map { "\($0) with probability \(written($1))" }.joined(separator: ", ")
    let entropy = Formula.CrossEntropy.entropy(shares)
    let logs = shares.map { -log($0) }
    return Question(
      """
      At one place a source of texts draws the next word: \(listed). What is the least loss, in nats, that a model can
      have there on average, even if it knows the source?

      \(logarithms(shares + [2, 3]))
      """, .number(entropy),
      way:
        "The best model gives the source's own probabilities; each word comes as often as its probability says.",
      slips: [
        Slip(.number(0), "It can know the probabilities, and not the throw of the dice."),
        Slip(
          .number(log(3)), "That is a model that finds the three equally likely. It does not know the source."
        ),
        Slip(
          .number(logs.min() ?? 0),
          "That is the loss when the likeliest word comes. At times another comes, and costs more."),
        Slip(
          .number(logs.reduce(0, +) / 3),
          "The plain mean of the three losses. A word counts as often as it comes."),
        Slip(
          .number((shares.max() ?? 0) * (logs.min() ?? 0)),
          "That is the likeliest word alone, with its probability. The other two add their share."),
        Slip(.number(logs.reduce(0, +)), "The three losses are added without their probabilities."),
        Slip(.number(entropy / log(2)), "These are bits. Nats have the natural logarithm."),
        Slip(.number(exp(entropy)), "That is the perplexity. The loss is its logarithm."),
        Slip(
          .number(-entropy),
          "A probability is at most 1, and its logarithm at most 0: the loss has a minus before it."),
      ])
  }

  private static let trainingShift = QuestionKind("shift", "What the model is asked") { draw in
    let story = draw.distinct(4, 10...99)
    let start = draw.whole(1...9)
    return Question(
      """
      A story has the tokens \(story.map(String.init).joined(separator: " ")), and \(start) stands for its start. In
      training the model reads \(([start] + story.dropLast()).map(String.init).joined(separator: " ")). Which four
      targets belong to these four places?
      """, .whole(story), way: "At each place the target is the token that comes next in the story.",
      slips: [
        Slip(
          .whole([start] + story.dropLast()),
          "Not shifted: each target is the token just read. The loss would fall to almost nothing, and nothing be learned."
        ),
        Slip(
          .whole(Array(story[1...]) + [start]), "Shifted twice: each target is the token after the next."),
        Slip(
          .whole([start, start] + story[..<2]),
          "Shifted backwards: the model would be asked what it has read before."),
        Slip(
          .whole(Array(story[1...]) + [story[0]]),
          "The story is turned round by one. Each target is the *next* token."),
        Slip(
          .whole([story[3]]),
          "That is the last target alone. Every place of a sequence is an exercise, all at once."),
        Slip(.whole(story.reversed()), "The tokens are in reverse order."),
        Slip(
          .whole(Array(story[1...])),
          "The first target is missing: after the start the model has to find the first token."),
      ])
  }

  private static let trainingMeanLoss = QuestionKind("loss", "The loss of three tokens") { draw in
    let probabilities = draw.distinct(3, 1...9).map { Double($0) / 10 }
    let logs = probabilities.map { -log($0) }
    let loss = -Formula.Likelihood.meanLogProbability(probabilities)
    let mean = probabilities.reduce(0, +) / 3
    return Question(
      """
      To the three tokens that came a model had given the probabilities
      \(probabilities.map(written).joined(separator: ", ")). What is its loss, in nats a token?

      \(logarithms(probabilities + [mean]))
      """, .number(loss), way: "Minus the logarithm of each, and the mean of the three.",
      slips: [
        Slip(.number(loss * 3), "They are added, not averaged: the loss would double with the batch."),
        Slip(
          .number(-log(mean)),
          "That is the logarithm of the mean. Each token has its own loss first: one hopeless token must hurt."
        ),
        Slip(.number(-loss), "The minus is missing. A loss goes down when probabilities go up."),
        Slip(.number(1 - mean), "How far the probabilities are from 1, without the logarithm."),
        Slip(.number(loss / log(2)), "These are bits. Nats have the natural logarithm."),
        Slip(.number(exp(loss)), "That is the perplexity, e to the loss."),
        Slip(
          .number(probabilities.reduce(1, *)),
          "That is the probability of all three. The loss is minus its logarithm, a token."),
        Slip(.number(logs.max() ?? 0), "That is the worst token alone. The loss is the mean of all."),
        Slip(
          .number(-zip(probabilities, logs).reduce(0) { $0 + $1.0 * -$1.1 }),
          "The losses are weighted by the model's own probabilities, as in an entropy. The token that came counts whole."
        ),
      ])
  }

  private static let trainingLogitLoss = QuestionKind("logits", "The loss from logits") { draw in
    let logits = draw.distinct(3, -1...3).map(Double.init)
    let target = draw.pick((0...2).filter { logits[$0] < logits.max() ?? 0 })
    let powers = logits.map { exp($0) }
    let sum = powers.reduce(0, +)
    let probabilities = Formula.Softmax.published(logits)
    return Question(
      """
      The logits of the tokens 0, 1 and 2 are \(written(logits)), and token \(target) came. What is the loss, in nats?

      \(exponentials(logits)); ln \(written(sum)) = \(written(log(sum)))
      """, .number(Formula.CrossEntropy.fromLogits(logits, target: target)),
      way: "ln Σⱼ e^zⱼ − z_y, which is minus the logarithm of the target's softmax.",
      slips: [
        Slip(
          .number(probabilities[target]),
          "That is the probability of the token. The loss is minus its logarithm."),
        Slip(.number(log(sum)), "That is ln Σ e^z. The target's logit is still to be subtracted."),
        Slip(
          .number((logits.max() ?? 0) - logits[target]),
          "That is how far the logit lies below the greatest. All of them have a part in the softmax."),
        Slip(.number(-logits[target]), "That is minus the logit: the denominator of the softmax is missing."),
        Slip(
          .number(logits[target] - log(sum)),
          "That is the logarithm of the probability. The loss has a minus before it."),
        Slip(
          .number(log(sum) - logits[(target + 2) % 3]),
          "That is the loss of token \((target + 2) % 3). Tokens are counted from 0."),
        Slip(
          .number(Formula.CrossEntropy.fromLogits(probabilities, target: target)),
          "The softmax was taken twice. The loss is given logits, and takes it itself."),
        Slip(
          .number(log(sum) + logits[target]),
          "The logit is added. A greater logit of the target makes the loss smaller."),
        Slip(
          .number(sum - powers[target]), "The logarithm is missing."),
      ])
  }

  private static let trainingGradient = QuestionKind("gradient", "The gradient of the loss") { draw in
    let probabilities = draw.shuffled(
      draw.pick([[0.5, 0.3, 0.2], [0.6, 0.3, 0.1], [0.7, 0.2, 0.1], [0.4, 0.4, 0.2]]))
    let target = draw.whole(0...2)
    let rows = Double(draw.pick([2, 4, 5]))
    let hot = (0...2).map { $0 == target ? 1.0 : 0 }
    let difference = Formula.CrossEntropy.gradient(probabilities.map { log($0) }, target: target)
    return Question(
      """
      For one of the \(written(rows)) rows of a batch the softmax gives the tokens 0, 1 and 2 the probabilities
      \(written(probabilities)), and token \(target) came. The loss is the mean over the rows. What is its gradient by
      the three *logits* of this row?
      """, .numbers(difference.map { $0 / rows }),
      way:
        "(softmax − onehot)/rows: each logit is lowered by its probability, the right one raised by 1, and a row has its share of the mean.",
      slips: [
        Slip(
          .numbers(difference),
          "That is the gradient of the sum of the losses. The mean gives each row its share."),
        Slip(
          .numbers(difference.map { -$0 / rows }),
          "The sign is turned: a step goes against the gradient, and has to raise the right logit."),
        Slip(
          .numbers(difference.map { abs($0) / rows }),
          "The sign of the token that came is lost: its probability less 1 is below 0."),
        Slip(
          .numbers(difference.map { -$0 }),
          "The sign is turned, and each row has its share of the mean: two things to put right."),
        Slip(
          .numbers(probabilities.map { $0 / rows }),
          "The 1 of the token that came is not subtracted."),
        Slip(
          .numbers(zip(hot, difference).map { $0 * $1 / rows }),
          "The other logits have a gradient too: they stand in the softmax's denominator."),
        Slip(
          .numbers(zip(hot, probabilities).map { -$0 / $1 / rows }),
          "That is the gradient by the probabilities. Between them and the logits is the softmax."),
        Slip(
          .numbers(difference.map { $0 / 3 }),
          "It is divided by the number of tokens. The mean is taken over the rows."),
        Slip(
          .numbers(difference.map { $0 / rows / 3 }),
          "It is divided by rows and vocabulary. There is one loss for each row."),
        Slip(
          .numbers(zip(hot, probabilities).map { -$0 / $1 }),
          "That is the gradient of the sum by the probabilities: neither the softmax nor the mean is in it."),
      ])
  }
}
