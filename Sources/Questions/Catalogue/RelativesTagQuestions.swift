import Formulas
import Platform

/// Chapter 13: what is learned, and tags.
extension QuestionKind {
  static let relativesReestimated = QuestionKind("reestimated", "A step of Baum and Welch") { draw in
    let shares = (0..<4).map { _ in draw.decimal(0.1...0.9) }
    let text = draw.shuffled(["x", "x", "y", draw.pick(["x", "y"])])
    let places = text.indices.filter { text[$0] == "x" }
    func expected(_ weights: [Double]) -> Double { places.reduce(0) { $0 + weights[$1] } }
    let others = shares.map { 1 - $0 }
    let (own, other) = (shares.reduce(0, +), others.reduce(0, +))
    let right = [shares[0], expected(shares) / own, expected(others) / other]
    let hard = shares.map { $0 > 0.5 ? 1.0 : 0 }
    let soft = hard.map { 1 - $0 }
    return Question(
      """
      Of two states, the model as it is gives state 0 these probabilities at the four places of the text “\(text.joined(separator: " "))”:

          γ(0) = \(written(shares))

      After a step of Baum and Welch: how likely is state 0 at the beginning, how likely does state 0 say x, and how likely does state 1 say x?
      """, .numbers(right),
      way:
        "The first γ; then what is expected of a state at the places of x, as a share of what is expected of it at all places.",
      slips: [
        Slip(
          .numbers([shares[0], expected(shares) / 4, expected(others) / 4]),
          "It is divided by the number of places. The state is not at all of them: divide by what is expected of it."
        ),
        Slip(
          .numbers([
            shares[0], expected(shares) / Double(places.count), expected(others) / Double(places.count),
          ]),
          "It is divided by the number of x. That says which state is behind an x, not what a state says."),
        Slip(
          .numbers([own / 4, right[1], right[2]]),
          "The first number is the state's share of the whole text. π is about the first place alone."),
        Slip(
          .numbers([shares[0], right[1], 1 - right[1]]),
          "What the two states say of x does not sum to 1; what *one* state says of x and y does."),
        Slip(
          .numbers([shares[0], expected(shares), expected(others)]),
          "Those are expected counts. They are to be divided by those of the state at all places."),
        Slip(
          .numbers([0.5, right[1], right[2]]),
          "The first number is what is known of nothing. After the step it is the first γ."),
      ],
      readings: [
        Slip(
          .numbers([shares[0], right[1], right[1]]),
          "What state 0 says is taken for what state 1 says. It has expected counts of its own."),
        Slip(
          .numbers([hard[0], expected(hard) / hard.reduce(0, +), expected(soft) / soft.reduce(0, +)]),
          "Each place is given to its likelier state. It belongs to both, by their probabilities."),
        Slip(
          .numbers([
            shares[0], Double(places.count) / 4, Double(places.count) / 4,
          ]), "That is the share of x in the text. Each state has a share of its own."),
        Slip(
          .numbers([shares[0], right[2], right[1]]), "The two states are exchanged in what they say."),
        Slip(
          .numbers([shares[0], 1 - right[1], 1 - right[2]]), "That is how likely they say y."),
        Slip(
          .numbers([shares[0], expected(shares) / own, expected(others) / own]),
          "State 1 is divided by what is expected of state 0."),
      ])
  }

