import Formulas
import Platform

/// Chapter 2: how large a table is, and what its rows say of each other.
extension QuestionKind {
  static let embeddingsParameters = QuestionKind("parameters", "The size of the tables") { draw in
    let size = draw.pick([60, 100, 200, 500])
    let width = draw.pick([8, 16, 32])
    let length = draw.pick([20, 40, 50])
    let isTied = draw.pick([true, false])
    let table = size * width
    let right = table + length * width + (isTied ? 0 : table)
    return Question(
      """
      A model has \(size) tokens, \(width) channels and learned positions for at most \(length) tokens; its output head has no bias and is
      \(isTied ? "tied to the token table" : "a matrix of its own"). How many parameters have the two tables and the head together?
      """, .whole(right),
      way: isTied
        ? "\(size)·\(width) for the tokens and \(length)·\(width) for the positions. The head is the token table again."
        : "\(size)·\(width) for the tokens, as many for the head, and \(length)·\(width) for the positions.",
      slips: [
        Slip(
          .whole(isTied ? right + table : right - table),
          isTied
            ? "A tied head is the token table again: its numbers are counted once."
            : "A head of its own has its own matrix: its numbers come on top."),
        Slip(.whole(right - length * width), "Learned positions are a table too, a row for each place."),
        Slip(.whole(table), "That is the token table alone."),
        Slip(
          .whole(right - length * width + length),
          "A position has a whole row, as wide as a token's, so that the two can be added."),
        Slip(
          .whole(right - length * width + size * length),
          "A position is a row of channels. It does not matter which token stands there."),
        Slip(
          .whole(right + size), "Here the head has no bias: the token's count does not come on top."),
        Slip(
          .whole(isTied ? size + length : 2 * size + length),
          "These are the rows. Each has as many numbers as there are channels."),
        Slip(
          .whole(table * length), "The tables are multiplied. They lie beside each other, so they are added."),
      ])
  }

  static let embeddingsNeighbour = QuestionKind("neighbour", "From a row to the next word") { draw in
    let row = Matrix([draw.vector(2, -1...2)])
    let head = draw.matrix(2, 3, -1...2)
    let logits = try (row * head).elements
    let chances = try Computed(.g_SOFTMAX, ["z": .numbers(logits)], gives: "p")
    let powers = logits.map { exp($0) }
    return Question(
      """
      The row of a word and the matrix that makes logits of it, without bias:

      \(written("e", row))

      \(written("A", head))

      How probable is each of the three words as its neighbour?

      \(exponentials(logits))
      """, chances.answer,
      way: "The logits e·A are \(written(logits)); e to each, divided by the sum of the three.",
      slips: [
        Slip(.numbers(logits), "These are the logits. A softmax makes probabilities of them."),
        Slip(.numbers(powers), "These are the exponentials; they are not yet divided by their sum."),
        Slip(
          .numbers(powers.map { $0 / (1 + $0) }),
          "That is the sigmoid of each logit by itself: the three do not sum to 1."),
        Slip(
          .numbers(logits.map { $0 / logits.reduce(0, +) }),
          "The logits themselves are divided by their sum. They become positive by e^ first."),
        Slip(
          .numbers(powers.map { $0 / (powers.max() ?? 1) }),
          "Divided by the greatest exponential. The probabilities have to sum to 1."),
        Slip(
          .numbers(logits.map { $0 == logits.max() ? 1 : 0 }),
          "All of it to the greatest logit. A softmax gives every word something."),
      ], readings: chances.readings)
  }

