import Formulas

/// Chapter 0, its tensors.
extension QuestionKind {
  static let autodiffStretched = QuestionKind("stretched", "Back through broadcasting") { draw in
    let upstream = draw.matrix(2, 3, -3...5)
    let isColumn = draw.pick([true, false])
    let rowSums = upstream.rows.map { $0.reduce(0, +) }
    let columnSums = upstream.columns.map { $0.reduce(0, +) }
    let right = isColumn ? rowSums : columnSums
    let copies = isColumn ? 3.0 : 2
    let total = upstream.elements.reduce(0, +)
    return Question(
      """
      x of shape \(isColumn ? "[2, 1]" : "[3]") is added to a matrix of shape [2, 3]. From above comes the gradient by the sum:

      \(written("G", upstream))

      Which numbers are the gradient by x?
      """, .numbers(right),
      way:
        "Each number of x was used in \(isColumn ? "a whole row" : "a whole column"), and gets the sum of what comes back from there.",
      slips: [
        Slip(
          .numbers(isColumn ? columnSums : rowSums),
          "Summed along the wrong axis: a gradient has as many numbers as what it is the gradient of."),
        Slip(
          .numbers(right.map { $0 / copies }),
          "These are means. Raise x by 1, and every copy rises by 1: their effects add up."),
        Slip(
          .numbers(isColumn ? upstream.column(0) : upstream.row(0)),
          "That is what comes back to the first copy. The others bring theirs as well."),
        Slip(
          .numbers(isColumn ? upstream.column(2) : upstream.row(1)),
          "That is what came back last: it has replaced the others, to which it should be added."),
        Slip(
          .numbers(right.map { _ in total }),
          "That is the sum of everything. A number of x answers for its own copies only."),
        Slip(
          .numbers(upstream.elements),
          "G is handed on as it came. A gradient has the shape of x, not of the sum."),
        Slip(
          .numbers([total]), "Everything is summed to one number. x has a gradient for each of its numbers."),
        Slip(
          .numbers(right.map { _ in copies }),
          "These are the numbers of copies: the gradient if every entry of G were 1."),
      ])
  }

  static let autodiffStretchedShape = QuestionKind("stretched-shape", "The shape of a gradient") { draw in
    let sizes = draw.distinct(3, 2...9)
    let (rows, columns, extra) = (sizes[0], sizes[1], sizes[2])
    return Question(
      """
      x of shape [\(rows), 1] is added to y of shape [\(extra), 1, \(columns)]. What shape has the sum, and what shape has the gradient
      of the loss by x? (Write both, one after the other.)
      """, .whole([extra, rows, columns, rows, 1]),
      way:
        "Shapes are laid side by side from the right, and a 1 is stretched. A gradient has the shape of what it belongs to.",
      slips: [
        Slip(
          .whole([extra, rows, columns, rows]),
          "The axis of size 1 has vanished from the gradient. It is an axis of x, so it stays, with size 1."),
        Slip(
          .whole([extra, rows, columns, extra, rows, columns]),
          "The gradient by x still has the shape of the sum. The copies are added up until x's shape is left."
        ),
        Slip(
          .whole([extra, rows, columns, rows, columns]),
          "Only the added axis is summed over. The axis of size 1 was stretched, which makes copies as well."),
        Slip(
          .whole([extra, rows, columns, 1, rows, 1]),
          "x has no third axis: the one that was added in front goes again, it does not stay with size 1."),
        Slip(
          .whole([extra, rows, columns, extra, rows, 1]),
          "The axis that was added in front is still there. x is used once for each of its places: sum over it too."
        ),
        Slip(
          .whole([extra, rows, columns, 1, columns]),
          "Axes are compared from the right: the axis that x had stretched is its last one."),
        Slip(
          .whole([extra, 1, columns, rows, 1]),
          "The gradient is right, the sum is not: x stretches the middle axis of y."),
        Slip(
          .whole([extra, rows, columns, extra, 1, columns]),
          "That is the gradient by y. Asked for is the one by x."),
      ])
  }

