import Formulas
import Platform

/// Chapter 11: products of eight bits, fewer weights, and a student.
extension QuestionKind {
  static let pretrainedProduct = QuestionKind("product", "A product with eight bits a weight") { draw in
    let input = draw.vector(2, -3...4)
    let numbers = draw.matrix(2, 2, -60...90)
    let scales = draw.distinct(2, 1...5).map { Double($0) / 100 }
    let sums = numbers.rows.map { $0[0] * input[0] + $0[1] * input[1] }
    func each(_ change: (Int) -> Double) -> Answer { .numbers([change(0), change(1)]) }
    return Question(
      """
      A row of whole numbers and a scale belong to each of two outputs:

      \(written("q", numbers))

      The scales are \(written(scales)), and x = \(written(input)). What is the output?
      """, each { scales[$0] * sums[$0] },
      way: "Of each output the sum of x times its row, and then once its scale.",
      slips: [
        Slip(
          each { output in (0...1).reduce(0) { $0 + scales[$1] * input[$1] * numbers[output, $1] } },
          "The scales are applied to the inputs. There is one for each row, and a row is an output."),
        Slip(
          each { column in
            scales[column] * (numbers[0, column] * input[0] + numbers[1, column] * input[1])
          }, "The columns are taken for the outputs. A row is all that an output looks at."),
        Slip(each { sums[$0] }, "The scales are left out: a weight is scale times number."),
        Slip(
          each { sums[$0] / scales[$0] },
          "It is divided by the scales. Dividing made the numbers; reading them multiplies."),
        Slip(each { scales[0] * sums[$0] }, "The first scale serves both outputs. Each has its own."),
        Slip(each { scales[$0] * scales[$0] * sums[$0] }, "The scale is applied twice."),
        Slip(each { scales[1 - $0] * sums[$0] }, "The two scales are exchanged."),
      ])
  }

  static let pretrainedSize = QuestionKind("size", "The bytes of a weight") { draw in
    let sizes = draw.distinct(2, 5...25).map { $0 * 8 }
    let (rows, columns) = (sizes[0], sizes[1])
    let count = rows * columns
    return Question(
      """
      A weight of \(rows) rows and \(columns) columns is kept in 32 bits a number, and then in eight bits with a scale of 32 bits for each row.
      How many bytes has it first, and how many then?
      """, .whole([4 * count, count + 4 * rows]),
      way: "32 bits are four bytes, eight bits are one; and a scale of four bytes for each row.",
      slips: [
        Slip(
          .whole([4 * count, count]), "The scales are left out. Without them nobody can read the numbers."),
        Slip(
          .whole([4 * count, count + 4 * columns]), "There is a scale for each row here, not for each column."
        ),
        Slip(.whole([4 * count, count + 4]), "There is a scale for each row here, not one for all."),
        Slip(.whole([4 * count, count + rows]), "A scale has 32 bits, four bytes."),
        Slip(.whole([32 * count, 8 * count + 32 * rows]), "Those are bits. A byte has eight."),
        Slip(
          .whole([4 * count, count + 4 * count]), "There is a scale for each row, not for each number."),
      ],
      readings: [
        Slip(.whole([count, count + 4 * rows]), "A number of 32 bits has four bytes."),
        Slip(.whole([32 * count, 8 * count]), "Those are bits, and without the scales."),
        Slip(
          .whole([4 * count + 4 * rows, count + 4 * rows]), "Numbers of 32 bits need no scale."),
      ])
  }

  static let pretrainedPruned = QuestionKind("pruned", "The smallest weights taken out") { draw in
    let weight = Matrix(
      rowCount: 2, columnCount: 4,
      elements: (draw.distinct(4, 1...9) + draw.distinct(4, 3...12)).map {
        draw.pick([-1.0, 1]) * Double($0) / 10
      })
    let share = draw.pick([0.25, 0.375, 0.5])
    let weights = weight.elements
    let count = Int((share * 8).rounded())
    func without(_ places: some Sequence<Int>) -> Answer {
      .numbers(weights.indices.map { places.contains($0) ? 0 : weights[$0] })
    }
    func order(_ key: (Double) -> Double) -> [Int] {
      weights.indices.sorted { key(weights[$0]) < key(weights[$1]) }
    }
    let ranked = order(\.magnitude)
    return Question(
      """
      \(written(share * 100)) % of the eight weights are taken out, those of least magnitude. (Of equal ones the earlier goes.)

      \(written("W", weight))

      What remains, row by row?
      """, .numbers(Formula.SmallerModels.pruned(weights, share: share)),
      way: "\(count) of the eight become 0: look for the smallest without their signs, in the whole matrix.",
      slips: [
        Slip(
          without(order { $0 }.prefix(count)),
          "The smallest with their signs are gone: the most negative ones. A large negative weight does much."
        ),
        Slip(
          without(ranked.suffix(count)), "The largest are gone. The smallest are missed least."),
        Slip(
          without(ranked.prefix(8 - count - (share == 0.5 ? 1 : 0))),
          share == 0.5
            ? "One too few is taken out: count them." : "That share is kept here. It is to be taken out."),
        Slip(without(ranked.prefix(count + 1)), "One too many is taken out: count them."),
      ],
      readings: [
        Slip(
          .numbers(
            weight.rows.flatMap { Formula.SmallerModels.pruned($0, share: share) }),
          "The share is taken out of each row. It is one of the whole matrix."),
        Slip(
          without(
            weights.indices.filter { weights[$0].magnitude < share * (weights.map(\.magnitude).max() ?? 0) }),
          "The share is taken as one of the largest weight. It says how many go."),
        Slip(without(ranked.prefix(count - 1)), "One too few is taken out: count them."),
        Slip(
          .numbers(weights.indices.filter { !ranked.prefix(count).contains($0) }.map { weights[$0] }),
          "What is taken out becomes 0. It does not vanish: the matrix keeps its shape."),
      ])
  }

