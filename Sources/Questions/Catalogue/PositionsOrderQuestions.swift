import Formulas
import Platform

/// Chapter 3: what a step is, how tokens get their places, and what goes wrong.
extension QuestionKind {
  static let positionsDiagonal = QuestionKind("diagonal", "Which products are equal") { draw in
    let near = draw.whole(2...7)
    let step = draw.whole(2...6)
    let shift = draw.whole(3...9)
    let far = near + step
    func product(_ p: Int, _ q: Int) -> String { "PE(\(p))·PE(\(q))" }
    return Question(
      "Which of these is the same number as \(product(near, far)) in every sinusoidal table, whatever the base?",
      right: product(near + shift, far + shift),
      wrong: [
        product(2 * near, 2 * far):
          "Here the ratio of the positions is the same. It is their difference that counts.",
        product(near - 1, far + 1):
          "Here the sum of the positions is the same. It is their difference that counts.",
        product(near, far + shift): "The first position is the same, but the second lies farther away.",
        product(near, near): "A position with itself has the greatest product there is, d/2.",
      ], way: "Both are \(step) apart, and a product is a sum of cosines of the distance.", order: &draw)
  }

  static let positionsRotation = QuestionKind("rotation", "A step is a rotation") { draw in
    let pairs = [(0.6, 0.8), (0.8, 0.6), (-0.6, 0.8), (0.8, -0.6), (-0.8, 0.6), (0.96, 0.28), (0.28, 0.96)]
    let ((s, c), (turn, stay)) = (draw.pick(pairs), draw.pick(pairs))
    let steps = draw.whole(2...9)
    return Question(
      """
      At position p a pair stands at (sin pω, cos pω) = (\(written(s)), \(written(c))). For a step of \(steps): sin \(steps)ω = \(written(turn)), cos \(steps)ω = \(written(stay)). Where
      does the pair stand at position p + \(steps)? (Sine, cosine.)
      """, .numbers([s * stay + c * turn, c * stay - s * turn]),
      way:
        "The addition theorems: sin(α + β) = sin α·cos β + cos α·sin β, cos(α + β) = cos α·cos β − sin α·sin β.",
      slips: [
        Slip(
          .numbers([s * stay - c * turn, c * stay + s * turn]),
          "That is \(steps) places *back*: the matrix is transposed, as when a column's matrix meets a row."),
        Slip(.numbers([s + turn, c + stay]), "Sines of angles do not add: the pair would leave the circle."),
        Slip(
          .numbers([s * turn, c * stay]),
          "Sine with sine and cosine with cosine, multiplied. The two mix in a rotation."),
        Slip(
          .numbers([s * stay + c * turn, c * stay + s * turn]),
          "The minus is missing: sin² + cos² is no longer 1."),
        Slip(
          .numbers([c * stay - s * turn, s * stay + c * turn]),
          "The two are exchanged: the sine has the even channel."),
        Slip(
          .numbers([s * turn + c * stay, s * stay - c * turn]),
          "Sine and cosine of the step are exchanged: for a step of 0, with sine 0 and cosine 1, nothing may change."
        ),
        Slip(.numbers([turn, stay]), "That is position \(steps). The pair had turned by pω before."),
        Slip(
          .numbers([s * stay + s * turn, c * stay - c * turn]),
          "Each is mixed with itself. In a rotation the sine takes from the cosine, and the cosine from the sine."
        ),
      ])
  }

