import Formulas

/// Chapter 11: weights from elsewhere, and in eight bits.
extension QuestionKind {
  static let pretrained: [QuestionKind] = [
    pretrainedColumns, pretrainedSplit, pretrainedLayout, pretrainedNumbers, pretrainedRestored,
    pretrainedError,
    pretrainedProduct, pretrainedSize, pretrainedPruned, pretrainedDivergence, pretrainedMixture,
  ]

  private static let pretrainedColumns = QuestionKind("columns", "Where a head's columns stand") { draw in
    let heads = draw.pick([4, 6, 8, 12])
    let width = draw.pick([8, 16, 32, 64])
    let head = draw.whole(1...heads - 2)
    let channels = heads * width
    let names = ["query", "key", "value"]
    let part = draw.whole(1...2)
    func columns(_ first: Int) -> Answer { .whole([first, first + width - 1]) }
    let right = part * channels + head * width
    return Question(
      """
      GPT-2 keeps query, key and value side by side in one matrix of \(channels) × \(3 * channels), whose columns are the outputs. It has \(heads) heads. Which
      columns make the \(names[part]) of head \(head)? Both are counted from 0. (The first and the last column.)
      """, columns(right),
      way:
        "First all of the query, then the key, then the value, \(channels) columns each; in each the heads one after another.",
      slips: [
        Slip(
          columns((head * 3 + part) * width),
          "There the three of each head stand together. In GPT-2's files all heads' queries come first."),
        Slip(columns(head * width), "Those are columns of the query, which come first."),
        Slip(
          columns((3 - part) * channels + head * width),
          part == 1
            ? "Those are columns of the value, which come last."
            : "Those are columns of the key, which stand before the value."),
        Slip(columns(right - width), "There the heads are counted from 1. Head 0 is the first."),
        Slip(
          .whole([right, right + width]),
          "The first is right. The last one is counted too: so many columns have one end less."),
        Slip(columns(part * channels), "Those are columns of head 0. Each head before this one takes some."),
        Slip(
          .whole([part * channels, (part + 1) * channels - 1]),
          "Those are the columns of all heads. One head has its share of them."),
      ],
      readings: [
        Slip(
          .whole([right + 1, right + width]), "Columns are counted from 1 here. The first one is column 0."),
        Slip(
          columns((part + 1) * channels + head * width),
          "The parts are counted from 1: the query begins at column 0, not behind its own columns."),
      ])
  }

  private static let pretrainedSplit = QuestionKind("split", "A part of the joined matrix") { draw in
    let weight = Matrix(
      rowCount: 2, columnCount: 6, elements: draw.distinct(12, 1...20).map(Double.init))
    let names = ["query", "key", "value"]
    let part = draw.whole(0...2)
    func columns(_ chosen: [Int]) -> [Double] { weight.rows.flatMap { row in chosen.map { row[$0] } } }
    let right = columns([2 * part, 2 * part + 1])
    return Question(
      """
      Query, key and value of a model of two channels stand side by side in one weight, inputs × outputs, as in GPT-2's files:

      \(written("W", weight))

      What is the 2 × 2 weight of the \(names[part]), row by row?
      """, .numbers(right),
      way: "All three look at both inputs, so that the columns are cut, two each: query, key, value.",
      slips: [
        Slip(
          .numbers(Array(weight.elements[4 * part..<4 * part + 4])),
          "Those are four numbers as they lie in memory: rows end in another place then. The *columns* are cut."
        ),
        Slip(
          .numbers(columns([part, part + 3])),
          "That is every third column. All of the query comes first, then all of the key."),
        Slip(
          .numbers([right[0], right[2], right[1], right[3]]),
          "The columns are right, and then transposed. The inputs stay in the rows."),
        Slip(
          .numbers(columns([2 * ((part + 1) % 3), 2 * ((part + 1) % 3) + 1])),
          "Those are columns of the \(names[(part + 1) % 3]). The order is query, key, value."),
        Slip(
          .numbers(columns([2 * ((part + 2) % 3), 2 * ((part + 2) % 3) + 1])),
          "Those are columns of the \(names[(part + 2) % 3]). The order is query, key, value."),
      ])
  }

