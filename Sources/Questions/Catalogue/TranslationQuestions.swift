import Formulas
import Platform

/// Chapter 10: two stacks, and what is learned.
extension QuestionKind {
  static let translation: [QuestionKind] = [
    translationShapes, translationSight, translationForcing, translationLabel, translationSmoothedLoss,
    translationGradient, translationRate, translationGreedy, translationCache, translationPairs,
    translationBrevity, translationBLEU,
  ]

  private static let translationShapes = QuestionKind("shapes", "The shapes of a cross-attention") { draw in
    let sizes = draw.distinct(2, 4...12)
    let (source, target) = (sizes[0], sizes[1])
    let channels = draw.pick([32, 64, 128])
    return Question(
      """
      The source has \(source) tokens, the target \(target) so far; everything is \(channels) wide. Which shapes have, in the cross-attention of a
      decoder block, the weights (of one head) and the output? (Four numbers.)
      """, .whole([target, source, target, channels]),
      way:
        "The target asks and the memory answers: a row for each token of the target, a column for each of the source.",
      slips: [
        Slip(
          .whole([source, target, source, channels]),
          "There the source asks. It is the target that asks, and that gets a row for each of its tokens."),
        Slip(
          .whole([target, target, target, channels]),
          "Those are the shapes of the decoder's self-attention. The keys are those of the memory."),
        Slip(
          .whole([source, source, source, channels]),
          "Those are the shapes of the encoder's self-attention. The queries are those of the target."),
        Slip(
          .whole([target, source, source, channels]),
          "The weights are right. They times V, with a row of V for each token of the source, give a row for each *query*."
        ),
        Slip(
          .whole([source, target, target, channels]),
          "The weights are transposed: a row belongs to a query, and the target asks."),
        Slip(
          .whole([target, source, target, source]),
          "The output is as wide as the values, not as the source is long."),
        Slip(
          .whole([target, channels, target, channels]),
          "That is the shape of the queries. The weights have a number for each key."),
      ])
  }

  private static let translationSight = QuestionKind("sight", "What a place of the decoder sees") { draw in
    let source = draw.whole(6...12)
    let length = draw.whole(7...12)
    let place = draw.whole(2...length - 3)
    return Question(
      """
      In training the source has \(source) tokens, and the decoder reads \(length) tokens, the beginning token at place 0. How many tokens of the
      target and how many of the source has place \(place) in view?
      """, .whole([place + 1, source]),
      way:
        "The decoder's self-attention is causal, with a token in view of itself; cross-attention and encoder have no mask.",
      slips: [
        Slip(
          .whole([length, source]),
          "There the target is not masked: a place would see the word that it is to write, one place further."
        ),
        Slip(
          .whole([place, source]), "A place sees itself as well: it has read the token that stands there."),
        Slip(
          .whole([place + 1, place + 1]),
          "There the source is masked, too. All of it is known before the first word is written."),
        Slip(
          .whole([place, place]), "The source is masked, and the place does not see itself. Neither is so."),
        Slip(.whole([1, source]), "That is the last token alone. The places before it are in view as well."),
        Slip(
          .whole([length, place + 1]),
          "The mask stands in the wrong attention. It is the target that must not be seen ahead."),
        Slip(
          .whole([length - place, source]), "There the *later* places are in view. Causal is the other way."),
      ],
      readings: [
        Slip(.whole([place + 2, source]), "That is one place too many: the word that is to be written."),
        Slip(
          .whole([source, place + 1]),
          "The two are exchanged: first the target was asked for, then the source."),
      ])
  }