  static let autodiffProduct = QuestionKind("matrix-product", "Back through a matrix product") { draw in
    let (a, b, upstream) = (draw.matrix(2, 2, 1...4), draw.matrix(2, 2, 1...4), draw.matrix(2, 2, -2...3))
    let isLeft = draw.pick([true, false])
    let (left, right) = (try upstream * b.transposed, try a.transposed * upstream)
    let ones = Matrix(rowCount: 2, columnCount: 2, elements: [1, 1, 1, 1])
    let (name, other) = isLeft ? ("A", "B") : ("B", "A")
    func answer(_ left: Matrix, _ right: Matrix) -> Answer { .numbers((isLeft ? left : right).elements) }
    return Question(
      """
      Y = A·B, and the gradient of the loss by Y is G:

      \(written("A", a))

      \(written("B", b))

      \(written("G", upstream))

      What is the gradient by \(name), row by row?
      """, answer(left, right),
      way: isLeft
        ? "G·Bᵀ: entry (i, k) is the product of row i of G and row k of B."
        : "Aᵀ·G: entry (k, j) is the product of column k of A and column j of G.",
      slips: [
        Slip(
          answer(try upstream * b, try a * upstream),
          "\(other) is not transposed. With three different sizes this product would not fit."),
        Slip(
          answer(try b.transposed * upstream, try upstream * a.transposed),
          "The sides are exchanged: \(other)ᵀ stands where \(other) stood in A·B."),
        Slip(answer(right, left), "That is the gradient by \(other)."),
        Slip(
          answer(try ones * b.transposed, try a.transposed * ones),
          "G has not entered: that is the gradient of the plain sum of Y."),
        Slip(
          .numbers(zip(upstream.elements, (isLeft ? b : a).elements).map { $0 * $1 }),
          "That is the rule of the product entry by entry. In A·B one number is used in a whole row or column."
        ),
        Slip(
          answer(try b * upstream.transposed, try upstream.transposed * a),
          "The result is transposed: the gradient by \(name) has the shape of \(name)."),
        Slip(
          answer(try upstream.transposed * b.transposed, try a.transposed * upstream.transposed),
          "G is transposed here too. Only \(other) has to be."),
        Slip(.numbers((isLeft ? b : a).transposed.elements), "That is \(other)ᵀ alone; it still meets G."),
      ])
  }

  static let autodiffDescent = QuestionKind("descent", "One step of descent") { draw in
    let weights = [draw.decimal(0.5...2.5, step: 0.5), draw.decimal(-2.5 ... -0.5, step: 0.5)]
    let gradient = [Double(draw.whole(1...6)), Double(draw.whole(1...6))].map { $0 * draw.pick([-1, 1]) }
    let rate = draw.pick([0.05, 0.1, 0.2])
    func moved(_ change: (Double) -> Double) -> Answer {
      .numbers(zip(weights, gradient).map { $0 + change($1) })
    }
    return Question(
      """
      Two weights are w = \(written(weights)), the gradient of the loss by them is \(written(gradient)), the rate is \(written(rate)).

      Which weights has one step of gradient descent?
      """, moved { -rate * $0 },
      way: "Each weight goes against its gradient: the rate times the gradient is taken off.",
      slips: [
        Slip(moved { rate * $0 }, "Uphill: the gradient points to where the loss grows. It is taken off."),
        Slip(moved { -$0 }, "The whole gradient is taken off, whatever the rate."),
        Slip(
          .numbers(gradient.map { -rate * $0 }), "That is the step alone. It is added to the weights."),
        Slip(
          .numbers(gradient.map { rate * $0 }),
          "That is the rate times the gradient. It is still to be taken off the weights."),
        Slip(
          moved { $0 > 0 ? -rate : rate },
          "Only the gradient's sign was used: a steep slope makes a longer step than a gentle one."),
        Slip(
          .numbers(zip(weights, gradient).map { $0 * (1 - rate * $1) }),
          "The step is multiplied by the weight as well. How long it is does not depend on the weight."),
        Slip(
          .numbers([weights[0] - rate * gradient[0], weights[1] + rate * gradient[1]]),
          "The second weight has gone uphill: from a negative weight, too, the step is taken off."),
        Slip(.numbers(weights), "Nothing has moved."),
      ])
  }
}