  static let relativesField = QuestionKind("field", "How likely tags are") { draw in
    let scores = Matrix(rowCount: 2, columnCount: 2, elements: draw.vector(4, 0...2))
    let moves = Matrix(rowCount: 2, columnCount: 2, elements: draw.vector(4, -1...1))
    let tags = [draw.whole(0...1), draw.whole(0...1)]
    func score(_ first: Int, _ second: Int, moves: Matrix) -> Double {
      scores[0, first] + scores[1, second] + moves[first, second]
    }
    let all = [(0, 0), (0, 1), (1, 0), (1, 1)]
    func share(_ moves: Matrix) -> Double {
      exp(score(tags[0], tags[1], moves: moves))
        / all.reduce(0) { $0 + exp(score($1.0, $1.1, moves: moves)) }
    }
    let (logZ, right) = try Formula.HiddenStates.logProbability(
      ofTags: tags, scores: scores, transitions: moves)
    let local = try Formula.HiddenStates.locallyNormalized(ofTags: tags, scores: scores, transitions: moves)
    let own = score(tags[0], tags[1], moves: moves)
    let total = all.reduce(0) { $0 + score($1.0, $1.1, moves: moves) }
    let best = all.map { score($0.0, $0.1, moves: moves) }.max() ?? 0
    return Question(
      """
      A conditional random field gives two words the scores s, a row each, for the tags 0 and 1, and T to a tag (row) before a tag
      (column):

      \(written("s", scores))

      \(written("T", moves))

      How likely are the tags \(tags[0]), \(tags[1])?

      \(exponentials(all.map { score($0.0, $0.1, moves: moves) } + [0]))
      """, .number(exp(right)),
      way:
        "e to the score of these tags, T among it, divided by the sum of that over all four pairs of tags.",
      slips: [
        Slip(
          .number(own / total), "The scores are divided by their sum. They stand in exponents."),
        Slip(.number(exp(own)), "It is not divided by Z, the sum over all pairs of tags."),
        Slip(.number(right), "That is ln P. How likely the tags are was asked."),
        Slip(
          .number(share(moves * 0)), "T is left out: that is maximum entropy, each tag by itself."),
        Slip(
          .number(exp(own) / (exp(logZ) - exp(own))),
          "It is divided by the *other* pairs. Z sums over all, these tags among them."),
      ],
      readings: [
        Slip(
          .number(Formula.Softmax.published(scores.row(1))[tags[1]]),
          "That is the second word alone. How likely both tags are was asked."),
        Slip(
          .number(Formula.Softmax.published(scores.row(0))[tags[0]]),
          "That is the first word alone. How likely both tags are was asked."),
        Slip(.number(0.25), "As if all four pairs were alike. They have scores."),
        Slip(
          .number(exp(local)),
          "Each word is divided by a sum of its own. There is one Z for the whole sentence."),
        Slip(
          .number(share(moves.transposed)), "T is read the wrong way: the row is the tag before."),
        Slip(.number(own), "That is the score. It stands in an exponent, and is divided by Z."),
        Slip(
          .number(exp(own - best)), "It is divided by the likeliest pair alone. Z sums over all pairs."),
        Slip(
          .number(exp(own) / 4), "It is divided by the number of pairs, not by their sum."),
        Slip(.number(exp(logZ)), "That is Z. e to the score of these tags is divided by it."),
        Slip(.number(1 - exp(right)), "That is how likely any others are."),
      ])
  }

  static let relativesExpected = QuestionKind("expected", "The derivative by a weight of the field") {
    draw in
    let shares = (0..<4).map { _ in draw.decimal(0.1...0.9) }
    let count = draw.whole(1...3)
    let isThing = draw.shuffled((0..<4).map { $0 < count })
    let truth = isThing.map { $0 ? "thing" : "other" }
    let sum = shares.reduce(0, +)
    let right = sum - Double(count)
    let guessed = Double(shares.count { $0 > 0.5 })
    let onTrue = zip(shares, isThing).reduce(0) { $0 + ($1.1 ? $1.0 : 0) }
    return Question(
      """
      The feature “ends in -er” is there at four places. The field gives them the tag “thing” with P = \(written(shares)); in truth they are
      \(truth.joined(separator: ", ")). What is the derivative of the loss −ln P(tags) by the weight of “ends in -er” for “thing”?
      """, .number(right),
      way:
        "How often the model expects the two together, less how often they are: the sum of P less the count.",
      slips: [
        Slip(
          .number(-right),
          "That is how often it is so, less how often it is expected: the way that ln P rises, not the loss."),
        Slip(.number(right / 4), "It is divided by four. The loss is that of all tags together."),
        Slip(
          .number(guessed - Double(count)),
          "The likeliest tags are counted. What is *expected* is the sum of the probabilities."),
        Slip(
          .number(onTrue - Double(count)),
          "Only the places that are things are counted. The model expects things at the others, too."),
        Slip(.number(sum), "That is what is expected. How often it is so is to be taken off."),
      ],
      readings: [
        Slip(
          .number(4 - sum),
          "That is how often another tag is expected. It is about things, and how often they are there is taken off."
        ),
        Slip(
          .number(Double(count)), "That is how often it is so. It is to be taken off what is expected."),
        Slip(
          .number(zip(shares, isThing).reduce(0) { $0 + abs($1.0 - ($1.1 ? 1 : 0)) }),
          "The differences are added without their signs. Too much here and too little there cancel."),
        Slip(
          .number(Double(count) - onTrue),
          "Only the places that are things are counted, and the sign is turned."),
        Slip(
          .number(sum - 4), "It is compared with all four places. Only some of them are things."),
        Slip(
          .number(sum / 4), "That is the mean of what is expected. How often it is so is to be taken off."),
        Slip(
          .number(sum - onTrue),
          "That is what is expected where it is not so. The places where it is so count as well."),
        Slip(
          .number(sum / Double(count)), "Divided instead of subtracted: of equal numbers the derivative is 0."
        ),
        Slip(
          .number(-zip(shares, isThing).reduce(0) { $0 + log($1.1 ? $1.0 : 1 - $1.0) }),
          "That is the loss. Its derivative by one weight was asked for."),
      ])
  }
}