  private static let pretrainedLayout = QuestionKind("layout", "A layer from another library") { draw in
    let input = draw.matrix(1, 2, -2...3)
    let weight = draw.matrix(2, 2, -3...4)
    let bias = draw.vector(2, -2...3)
    let isLinear = draw.pick([true, false])
    let (right, other) = isLinear ? (weight.transposed, weight) : (weight, weight.transposed)
    let kind =
      isLinear
      ? "PyTorch's Linear, which keeps its weight as outputs × inputs"
      : "GPT-2's Conv1D, which keeps its weight as inputs × outputs"
    let (plain, turned) = (try input.times(right).elements, try input.times(other).elements)
    func withBias(_ sums: [Double]) -> Answer { .numbers(zip(sums, bias).map { $0 + $1 }) }
    return Question(
      """
      A file comes from \(kind). In it are

      \(written("W", weight))

      and the bias \(written(bias)). What does the layer give for x = \(written(input.elements))?
      """, withBias(plain),
      way: isLinear
        ? "y = x·Wᵀ + b: a *row* of W belongs to an output."
        : "y = x·W + b: a *column* of W belongs to an output.",
      slips: [
        Slip(
          withBias(turned),
          isLinear
            ? "That is x·W + b. The shape has no objection, but here a row of W belongs to an output."
            : "That is x·Wᵀ + b. The shape has no objection, but here a column of W belongs to an output."),
        Slip(.numbers(plain), "The bias is left out."),
        Slip(.numbers(zip(plain, bias).map { $0 - $1 }), "The bias is subtracted. It is added."),
        Slip(
          .numbers(zip(plain, bias.reversed()).map { $0 + $1 }), "The two numbers of the bias are exchanged."),
      ],
      readings: [
        Slip(
          .numbers(turned),
          "The weight is read the other way round, and the bias left out.")
      ])
  }

  private static let pretrainedNumbers = QuestionKind("numbers", "A row of weights as whole numbers") {
    draw in
    let scale = draw.pick([0.3, 0.4, 0.6])
    let steps =
      [127] + (0..<2).map { _ in Double(draw.whole(10...90)) + draw.pick([0.25, 0.3, 0.7, 0.75]) }
    let weights = draw.shuffled(steps).map { (draw.pick([-1, 1]) * $0 * scale * 10).rounded() / 10 }
    let greatest = weights.map(\.magnitude).max() ?? 1
    func quantized(_ steps: Double, _ round: FloatingPointRoundingRule = .toNearestOrEven) -> Answer {
      .whole(weights.map { Int(($0 / greatest * steps).rounded(round)) })
    }
    let signed = weights.max() ?? 1
    return Question(
      """
      A row of weights is \(written(weights)). Which whole numbers is it kept as, in eight bits with a scale of its own, as this course
      does it?
      """, quantized(127),
      way:
        "The scale is the greatest magnitude over 127; each weight over the scale, rounded to the nearest whole number.",
      slips: [
        Slip(
          quantized(127, .towardZero),
          "They are cut off, not rounded: up to a whole step is lost."),
        Slip(quantized(128), "128 steps: one byte does not hold 128. The greatest becomes 127 or −127."),
        Slip(
          quantized(255),
          "The greatest becomes 255. One of the eight bits is the sign: 127 steps on each side."),
        Slip(
          .whole(weights.map { Int(($0 * 127).rounded()) }),
          "The weights are multiplied by 127, and not divided by the greatest magnitude."),
      ],
      readings: [
        Slip(
          .whole(weights.map { Int(($0 / max(signed, 0.01) * 127).rounded()) }),
          "The scale is that of the greatest weight, not of the greatest *magnitude*: another number does not fit."
        ),
        Slip(
          .whole(weights.map { Int($0.rounded()) }), "The weights themselves are rounded, without a scale."),
        Slip(quantized(256), "256 steps on each side are twice as many as a byte has."),
        Slip(
          .whole(weights.map { Int(($0.magnitude / greatest * 127).rounded()) }), "The signs are lost."),
      ])
  }