  private static let translationForcing = QuestionKind("forcing", "What is read and what is to be written") {
    draw in
    let text = draw.distinct(3, 3...9)
    let (padding, begin, end) = (0, 1, 2)
    return Question(
      """
      Tokens are numbers: 0 is the padding, 1 the beginning token, 2 the end token. The target is \(text.map(String.init).joined(separator: " ")), and the batch
      has room for 5 places. Which five tokens does the decoder read in training, and which five is it to write? (Ten numbers.)
      """, .whole([begin] + text + [padding] + text + [end, padding]),
      way:
        "It reads the beginning token and the text, and writes, one place earlier, the text and the end token.",
      slips: [
        Slip(
          .whole([begin] + text + [end] + [begin] + text + [end]),
          "Nothing is shifted: each place would have to write what it has just read."),
        Slip(
          .whole([begin] + text + [end] + text + [end, padding]),
          "The end token is read as well. Once it is due to be written, nothing comes after it."),
        Slip(
          .whole([begin] + text + [padding] + text + [padding, padding]),
          "The end token is not to be written: such a decoder never stops."),
        Slip(
          .whole(text + [end, padding] + text + [end, padding]),
          "Nothing is shifted, and the beginning token is missing: what has the decoder read when the first word is due?"
        ),
        Slip(
          .whole(text + [end, padding] + [begin] + text + [padding]),
          "It is shifted the wrong way: the decoder reads the past and writes what comes next."),
        Slip(
          .whole([begin] + text + [padding] + [begin] + text + [end]),
          "The beginning token is given to the decoder. It does not have to be written."),
        Slip(
          .whole([padding, begin] + text + [padding] + text + [end]),
          "The padding stands before the text. Behind it the causal mask hides it from all words; before it, nothing does."
        ),
      ],
      readings: [
        Slip(
          .whole([begin] + text + [padding, padding] + text + [end]),
          "What is to be written stands at the place at which the decoder has read that far: the first word at the first place."
        ),
        Slip(
          .whole(text + [padding, padding] + text + [end, padding]),
          "What is read begins with the beginning token: something has to be there when the first word is due."
        ),
      ])
  }

  private static let translationLabel = QuestionKind("label", "A smoothed label") { draw in
    let smoothing = draw.pick([0.1, 0.2, 0.3, 0.4])
    let count = Double(draw.pick([4, 5, 8, 10, 20]))
    return Question(
      """
      A vocabulary has \(written(count)) tokens, and ε = \(written(smoothing)). What does the smoothed label give to the true token, and what to each of the
      others?
      """, .numbers([1 - smoothing + smoothing / count, smoothing / count]),
      way: "1 − ε for the true one, and ε/V for each of all V tokens, the true one among them. It sums to 1.",
      slips: [
        Slip(
          .numbers([1 - smoothing, smoothing / (count - 1)]),
          "ε is shared by the V − 1 others. So do some papers; here the true token has its part of it, too."),
        Slip(
          .numbers([1 - smoothing, smoothing / count]),
          "Add it up: it is less than 1. The true token belongs to those that ε is spread over."),
        Slip(
          .numbers([1 - smoothing, smoothing]),
          "Each of the others has ε. Add it up: ε is the share of all together."),
        Slip(
          .numbers([1, smoothing / count]),
          "Add it up: what is given to the others is taken from the true one first."),
        Slip(
          .numbers([1 + smoothing / count, smoothing / count]),
          "Add it up: it is more than 1. The true token loses ε first."),
        Slip(
          .numbers([smoothing + (1 - smoothing) / count, (1 - smoothing) / count]),
          "ε and 1 − ε are exchanged: without smoothing, ε = 0, the label is sure of its token."),
        Slip(.numbers([1, 0]), "That is the label without smoothing."),
      ],
      readings: [
        Slip(
          .numbers([smoothing / count, 1 - smoothing + smoothing / count]),
          "The two are exchanged: the true token has most of it.")
      ])
  }