  static let embeddingsCosine = QuestionKind("cosine", "How alike two rows are") { draw in
    let triples = [(3.0, 4.0, 5.0), (4, 3, 5), (6, 8, 10), (5, 12, 13), (12, 5, 13), (8, 6, 10), (8, 15, 17)]
    let (left, right) = (draw.pick(triples), draw.pick(triples))
    let sign = draw.pick([1.0, -1])
    let (x, y) = ([left.0, left.1], [right.0, sign * right.1])
    let product = x[0] * y[0] + x[1] * y[1]
    let (first, second) = (left.2, right.2)
    func sum(_ numbers: [Double]) -> Double { numbers.map(abs).reduce(0, +) }
    return Question(
      "Two rows of a table are \(written(x)) and \(written(y)). What is their cosine?",
      .number(product / (first * second)),
      way: "The dot product, divided by both lengths; a length is the root of the sum of the squares.",
      slips: [
        Slip(
          .number(product),
          "That is the dot product. A vector twice as long has the same direction: divide by both lengths."),
        Slip(.number(product / first), "Divided by one length. Double the second row: the cosine must stay."),
        Slip(
          .number(product / second),
          "Divided by the second length alone. Double the first row: the cosine must stay."),
        Slip(
          .number(product / (first * first * second * second)),
          "Divided by the sums of the squares. A length is the root of that."),
        Slip(
          .number(product / (first + second)),
          "The lengths are added. Compared with itself a row must give 1."),
        Slip(
          .number(product / (sum(x) * sum(y))),
          "Divided by the sums of the magnitudes. The length of (3, 4) is 5, not 7."),
        Slip(
          .number(1 - product / (first * second)),
          "That is a distance, 0 for the same direction. The cosine is 1 there."),
        Slip(.number(product / (first * first)), "Divided twice by the first length, and not by the second."),
        Slip(
          .number((left.0 * abs(y[1]) + left.1 * y[0]) / (first * second)),
          "Channels are crossed: the first of one goes with the first of the other."),
      ],
      readings: [
        Slip(
          .number((left.0 * right.0 + left.1 * right.1) / (first * second)),
          "A minus has got lost on the way.")
      ])
  }

  static let embeddingsChance = QuestionKind("chance", "Cosines of random rows") { draw in
    let width = Double(draw.pick([9, 16, 25, 36, 49, 64, 81, 100, 121, 144, 225, 256, 400]))
    let size = draw.pick([100, 200, 500])
    return Question(
      """
      A table of \(size) words and \(written(width)) channels has just been drawn at random, mean 0. About how large are the cosines between its
      rows: what is their standard deviation?
      """, .number(1 / width.squareRoot()),
      way:
        "A cosine is a sum of d products of which each has the variance 1/d²: the variance is 1/d, and its root is asked for.",
      slips: [
        Slip(.number(1 / width), "That is their variance, 1/d. The standard deviation is its root."),
        Slip(.number(width.squareRoot()), "A cosine is at most 1. Is it √d or one over it?"),
        Slip(
          .number(1 / Double(size).squareRoot()),
          "How many words there are does not matter: each pair is compared by itself. Channels do."),
        Slip(.number(0), "0 is their mean. Asked for is how far from it they usually are."),
        Slip(.number(1), "1 would be every row in one direction, or against it."),
        Slip(.number(0.5), "The more channels, the more directions: chance likeness becomes smaller with d."),
        Slip(
          .number(1 / Double(size)),
          "The words do not enter, and a root belongs there: think of a sum of d products."),
      ])
  }

  static let embeddingsLengths = QuestionKind("lengths", "Why rows are multiplied by √d") { draw in
    let half = Double(draw.pick([2, 3, 4, 5, 6, 7, 8, 9, 10, 12]))
    let width = 2 * half * half
    let root = width.squareRoot()
    let (rows, position) = (root, half)
    return Question(
      """
      The rows of a table have variance 1/d; each position has d/2 pairs of a sine and a cosine. With d = \(written(width)): how long is a row on
      average after it was multiplied by √d, and how long is a position? (Two numbers; a length is the root of the sum of
      the squares.)

      \(roots([width, width / 2, 2]))
      """, .numbers([rows, position]),
      way:
        "d squares of 1/d sum to 1: length 1, times √d. In each pair sin² + cos² is 1: d/2 in all, under the root.",
      slips: [
        Slip(.numbers([1, position]), "The row is not yet multiplied: 1 is its length before."),
        Slip(
          .numbers([width, position]), "The row's length before is 1, not √d: d squares of 1/d sum to 1."),
        Slip(
          .numbers([rows, rows]), "sin² + cos² is 1 for a pair, not for each channel: there are d/2 pairs."),
        Slip(.numbers([rows, width / 2]), "d/2 is the square of a position's length. The root is missing."),
        Slip(.numbers([width, width / 2]), "These are squared lengths. The roots are missing."),
        Slip(.numbers([rows, 1]), "1 is one pair's part of the squared length; there are d/2 pairs."),
        Slip(
          .numbers([1, 1]),
          "A row is multiplied by √d, and a position has d/2 pairs, each with sin² + cos² = 1."),
        Slip(.numbers([position, rows]), "The two are exchanged."),
        Slip(.numbers([1 / rows, position]), "Multiplied, not divided: the row had the length 1."),
      ])
  }
}
