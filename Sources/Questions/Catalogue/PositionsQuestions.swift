import Formulas
import Platform

/// Chapter 3.
extension QuestionKind {
  static let positions: [QuestionKind] = [
    positionsRow, positionsWavelength, positionsSlowest, positionsProduct, positionsDistance,
    positionsDiagonal,
    positionsRotation, positionsAdded, positionsMultiplied, positionsLearned, positionsBlind,
    positionsMisprint,
  ]

  private static let positionsRow = QuestionKind("row", "A position as a vector") { draw in
    let position = draw.whole(1...20)
    let p = Double(position)
    func angles(_ first: Double, _ second: Double, _ third: Double, _ fourth: Double) -> Answer {
      .numbers([sin(first), cos(second), sin(third), cos(fourth)])
    }
    func given(_ name: String, _ angle: Double) -> String {
      "    sin \(name) = \(written(sin(angle)))   cos \(name) = \(written(cos(angle)))"
    }
    let next = p + 1
    let row = try Computed(.s0_3_3_PE, ["p": .numbers([p]), "d": .number(4)], gives: "PE")
    return Question(
      """
      What is row \(position) of the sinusoidal table with d = 4 channels, PE(\(position)), rows counted from 0? The base is 10000. Not
      all of these numbers are needed:

      \(given(written(p), p))
      \(given(written(p / 10), p / 10))
      \(given(written(p / 100), p / 100))
      """, row.answer,
      way:
        "Pair 0 has the angle p, pair 1 the angle p/10000^(2/4) = p/100; in each pair first the sine, then the cosine.",
      slips: [
        Slip(
          angles(p, p, p, p),
          "Both pairs have the angle p: the exponent 2i/d has come out as 0, as 2 / 4 does in whole numbers."),
        Slip(
          angles(p, p, p / 10, p / 10),
          "The exponent is i/d here, half of what it should be: pair i has 2i/d."),
        Slip(
          angles(p, p / 10, p / 100, p / 1000),
          "Each channel has an angle of its own. Sine and cosine of a pair share one, with the exponent 2i/d."
        ),
        Slip(
          angles(p, p / 100, p / 10000, p / 1000000),
          "The channel was taken for the pair. i counts pairs: channels 2 and 3 are pair 1."),
        Slip(
          .numbers([cos(p), sin(p), cos(p / 100), sin(p / 100)]),
          "In each pair the cosine stands first here. The sine has the even channels."),
        Slip(
          .numbers([sin(p), sin(p / 100), cos(p), cos(p / 100)]),
          "First all sines, then all cosines: the published table alternates them, pair by pair."),
        Slip(
          angles(next, next, next / 100, next / 100),
          "That is the next row: positions are counted from 0."),
        Slip(
          .numbers([
            sin(p) + cos(p), sin(p) + cos(p), sin(p / 100) + cos(p / 100), sin(p / 100) + cos(p / 100),
          ]),
          "Sine and cosine are added. They stand in two channels; from their sum nobody can tell them apart."),
        Slip(
          angles(p, p, p / 10000, p / 10000),
          "The angle of pair 1 is divided by the whole base. The exponent 2i/d is a half here."),
      ], readings: row.readings)
  }

  private static let positionsWavelength = QuestionKind("wavelength", "How long a turn takes") { draw in
    let root = Double(draw.pick([2, 3, 4, 5, 10]))
    let half = draw.whole(3...5)
    let pair = draw.whole(1...2)
    let base = pow(root, Double(half))
    let turn = 2 * Double.pi
    func length(_ exponent: Double) -> Answer { .number(turn * pow(base, exponent)) }
    let (i, d) = (Double(pair), Double(2 * half))
    return Question(
      """
      A sinusoidal table has d = \(2 * half) channels and the base \(written(base)) = \(written(root))^\(half). After how many positions has pair \(pair) made a whole turn?
      Pairs are counted from 0, and 2π = 6.28.
      """, length(2 * i / d),
      way:
        "Its angle grows by 1/\(written(base))^(2·\(pair)/\(2 * half)) a position, which is 1/\(written(root))^\(pair). A turn is 2π.",
      slips: [
        Slip(
          .number(pow(base, 2 * i / d)), "That is after how many positions its angle is 1. A turn is 2π."),
        Slip(
          length(i / d), "The exponent is i/d here. It is 2i/d: i counts the pairs, of which there are d/2."),
        Slip(length(4 * i / d), "The exponent is doubled: the first channel of the pair was taken for i."),
        Slip(
          .number(turn / pow(base, 2 * i / d)),
          "Each next pair turns more slowly: its turn takes longer than 2π positions."),
        Slip(.number(turn), "That is pair 0. Each next one is slower."),
        Slip(length(1), "Here the whole base is taken. No pair reaches it: the exponent is 2i/d."),
        Slip(.number(turn * base * 2 * i / d), "2i/d is an exponent, not a factor."),
      ],
      readings: [Slip(length(2 * (i - 1) / d), "That is the pair before: pairs are counted from 0.")])
  }

