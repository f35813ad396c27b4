import Platform

/// Chapter 0.
extension QuestionKind {
  static let autodiff: [QuestionKind] = [
    autodiffPaths, autodiffUsedTwice, autodiffOrder, autodiffDoublings, autodiffChain, autodiffNeuron,
    autodiffDifference, autodiffEvaluations, autodiffStretched, autodiffStretchedShape, autodiffProduct,
    autodiffDescent,
  ]

  private static let autodiffPaths = QuestionKind("paths", "A gradient over all paths") { draw in
    let (a, b) = (Double(draw.whole(2...5)), Double(draw.whole(2...5)) * draw.pick([-1, 1]))
    let (c, f) = (Double(draw.whole(1...9)), Double(draw.whole(2...7)))
    let e = a * b
    return Question(
      """
      L = a·e + (e + c)·f with e = a·b, at a = \(written(a)), b = \(written(b)), c = \(written(c)), f = \(written(f)).

      What is ∂L/∂a?
      """, .number(e + b * a + b * f),
      way: "Three paths lead from a to L, with the slopes e, b·a and b·f. Their sum is the gradient.",
      slips: [
        Slip(.number(e), "That is the direct path alone. a is also in e, and e is used twice."),
        Slip(
          .number(e + b * a),
          "The path through e + c is missing: e has handed on before all that use it had reported."),
        Slip(
          .number(e + b * f),
          "A path is missing: in a·e both factors depend on a, so this product hands on twice."),
        Slip(.number(b), "That is ∂e/∂a, one slope on the way. The gradient goes on to L."),
        Slip(
          .number(e + b * a + (b + 1) * f),
          "The slope of e + c by a is that of e alone: c does not depend on a."),
        Slip(
          .number(a * a + a * f),
          "That is ∂L/∂b: in e = a·b the slope by a factor is the other factor."),
        Slip(
          .number(e + a + f),
          "The paths through e stop at e: what arrives there still has to be multiplied by ∂e/∂a."),
        Slip(.number(a * e + (e + c) * f), "That is L itself. Asked for is how L moves with a."),
      ])
  }

  private static let autodiffUsedTwice = QuestionKind("used-twice", "A number that is used more than once") {
    draw in
    let x = Double(draw.whole(2...6)) * draw.pick([-1, 1])
    let y = Double(draw.whole(3...9))
    return Question(
      """
      u = x·x + x·y, as three operations: two products and a sum. At x = \(written(x)), y = \(written(y)): what is ∂u/∂x?
      """, .number(2 * x + y),
      way:
        "x is used three times: twice in x·x, with the slope x each time, and once in x·y, with the slope y.",
      slips: [
        Slip(.number(x + y), "x·x uses x twice, and each use counts; here one of them is served."),
        Slip(.number(2 * x), "What comes through x·y is missing: y stands still, but x is a factor there."),
        Slip(
          .number(y),
          "The last use has replaced what was there before. Gradients from several uses are added."),
        Slip(.number(3 * x), "In x·y the slope by x is the other factor, not x itself."),
        Slip(.number(x * x + x * y), "That is u itself. Asked for is how u moves with x."),
        Slip(.number(x), "That is ∂u/∂y. Asked for is the slope by x."),
        Slip(.number(2 * x + x * y), "x·y is left as it is. Its slope by x is the other factor."),
        Slip(
          .number(2 * x + y + x),
          "x·y has the slope y by x. The x besides is its slope by y, and y is not moved."),
      ])
  }

  private static let autodiffOrder = QuestionKind("order", "Who has to wait for whom") { draw in
    let names = draw.shuffled(["p", "q", "r", "s", "t", "v"])
    let (shared, near, far, middle, result) = (names[0], names[1], names[2], names[3], names[4])
    let factor = draw.whole(2...9)
    func walk(_ vertices: [String]) -> String { vertices.joined(separator: ", ") }
    return Question(
      """
      A computation: \(near) = \(factor)·\(shared), \(far) = \(shared) + 1, \(middle) = tanh \(far), \(result) = \(near)·\(middle).

      In which order may the backward pass from \(result) visit the vertices, so that each has its whole gradient when
      it hands on?
      """, right: walk([result, near, middle, far, shared]),
      wrong: [
        walk([result, near, middle, shared, far]):
          "Level by level: \(shared) is near the result by one path and far by another, and hands on before \(far) has reported.",
        walk([result, near, shared, middle, far]):
          "Down one path to its end: when \(shared) is visited, \(far) has not reported yet.",
        walk([shared, far, middle, near, result]):
          "That is the order of computing. The backward pass begins at the result, whose gradient is 1.",
        walk([result, far, middle, near, shared]):
          "\(far) is visited before \(middle), which uses it: nothing has arrived there yet.",
      ], way: "\(shared) is used by \(near) and by \(far), and \(far) by \(middle): users come first.",
      order: &draw)
  }