  static let pretrainedDivergence = QuestionKind("divergence", "What the teacher says") { draw in
    let rows = [[0.5, 0.3, 0.2], [0.6, 0.3, 0.1], [0.7, 0.2, 0.1], [0.8, 0.1, 0.1], [0.4, 0.4, 0.2]]
    let teacher = draw.shuffled(draw.pick(rows))
    let student = draw.shuffled(draw.pick(rows))
    let temperature = Double(draw.whole(2...4))
    func sum(_ weights: [Double], _ numbers: [Double]) -> Double {
      zip(weights, numbers).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let (log1, log2) = (teacher.map { log($0) }, student.map { log($0) })
    let difference = zip(log1, log2).map { $0 - $1 }
    let divergence = try Formula.CrossEntropy.divergence(teacher, from: student)
    let square = temperature * temperature
    return Question(
      """
      At the temperature T = \(written(temperature)) the teacher says p = \(written(teacher)), the student q = \(written(student)). What is T²·KL(p ‖ q)?

      \(logarithms(teacher + student))
      """, .number(square * divergence),
      way: "Σ p·(ln p − ln q), and that times T².",
      slips: [
        Slip(
          .number(divergence),
          "T² is left out: the gradient falls with 1/T², and the teacher would hardly be heard."),
        Slip(.number(temperature * divergence), "It is multiplied by T once. The gradient has lost T twice."),
        Slip(
          .number(-square * sum(student, difference)),
          "The other way round: KL(q ‖ p). The teacher's probabilities are the weights."),
        Slip(
          .number(-square * sum(teacher, log2)),
          "That is −Σ p ln q. Σ p ln p is missing: with q = p the divergence is 0."),
        Slip(.number(-square * divergence), "The signs are turned round: a divergence is never negative."),
        Slip(.number(square * difference.reduce(0, +)), "The differences are not weighted by p."),
        Slip(
          .number(square * divergence / 3),
          "It is divided by the number of tokens. The weights p sum to 1 already."),
      ],
      readings: [
        Slip(
          .number(divergence / square), "It is divided by T². It is multiplied, to make up for what is lost."),
        Slip(
          .number(square * zip(teacher, student).reduce(0) { $0 + abs($1.0 - $1.1) }),
          "That is the sum of the differences. A divergence takes the difference of the logarithms."),
        Slip(.number(-sum(student, difference)), "The other way round, KL(q ‖ p), and T² is left out."),
        Slip(.number(-sum(teacher, log2)), "That is −Σ p ln q, and T² is left out."),
        Slip(.number(sum(teacher, log1) * square), "That is the teacher's part alone, Σ p ln p."),
      ])
  }

  static let pretrainedMixture = QuestionKind("mixture", "The loss of a student") { draw in
    let weight = draw.pick([0.2, 0.3, 0.4, 0.6, 0.7, 0.8])
    let temperature = Double(draw.whole(2...4))
    let divergence = Double(draw.whole(4...20)) / 100
    let losses = draw.distinct(2, 5...30).map { Double($0) / 10 }
    let (hard, soft) = (losses[0], losses[1])
    func mixed(_ teacher: Double, _ text: Double) -> Answer {
      .number(weight * teacher + (1 - weight) * text)
    }
    let square = temperature * temperature
    return Question(
      """
      T = \(written(temperature)) and α = \(written(weight)). The divergence KL of the softened probabilities of teacher and student is \(written(divergence)). The student's
      cross-entropy of the text is \(written(hard)), and \(written(soft)) with its logits divided by T. What is its loss?
      """, mixed(square * divergence, hard),
      way: "α·T²·KL + (1 − α)·CE, where the cross-entropy of the text knows no temperature.",
      slips: [
        Slip(mixed(divergence, hard), "T² is left out: the teacher is hardly heard."),
        Slip(mixed(temperature * divergence, hard), "T stands in the place of T²."),
        Slip(
          mixed(square * divergence, soft),
          "There the text's part has the temperature, too. The student will be used without one."),
        Slip(
          .number((1 - weight) * square * divergence + weight * hard),
          "α and 1 − α are exchanged: with α = 1 only the teacher counts."),
        Slip(
          .number(weight * square * divergence + hard),
          "The text counts in full. The two share a weight of 1."),
        Slip(.number(square * divergence + hard), "α is left out. The two share a weight of 1."),
        Slip(
          mixed(square * divergence, square * hard),
          "The cross-entropy is multiplied by T² as well. It has lost nothing by a temperature."),
      ],
      readings: [
        Slip(
          mixed(divergence / square, hard),
          "It is divided by T². It is multiplied, to make up for what is lost."),
        Slip(mixed(divergence, soft), "T² is left out, and the text's part has the temperature."),
        Slip(
          .number((1 - weight) * divergence + weight * hard),
          "α and 1 − α are exchanged, and T² is left out."),
        Slip(.number(divergence + hard), "α and T² are left out."),
        Slip(.number(weight * square * divergence), "That is the teacher's part alone."),
        Slip(.number((1 - weight) * hard), "That is the text's part alone."),
      ])
  }
}