  private static let positionsSlowest = QuestionKind("slowest", "The slowest clock") { draw in
    let root = Double(draw.whole(2...9))
    let half = draw.whole(3...5)
    let base = pow(root, Double(half))
    return Question(
      """
      A sinusoidal table has d = \(2 * half) channels and the base \(written(base)) = \(written(root))^\(half). How many times as fast as the last pair does the first one
      turn?
      """, .number(pow(root, Double(half - 1))),
      way: "The last pair is number d/2 − 1: its exponent is (d − 2)/d, and not 1.",
      slips: [
        Slip(
          .number(base), "The exponent never gets to 1: the last of d/2 pairs, counted from 0, has (d − 2)/d."
        ),
        Slip(
          .number(root), "That is from one pair to the next. From the first to the last there are more steps."
        ),
        Slip(.number(1 / pow(root, Double(half - 1))), "That is upside down: the first pair is the fastest."),
        Slip(
          .number(pow(base, Double(2 * half - 1) / Double(2 * half))),
          "The last *channel* was put into the exponent. Both channels of a pair have 2i/d."),
        Slip(
          .number(pow(base, Double(half - 1) / Double(2 * half))),
          "The exponent is i/d here. It is 2i/d, twice as much."),
      ],
      readings: [
        Slip(
          .number(pow(root, Double(half - 2))),
          "One step is missing: from pair 0 to pair d/2 − 1 there are d/2 − 1 steps."),
        Slip(.number(Double(half - 1) * root), "From pair to pair it is a factor: the steps multiply."),
        Slip(.number(Double(half)), "That is the number of pairs."),
      ])
  }

  private static let positionsProduct = QuestionKind("product", "The product of two positions") { draw in
    let places = draw.distinct(2, 1...9).sorted()
    let (near, far) = (Double(places[0]), Double(places[1]))
    let (step, sum) = (far - near, far + near)
    func cosines(_ distance: Double) -> Answer { .number(cos(distance) + cos(distance / 10)) }
    return Question(
      """
      In a table with d = 4 and the base 100, pair 0 has the angle p and pair 1 the angle p/10. What is PE(\(written(near)))·PE(\(written(far)))?

          cos \(written(step)) = \(written(cos(step)))   cos \(written(step / 10)) = \(written(cos(step / 10)))
          cos \(written(sum)) = \(written(cos(sum)))   cos \(written(sum / 10)) = \(written(cos(sum / 10)))
      """, cosines(step),
      way: "sin α·sin β + cos α·cos β = cos(α − β) in each pair: two cosines of the distance are added.",
      slips: [
        Slip(
          cosines(sum),
          "These are the cosines of the sum of the positions. It is their difference that counts."),
        Slip(.number(cos(step)), "That is pair 0 alone. The slow pair has a part as well."),
        Slip(.number(cos(step / 10)), "That is pair 1 alone. The fast pair has a part as well."),
        Slip(.number(2), "d/2 is the product of a position with itself. These are two."),
        Slip(
          .number((cos(step) + cos(step / 10)) / 2),
          "That is a mean, which would be a cosine. A product is a sum over all channels."),
        Slip(
          .number(2 * (cos(step) + cos(step / 10))),
          "Each pair gives one cosine, and not one for each of its channels."),
        Slip(
          .number(cos(step) * cos(step / 10)), "The pairs are multiplied. A product of two vectors is a sum."),
        Slip(.number(step), "That is the distance. The product depends on it alone, but is not it."),
      ])
  }

  private static let positionsDistance = QuestionKind("distance", "How far apart two rows lie") { draw in
    let width = draw.pick([8, 16, 32, 64])
    let product = draw.decimal(0.5...Double(width) / 2 - 0.5, step: 0.5)
    let square = Double(width) - 2 * product
    return Question(
      """
      A sinusoidal table has d = \(width) channels, and for two positions PE(p)·PE(q) = \(written(product)). What is the *squared* distance between the
      two rows, ‖PE(p) − PE(q)‖²?
      """, .number(square),
      way: "‖a − b‖² = a·a − 2·a·b + b·b, and each row has the squared length d/2.",
      slips: [
        Slip(
          .number(2 * Double(width) - 2 * product),
          "A row has the squared length d/2, not d: each *pair* has sin² + cos² = 1."),
        Slip(.number(Double(width) - product), "The product is taken off once. ‖a − b‖² has it twice."),
        Slip(
          .number(Double(width) / 2 - 2 * product),
          "One of the two rows' squared lengths is missing: a·a and b·b both count."),
        Slip(.number(square.squareRoot()), "That is the distance. Its square is asked for."),
        Slip(.number(Double(width) + 2 * product), "That is ‖PE(p) + PE(q)‖²: mind the sign."),
        Slip(.number(2 - 2 * product), "A row has not the length 1, but d/2 pairs with 1 each."),
        Slip(
          .number(Double(width) / 2 - product),
          "That is half of it: both rows have a squared length, and the product comes twice."),
        Slip(.number(Double(width)), "That would be the distance if the product were 0."),
      ])
  }
}