  private static let autodiffDoublings = QuestionKind("doublings", "Paths and visits") { draw in
    let count = draw.whole(3...10)
    let (operation, word) = draw.pick([("+", "sum"), ("·", "product")])
    let paths = 1 << count
    return Question(
      """
      x₀ = x, and each next number is a \(word) of the one before with itself: xₖ₊₁ = xₖ \(operation) xₖ. How many paths lead from x to
      x_\(count), and how many vertices does the backward pass visit? (Two numbers.)
      """, .whole([paths, count + 1]),
      way: "Each step doubles the paths. A vertex is visited once, whatever number of paths meets in it.",
      slips: [
        Slip(
          .whole([paths, paths]), "The backward pass does not walk the paths: it adds up in each vertex."),
        Slip(.whole([2 * count, count + 1]), "Paths multiply: two from step to step, and not two more."),
        Slip(.whole([paths, count]), "x₀ itself is a vertex too; it is where the gradient is wanted."),
        Slip(
          .whole([paths / 2, count + 1]),
          "One doubling too few: each of the steps doubles, the first one too."),
        Slip(.whole([paths * 2, count + 1]), "One doubling too many: from x₀ to x₁ lead two paths."),
        Slip(
          .whole([paths, 2 * count]),
          "Visits are counted by vertices, not by arrows: a vertex hands on to both of its inputs in one visit."
        ),
        Slip(
          .whole([count + 1, paths]), "The two are exchanged: it is the paths that grow without measure."),
        Slip(
          .whole([paths, 2 * count + 1]),
          "Two vertices a step are counted. A step makes one, and uses the one before twice."),
        Slip(.whole([count, count + 1]), "Each step uses its number twice, so there are two ways at each."),
      ])
  }

  private static let autodiffChain = QuestionKind("chain", "The chain rule, link by link") { draw in
    let (w, x) = (Double(draw.whole(2...5)), Double(draw.whole(2...5)) * draw.pick([-1, 1]))
    let error = Double(draw.whole(2...6)) * draw.pick([-1, 1])
    let target = w * x - error
    return Question(
      """
      y = w·x and L = (y − t)², at w = \(written(w)), x = \(written(x)), t = \(written(target)). What is ∂L/∂w?
      """, .number(2 * error * x),
      way: "∂L/∂y is twice the error y − t, and ∂y/∂w is x: the slopes along the path are multiplied.",
      slips: [
        Slip(.number(2 * error), "That is ∂L/∂y. One more slope lies between y and w."),
        Slip(.number(2 * error * w), "That is ∂L/∂x: the slope of w·x by w is the other factor."),
        Slip(.number(error * x), "The 2 of the square is missing: (y − t)² has the slope 2·(y − t)."),
        Slip(.number(x), "That is ∂y/∂w alone. What a unit of y is worth to the loss is missing."),
        Slip(.number(error * error), "That is the loss itself. Asked for is its slope."),
        Slip(.number(2 * error + x), "Along a path slopes are multiplied; they are added where paths meet."),
        Slip(
          .number(error * error * x),
          "What comes back from the square is its value. It has to be its slope, 2·(y − t)."),
        Slip(
          .number(2 * (w * x + target) * x), "The target was added, or its sign lost: the error is y − t."),
        Slip(
          .number(2 * error * w * x),
          "Multiplied by y itself. It is the slope of y by w that belongs there."),
        Slip(.number(2 * w * x * x), "The target has vanished: the error is y − t."),
      ])
  }