  static let positionsAdded = QuestionKind("added", "Where each token stands") { draw in
    let tokens = draw.matrix(2, 2, -4...6)
    let table = Matrix(rowCount: 4, columnCount: 2, elements: draw.distinct(8, -9...9).map(Double.init))
    let start = draw.whole(0...2)
    func rows(_ first: Int) -> Matrix { Matrix([table.row(first), table.row(first + 1)]) }
    let right = try Formula.PositionalEncoding.added(tokens, rows(start))
    let elsewhere = try [0, start + 1].filter { $0 != start && $0 < 3 }.map { first in
      Slip(
        .numbers(try Formula.PositionalEncoding.added(tokens, rows(first)).elements),
        first == 0
          ? "The table's first rows are added, as if the text began here. Others stand before these two."
          : "One row too far: rows and tokens are both counted from 0.")
    }
    return Question(
      """
      Embeddings of two tokens, before which \(start == 0 ? "no other stands" : start == 1 ? "one other stands" : "two others stand"), and a table of learned positions:

      \(written("X", tokens))

      \(written("P", table))

      What goes into the first layer for these two, row by row?
      """, .numbers(right.elements),
      way: "Token and position are added: rows \(start) and \(start + 1) of P, counted from 0.",
      slips: [
        Slip(
          .numbers(zip(tokens.elements, rows(start).elements).map { $0 * $1 }),
          "They are multiplied. A position that is 0 in a channel would wipe out the token there."),
        Slip(
          .numbers(try Formula.PositionalEncoding.appended(tokens, rows(start)).elements),
          "They are appended: four channels a token. The published way is the sum."),
        Slip(.numbers(rows(start).elements), "These are the positions alone. The tokens are missing."),
        Slip(.numbers(tokens.elements), "These are the tokens alone: order is invisible."),
        Slip(
          .numbers(zip(tokens.elements + [0, 0, 0, 0], table.elements).map { $0 + $1 }),
          "The whole table is added. Two tokens take two of its rows."),
        Slip(
          .numbers((0..<4).map { tokens.elements[$0] + table[start, $0 % 2] }),
          "Both got the first one's position. The second stands a place farther on."),
        Slip(
          .numbers((0..<4).map { tokens.elements[$0] - rows(start).elements[$0] }),
          "The position is taken off. It is added."),
      ] + elsewhere)
  }

  static let positionsMultiplied = QuestionKind("multiplied", "Positions multiplied") { draw in
    let token = draw.distinct(4, 1...9).map { Double($0) * draw.pick([-1, 1]) }
    return Question(
      """
      A program multiplies a token's vector, number by number, with its sinusoidal position where it should add. What is left
      of the token \(written(token)) at position 0?
      """,
      .numbers(try Formula.PositionalEncoding.multiplied(Matrix([token]), [[0, 1, 0, 1]]).elements),
      way: "Position 0 has sines of 0 and cosines of 0: 0, 1, 0, 1. Half of the token is wiped out.",
      slips: [
        Slip(
          .numbers(zip(token, [0, 1, 0, 1]).map { $0 + $1 }),
          "That is the sum, the published way. This program multiplies."),
        Slip(
          .numbers(zip(token, [1, 0, 1, 0]).map { $0 * $1 }),
          "sin 0 and cos 0 are exchanged: the sine has the even channels, and is 0 there."),
        Slip(.numbers([0, 0, 0, 0]), "That is so with a table that starts as zeros. cos 0 is not 0."),
        Slip(.numbers(token), "Nothing has changed: position 0 would have to be all ones."),
        Slip(.numbers([0, 1, 0, 1]), "That is position 0 itself, which meets the token number by number."),
        Slip(
          .numbers([token[1] + token[3]]), "That is a dot product. The program multiplies number by number."),
        Slip(
          .numbers(zip(token, [0, 0, 1, 1]).map { $0 * $1 }),
          "The sines do not fill the first half: sine and cosine alternate, pair by pair."),
      ])
  }

  static let positionsLearned = QuestionKind("learned", "A learned table") { draw in
    let length = draw.pick([32, 64, 128, 256])
    let width = draw.pick([8, 16, 24, 32])
    let size = draw.pick([100, 300, 500])
    return Question(
      """
      A model of \(size) tokens and \(width) channels has learned positions for texts of up to \(length) tokens. How many numbers does it learn for
      the positions, and how many would it learn with sinusoidal ones? (Two numbers.)
      """, .whole([length * width, 0]),
      way:
        "A row of \(width) channels for each of \(length) places. Sines and cosines are computed, and nothing is learned.",
      slips: [
        Slip(
          .whole([length * width, length * width]),
          "The sinusoidal table is as large, but nothing in it is learned."),
        Slip(
          .whole([length * width, length * width / 2]),
          "Frequencies and sines are computed from d and the base; nothing is learned."),
        Slip(
          .whole([length * width, width / 2]),
          "The d/2 frequencies are fixed: they follow from d and the base."),
        Slip(.whole([length * width, width]), "The frequencies are fixed: they follow from d and the base."),
        Slip(
          .whole([length, 0]),
          "That is the number of places. Each has a row of channels, so that it can be added to a token."),
        Slip(
          .whole([size * width, 0]), "That is the table of the tokens. Positions have a row for each place."),
        Slip(
          .whole([length * size, 0]),
          "A position has a row of channels, the same for every token that stands there."),
        Slip(
          .whole([length * length, 0]),
          "A position has a row of channels. Pairs of places have no numbers of their own."),
        Slip(.whole([0, length * width]), "The two are exchanged."),
        Slip(
          .whole([(length + size) * width, 0]),
          "The tokens' table is counted too. Asked for are the positions."),
      ])
  }