  private static let pretrainedRestored = QuestionKind("restored", "What is left of a row") { draw in
    let coarse = draw.pick([0.1, 0.2, 0.3])
    let fine = draw.pick([0.03, 0.05, 0.07])
    let first = [
      draw.pick([-1.0, 1]) * 127 * coarse, Double(draw.whole(-9...9)), Double(draw.whole(-9...9)),
    ]
    let second =
      [127 * fine]
      + (0..<2).map { _ in draw.pick([-1.0, 1]) * Double(draw.whole(20...99)) / 100 }
    let weight = Matrix([first, draw.shuffled(second)].map { $0.map { ($0 * 100).rounded() / 100 } })
    func secondRow(_ numbers: [Double]) -> [Double] { Array(numbers[3...]) }
    let restored = try Computed(.g_QUANT, ["W": .matrix(weight)], gives: "restored", part: secondRow)
    func cut(_ scale: Double) -> Answer {
      .numbers(weight.row(1).map { scale * ($0 / scale).rounded(.towardZero) })
    }
    return Question(
      """
      A weight is kept in eight bits, with a scale for each row, and read again:

      \(written("W", weight))

      What is the second row now? (To two decimals.)
      """, restored.answer,
      way:
        "Its scale is its own greatest magnitude over 127; each weight becomes the nearest multiple of it.",
      slips: [
        Slip(
          .numbers(secondRow(Formula.SmallerModels.quantizedAsAWhole(weight).elements)),
          "There one scale serves both rows: the first row's large weight makes the second one coarse."),
        Slip(.numbers(weight.row(1)), "Nothing is rounded. Only multiples of the scale can be kept."),
        Slip(cut(fine), "They are cut off towards 0. Each goes to the *nearest* multiple."),
        Slip(
          .numbers(weight.row(1).map { ($0 / fine).rounded() }),
          "Those are the whole numbers that are kept. When they are read again they are multiplied by the scale."
        ),
      ],
      readings: restored.readings + [
        Slip(cut(coarse), "One scale serves both rows, and the weights are cut off.")
      ])
  }

  private static let pretrainedError = QuestionKind("error", "How far off a weight can be") { draw in
    let bits = draw.pick([3, 4, 5, 6, 8])
    let steps = Double((1 << (bits - 1)) - 1)
    let half = Double(1 << (bits - 1))
    let unit = draw.pick([0.1, 0.2, 0.4, 0.6, 0.8])
    let greatest = (steps * unit * 10).rounded() / 10
    let least = -(greatest - draw.pick([0.1, 0.2, 0.3]))
    return Question(
      """
      Of a row of weights the least is \(written(least)) and the greatest \(written(greatest)). It is kept in \(bits) bits, as this course does it: evenly about 0,
      the greatest magnitude with the largest whole number. How far off can a weight be, at most?
      """, .number(unit / 2),
      way:
        "With b bits the largest whole number is 2^(b−1) − 1. The scale is the greatest magnitude over it; half of it can be lost.",
      slips: [
        Slip(.number(unit), "That is the scale, a whole step. The nearest step is half of it away, at most."),
        Slip(
          .number(greatest / half / 2),
          "It is divided by 2^(b−1). So many bits hold one number less on the positive side."),
        Slip(
          .number(greatest / (2 * half - 1) / 2),
          "It is divided by 2^b − 1. One bit is the sign: there are fewer steps on each side."),
        Slip(.number(greatest / (2 * half) / 2), "It is divided by 2^b, as if there were no sign."),
        Slip(
          .number(greatest / half), "A whole step of 2^(b−1), where half a step of 2^(b−1) − 1 can be lost."),
        Slip(
          .number((greatest - least) / (2 * half - 1) / 2),
          "The range is cut evenly from the least to the greatest. Here 0 stays 0, and it is as wide on both sides."
        ),
      ],
      readings: [
        Slip(.number(greatest / (2 * half - 1)), "A whole step, and as if there were no sign."),
        Slip(.number(greatest / (2 * half)), "A whole step of 2^b, which knows no sign."),
        Slip(
          .number((greatest - least) / (2 * half - 1)),
          "A whole step of a range that is cut evenly from the least to the greatest. Here 0 stays 0."),
        Slip(
          .number((greatest - least) / (2 * half) / 2),
          "The range from the least to the greatest is cut into 2^b steps. Here 0 stays 0, with as many steps on each side."
        ),
        Slip(.number(greatest / Double(bits) / 2), "It is divided by the number of bits, not of steps."),
        Slip(.number(greatest / 127 / 2), "That is for eight bits."),
      ])
  }
}