  private static let autodiffNeuron = QuestionKind("neuron", "One neuron") { draw in
    let output = draw.pick([-0.9, -0.8, -0.6, -0.5, -0.4, -0.2, 0.2, 0.4, 0.5, 0.6, 0.8, 0.9])
    let (w, x) = (Double(draw.whole(-4...4)), Double(draw.whole(1...5)) * draw.pick([-1, 1]))
    let slope = 1 - output * output
    func numbers(_ slope: Double, _ entries: [Double]) -> Answer { .numbers(entries.map { slope * $0 }) }
    return Question(
      """
      y = tanh(w·x + b). At w = \(written(w)), x = \(written(x)) and some b the forward pass gave y = \(written(output)).

      What are ∂y/∂w, ∂y/∂x and ∂y/∂b?
      """, numbers(slope, [x, w, 1]),
      way: "The slope of tanh is 1 − y². It is multiplied by x for w, by w for x, and by 1 for b.",
      slips: [
        Slip(
          numbers(slope, [w, x, 1]), "The first two are exchanged: the slope of w·x by w is the other factor."
        ),
        Slip(numbers(1, [x, w, 1]), "The slope of tanh is missing: these are the slopes of w·x + b."),
        Slip(
          numbers(1 + output * output, [x, w, 1]),
          "1 + y² is more than 1: the square is taken off, also where y is negative."),
        Slip(numbers(1 - output, [x, w, 1]), "The slope of tanh is 1 − y², not 1 − y."),
        Slip(
          numbers(output * (1 - output), [x, w, 1]),
          "y·(1 − y) is the slope of the sigmoid. That of tanh is 1 − y²."),
        Slip(
          numbers(output, [x, w, 1]), "tanh hands on its value here. It has to hand on its slope, 1 − y²."),
        Slip(
          numbers(slope, [x, w, 0]), "b is no constant: it is a term of the sum, and its slope there is 1."),
        Slip(
          .numbers([slope * x, slope * w, 1]),
          "1 is the slope of w·x + b by b. From y it is multiplied by the slope of tanh, as the others are."),
        Slip(numbers(output * output, [x, w, 1]), "The slope of tanh is 1 − y²; here the 1 has got lost."),
      ])
  }

  private static let autodiffDifference = QuestionKind("difference", "A difference is no derivative") {
    draw in
    let (z, step) = (Double(draw.whole(3...6)), Double(draw.pick([1, 2])))
    let factor = Double(draw.whole(2...9))
    func f(_ z: Double) -> Double { factor * z * z * z }
    return Question(
      """
      f(z) = \(written(factor))·z³. What is its central difference at z = \(written(z)) with the step h = \(written(step))? (Compute the difference, not what it
      is an estimate of.)
      """, .number((f(z + step) - f(z - step)) / (2 * step)),
      way: "(f(z + h) − f(z − h)) divided by 2h. For z³ it is h² more than the derivative.",
      slips: [
        Slip(
          .number(3 * factor * z * z), "That is the derivative. A difference over ±h is a little off from it."
        ),
        Slip(
          .number((f(z + step) - f(z)) / step),
          "That is the one-sided difference to the right: central means one step to each side."),
        Slip(
          .number((f(z) - f(z - step)) / step),
          "That is the one-sided difference to the left: central means one step to each side."),
        Slip(.number((f(z + step) - f(z - step)) / step), "From z − h to z + h it is 2h, not h."),
        Slip(.number(f(z + step) - f(z - step)), "It is not divided yet by the way between the two places."),
        Slip(.number((f(z + step) - f(z)) / (2 * step)), "Divided by 2h, but one step was taken."),
        Slip(
          .number((f(z + step) - f(z - step)) / (2 * step * factor)),
          "That is the difference of z³: the factor before it has got lost."),
        Slip(.number((f(z + step) + f(z - step)) / 2), "That is the mean of the two values, not a slope."),
      ])
  }

  private static let autodiffEvaluations = QuestionKind("evaluations", "What nudging costs") { draw in
    let (inputs, hidden) = (draw.whole(2...5), draw.whole(3...9))
    let weights = inputs * hidden + hidden
    let count = weights + hidden + 1
    return Question(
      """
      A network has \(inputs) inputs, \(hidden) hidden tanh units and one output; each hidden unit and the output has a bias. How
      many parameters has it, and how many evaluations of the loss does a central difference of each of them take? (Two
      numbers.)
      """, .whole([count, 2 * count]),
      way:
        "\(inputs)·\(hidden) weights and \(hidden) biases, then \(hidden) weights and one bias. Each parameter is nudged to both sides.",
      slips: [
        Slip(.whole([weights, 2 * weights]), "The biases are parameters too, and learn like the others."),
        Slip(
          .whole([count - 1, 2 * count - 2]), "One is missing: the output unit has a bias as well."),
        Slip(.whole([count, count]), "Central means to both sides: two evaluations each."),
        Slip(
          .whole([count, count + 1]),
          "That is the one-sided difference, which has the value itself in common. Central means both sides."),
        Slip(
          .whole([count, 2 * count + 1]),
          "A central difference does not use the value in the middle: two evaluations each, and no more."),
        Slip(
          .whole([count, 2]),
          "Two evaluations give one parameter's slope. All at once is what the backward pass can do."),
        Slip(
          .whole([weights + 1, 2 * weights + 2]),
          "Either the hidden units' biases are missing or the output's weights: both are there."),
      ])
  }
}