  static let positionsBlind = QuestionKind("blind", "What attention sees of the order") { draw in
    let (first, second) = draw.pick([("dog", "man"), ("cat", "mouse"), ("fox", "hen"), ("boy", "girl")])
    let verb = draw.pick(["bites", "sees", "chases"])
    let setting = draw.whole(0...2)
    let answers = [
      "no: it receives the same in both", "yes: it sees other words there",
      "yes: its own vector is another at another place",
    ]
    let others = [0, 1, 2].filter { $0 != setting }
    func message(_ place: Int) -> String {
      switch (place, setting) {
      case (0, 1): "Without a mask that would be so. Here a word receives from those before it alone."
      case (0, _): "Without positions that would be so. Here a place is added to each word."
      case (1, _): "Without a mask every word sees all others, wherever they stand."
      default: "Nothing is added for the place: a word has one and the same vector everywhere."
      }
    }
    let settings = [
      "without a mask, nothing added for the positions,",
      "with a causal mask, nothing added for the positions,",
      "without a mask, positions added to its input,",
    ]
    return Question(
      """
      One layer of attention, \(settings[setting]) reads “the \(first) \(verb) the \(second)” and “the \(second) \(verb) the \(first)”.
      Does “\(first)” receive something else in the second, and why?
      """, right: answers[setting],
      wrong: [
        answers[others[0]]: message(others[0]), answers[others[1]]: message(others[1]),
        "no: it receives its own value alone":
          "A word receives from every word that it may see, by how well their keys suit its query.",
        "yes: the rows come in another order":
          "The rows of the result come in another order, as the words do. The question is what stands in them.",
      ],
      way: [
        "Scores and values are the same, in another order: what is seen is a set.",
        "A causal mask is tied to places: each word sees what stands before it.",
        "With positions a word's vector, and so its query, key and value, depend on its place.",
      ][setting], order: &draw)
  }

  static let positionsMisprint = QuestionKind("misprint", "What is lost in a misprint") { draw in
    let width = draw.pick([4, 8, 16])
    let cases: [(formula: String, effect: String)] = [
      (
        "sin(p/10000^(2/d)) + cos(p/10000^(2/d))",
        "each position is one number, the same in all \(width) channels"
      ),
      (
        "sin(p/(10000² + j)) + cos(p/(10000² + j))",
        "all positions are nearly the same row: nothing turns within any text"
      ),
      (
        "sin(p) in the even channels, cos(p) in the odd ones",
        "all pairs turn at one speed, so that places 2π or so apart look alike"
      ),
      (
        "sin(p·10000^(2i/d)) and cos(p·10000^(2i/d)) in pair i",
        "the pairs turn so fast that neighbouring places have nothing in common there"
      ),
    ]
    let picked = draw.whole(0...3)
    let others = [0, 1, 2, 3].filter { $0 != picked }
    let why = [
      "That is what becomes of it when the index i is missing and “and” is read as “+”.",
      "That is what becomes of it when the exponent is lost and the denominator is 100 million everywhere.",
      "That is what becomes of it when the exponent 2i/d comes out as 0.",
      "That is what becomes of it when the power multiplies where it should divide.",
    ]
    return Question(
      """
      Somebody prints the table of positions, with d = \(width), as

          \(cases[picked].formula)

      What is wrong with such a table?
      """, right: cases[picked].effect,
      wrong: [
        cases[others[0]].effect: why[others[0]], cases[others[1]].effect: why[others[1]],
        cases[others[2]].effect: why[others[2]],
      ], way: "Put in p = 0, 1, 2 for two of the pairs, and look what differs.", order: &draw)
  }
}