  private static let translationSmoothedLoss = QuestionKind("smoothed-loss", "The loss with a smoothed label")
  {
    draw in
    let smoothing = draw.pick([0.2, 0.4])
    let probabilities = draw.shuffled(
      draw.pick([[0.7, 0.1, 0.1, 0.1], [0.5, 0.2, 0.2, 0.1], [0.6, 0.2, 0.1, 0.1]]))
    let target = draw.whole(0...3)
    let surprises = probabilities.map { -log($0) }
    func loss(_ own: Double, _ others: Double) -> Double {
      surprises.indices.reduce(0) { $0 + ($1 == target ? own : others) * surprises[$1] }
    }
    return Question(
      """
      A model gives its four tokens the probabilities \(written(probabilities)), and token \(target) (counted from 0) is the true one. What is the
      loss with ε = \(written(smoothing))?

      \(logarithms(probabilities))
      """, .number(loss(1 - smoothing * 0.75, smoothing / 4)),
      way: "The label is 1 − ε + ε/4 for the true token and ε/4 for the others; each times −ln p, and added.",
      slips: [
        Slip(.number(surprises[target]), "That is the loss of a sure label: ε is left out."),
        Slip(
          .number(loss(1 - smoothing, smoothing / 3)),
          "ε is shared by the three others. Here the true token has its part of it, too."),
        Slip(
          .number(loss(1 - smoothing, smoothing / 4)),
          "The label sums to less than 1: the true token has a part of ε as well."),
        Slip(
          .number(loss(1 - smoothing * 0.75, 0)),
          "Only the true token's term is there. The others have a label, too, and cost something."),
        Slip(
          .number(loss(1 - smoothing, 0)),
          "The rest of the label is dropped. What is taken from the true token is spread over all of them."),
        Slip(
          .number(loss(1 - smoothing, smoothing)),
          "Each of the others has ε. It is the share of all together."),
        Slip(
          .number(loss(1 + smoothing / 4, smoothing / 4)),
          "The label sums to more than 1: what is spread is taken from the true token first."),
        Slip(
          .number(loss(smoothing + (1 - smoothing) / 4, (1 - smoothing) / 4)),
          "ε and 1 − ε are exchanged."),
        Slip(
          .number((1 - smoothing) * surprises[target] + smoothing * log(4)),
          "The even part is taken as ln 4. It is the mean of −ln p over the tokens, whatever the model says."),
      ],
      readings: [
        Slip(
          .number(
            surprises.indices.reduce(0) {
              $0 + ($1 == (target + 3) % 4 ? 1 - smoothing * 0.75 : smoothing / 4) * surprises[$1]
            }), "Another token is taken for the true one: they are counted from 0."),
        Slip(
          .number(loss(1 - smoothing * 0.75, smoothing / 4) / 4),
          "It is divided by the number of tokens. The label sums to 1 already."),
      ])
  }

  private static let translationGradient = QuestionKind("gradient", "The gradient by the logits") { draw in
    let smoothing = draw.pick([0.2, 0.4])
    let probabilities = draw.shuffled(
      draw.pick([[0.7, 0.15, 0.1, 0.05], [0.5, 0.25, 0.2, 0.05], [0.6, 0.2, 0.15, 0.05]]))
    let target = draw.whole(0...3)
    func less(_ own: Double, _ others: Double) -> [Double] {
      probabilities.indices.map { probabilities[$0] - ($0 == target ? own : others) }
    }
    let right = less(1 - smoothing * 0.75, smoothing / 4)
    return Question(
      """
      The softmax of four logits is \(written(probabilities)), and token \(target) (counted from 0) is the true one; ε = \(written(smoothing)). What is the
      gradient of the loss by the four logits?
      """, .numbers(right),
      way: "softmax(z) − q, with q the smoothed label. It sums to 0.",
      slips: [
        Slip(
          .numbers(less(1, 0)),
          "That is the gradient with a sure label. The smoothed one is subtracted, with a part for each token."
        ),
        Slip(
          .numbers(less(1 - smoothing * 0.75, 0)),
          "ε/V is not subtracted from the others. A gradient by logits sums to 0."),
        Slip(
          .numbers(less(1 - smoothing, smoothing / 3)),
          "ε is shared by the three others. Here the true token has its part of it, too."),
        Slip(
          .numbers(less(1 - smoothing, smoothing / 4)),
          "That label sums to less than 1: the true token has a part of ε as well."),
        Slip(
          .numbers(right.map { -$0 }),
          "That is q − softmax(z), the way downhill. The gradient points uphill."),
        Slip(
          .numbers(right.map { $0 / 4 }), "It is divided by the number of tokens. One label is one label."),
      ],
      readings: [
        Slip(
          .numbers(
            probabilities.indices.map {
              probabilities[$0] - ($0 == (target + 3) % 4 ? 1 - smoothing * 0.75 : smoothing / 4)
            }), "Another token is taken for the true one: they are counted from 0."),
        Slip(
          .numbers(less(1 - smoothing, smoothing)),
          "Each of the others has ε. It is the share of all together."),
      ])
  }
}
