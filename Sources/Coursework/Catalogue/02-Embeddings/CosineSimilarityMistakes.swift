import Autodiff

extension CosineSimilarityExercise {
  package static let misconceptions = slips + guarded

  private static let slips: [Misconception<Function>] = [
    Misconception(
      "dot-product", diagnosis: "the dot products alone, not divided by the lengths",
      remedy: "Twice as long a vector has the same direction. What must the dot product be divided by?",
      frequency: 3, evidence: largest
    ) { x, y in dot(x, y) },
    Misconception(
      "one-length", diagnosis: "the dot products divided by the length of x's row alone",
      remedy: "Double a row of y: the cosine must stay. Both lengths have to go.", frequency: 2,
      evidence: largest
    ) { x, y in dot(x, y) / lengths(x) },
    Misconception(
      "no-root", diagnosis: "the dot products divided by the sums of squares, without the root",
      remedy: "A vector compared with itself must give 1. Try it on (3, 4): the length is 5, not 25.",
      frequency: 2
    ) { x, y in dot(x, y) / (lengths(x) * lengths(x)) / (lengths(y) * lengths(y)).transposed() },
    Misconception(
      "lengths-added", diagnosis: "the dot products divided by the sum of the two lengths",
      remedy: "The lengths are multiplied: with ‖x‖ + ‖y‖ a vector compared with itself gives ‖x‖/2, not 1.",
      frequency: 1
    ) { x, y in dot(x, y) / (lengths(x) + lengths(y).transposed()) },
    Misconception(
      "lengths-of-columns", diagnosis: "cosines with the lengths of the columns, one for each channel",
      remedy: "A vector is a row: its squares are summed over the channels, the last axis.", frequency: 2
    ) { x, y in dot(x / lengths(x, axis: 0), y / lengths(y, axis: 0)) },
    Misconception(
      "lengths-without-axis",
      diagnosis: "the dot products divided by ‖xⱼ‖ in column j: the lengths of x were laid along the columns",
      remedy:
        "[m] next to [m, n] is taken for one number a column, and fits only when m is n. Keep the summed axis: "
        + "[m, 1] is one number a row.", frequency: 3
    ) { x, y in
      try fit(x, y, to: x.shape[0])
      return dot(x, y) / lengths(x).transposed() / lengths(y).transposed()
    },
    Misconception(
      "y-lengths-as-rows",
      diagnosis: "the dot products divided by ‖yᵢ‖ in row i: the lengths of y were laid along the rows",
      remedy:
        "The rows of y are the *columns* of the result: their lengths, [n, 1], have to lie down as [1, n].",
      frequency: 2
    ) { x, y in
      try fit(x, y, to: x.shape[0])
      return dot(x, y) / (lengths(x) * lengths(y))
    },
    Misconception(
      "units-without-axis",
      diagnosis: "rows of which each number was divided by the length of another row",
      remedy:
        "[m] next to [m, channels] is taken for one number a channel, and fits only when m is channels. Keep the "
        + "summed axis: [m, 1] is one number a row.", frequency: 3
    ) { x, y in
      try fit(x, y, to: x.shape[1])
      return dot(x / lengths(x).transposed(), y / lengths(y).transposed())
    },
    Misconception(
      "length-of-everything", diagnosis: "the dot products divided by the lengths of the whole tables",
      remedy: "Each row has a length of its own: sum over the last axis, and keep it.", frequency: 2
    ) { x, y in dot(x, y) / sqrt((x * x).sum()) / sqrt((y * y).sum()) },
    Misconception(
      "channels-paired", diagnosis: "the products of x's columns with y's columns, channel by channel",
      remedy:
        "Rows meet rows: [m, channels] · [channels, n]. It is the right factor that stands transposed, and the "
        + "result has the shape [m, n].", frequency: 2
    ) { x, y in
      guard x.shape[0] == y.shape[0] else { throw Stops("matmul: \(x.shape) and \(y.shape)") }
      return matmul(x / lengths(x), y / lengths(y), leftTransposed: true)
    },
    Misconception(
      "not-transposed", diagnosis: "x times y where x times yᵀ is needed; it does not fit unless y is square",
      remedy: "Row i of x must meet row j of y, not column j. Which factor is to be transposed?", frequency: 2
    ) { x, y in
      guard x.shape[1] == y.shape[0] else { throw Stops("matmul: \(x.shape) and \(y.shape)") }
      return matmul(x / lengths(x), y / lengths(y))
    },
    Misconception(
      "rows-paired", diagnosis: "one cosine for each row: row i of x with row i of y only",
      remedy:
        "Every row of x is compared with every row of y, m · n numbers in all. An elementwise product pairs "
        + "equal places only.", frequency: 2
    ) { x, y in
      guard x.shape[0] == y.shape[0] || x.shape[0] == 1 || y.shape[0] == 1 else {
        throw Stops("\(x.shape) and \(y.shape) do not broadcast")
      }
      return (x / lengths(x) * (y / lengths(y))).sum(alongAxis: -1)
    },
    Misconception(
      "y-by-x", diagnosis: "the transposed matrix: rows belong to y and columns to x",
      remedy: "Row i of the result belongs to row i of x: the shape is [m, n].", frequency: 1
    ) { x, y in (dot(x, y) / lengths(x) / lengths(y).transposed()).transposed() },
    Misconception(
      "centred", diagnosis: "correlations: the mean of each row was subtracted first",
      remedy: "Correlation is the cosine of centred vectors. The cosine itself takes the rows as they are.",
      frequency: 1
    ) { x, y in
      let (x, y) = (
        x - x.mean(alongAxis: -1, keepingAxis: true), y - y.mean(alongAxis: -1, keepingAxis: true)
      )
      return dot(x, y) / lengths(x) / lengths(y).transposed()
    },
    Misconception(
      "sign-lost", diagnosis: "the cosines without their signs",
      remedy:
        "Opposite vectors are as unlike as can be: −1, not 1. Where was a square or an absolute value taken?",
      frequency: 1
    ) { x, y in abs(dot(x, y) / lengths(x) / lengths(y).transposed()) },
    Misconception(
      "distance", diagnosis: "one minus the cosines: a distance, which is 0 for the same direction",
      remedy: "A similarity is largest where two are most alike: 1 for the same direction.", frequency: 1
    ) { x, y in 1 - dot(x, y) / lengths(x) / lengths(y).transposed() },
    Misconception(
      "magnitudes-added", diagnosis: "the dot products divided by the sums of the magnitudes |v| in each row",
      remedy: "The length of (3, 4) is 5, the root of 9 + 16, and not 3 + 4.", frequency: 1
    ) { x, y in dot(x, y) / magnitudes(x) / magnitudes(y).transposed() },
    Misconception(
      "mean-of-squares",
      diagnosis: "the dot products divided by roots of *mean* squares: too large by the number of channels",
      remedy: "A length is the root of the sum of the squares, whatever their number. Try (3, 4).",
      frequency: 2,
      evidence: largest
    ) { x, y in dot(x, y) / lengths(x) / lengths(y).transposed() * Float(x.shape[1]) },
    Misconception(
      "x-twice",
      diagnosis: "the dot products divided by the lengths of x's rows twice, and never by those of y's",
      remedy: "Which of the two lengths is that of the row of y?", frequency: 1, evidence: largest
    ) { x, y in dot(x, y) / (lengths(x) * lengths(x)) },
  ]

  /// The habit of an ε against a division by 0, in each of the places where libraries and learners put it.
  private static let guarded: [Misconception<Function>] = {
    func dividing(_ function: @escaping @Sendable (_ dot: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor)
      -> Function
    {
      { x, y in function(dot(x, y), lengths(x), lengths(y).transposed()) }
    }
    let guarded = Misconception(
      "guarded", diagnosis: "cosines with an ε below, which outweighs the lengths of short vectors",
      remedy:
        "A vector of length 10⁻⁹ has a direction like any other, and no row is 0: nothing need be added or bounded.",
      frequency: 3, function: dividing { dot, x, y in dot / (x * y + 1e-8) })
    let others: [(String, Function)] = [
      ("bounded", dividing { dot, x, y in dot / maximum(x * y, 1e-8) }),
      ("by-length", dividing { dot, x, y in dot / ((x + 1e-8) * (y + 1e-8)) }),
      ("by-length-bounded", dividing { dot, x, y in dot / (maximum(x, 1e-8) * maximum(y, 1e-8)) }),
      ("below-the-root", dividing { dot, x, y in dot / sqrt((x * x + 1e-8) * (y * y + 1e-8)) }),
      ("by-more", dividing { dot, x, y in dot / (x * y + 1e-6) }),
      ("by-length-by-more", dividing { dot, x, y in dot / ((x + 1e-6) * (y + 1e-6)) }),
      ("below-the-root-by-less", dividing { dot, x, y in dot / sqrt((x * x + 1e-12) * (y * y + 1e-12)) }),
      ("by-less", dividing { dot, x, y in dot / (x * y + 1e-12) }),
      ("bounded-by-less", dividing { dot, x, y in dot / maximum(x * y, 1e-12) }),
    ]
    return [guarded] + others.map { guarded.variant($0, function: $1) }
  }()

  private static func magnitudes(_ x: Tensor) -> Tensor { abs(x).sum(alongAxis: -1, keepingAxis: true) }

  static func dot(_ x: Tensor, _ y: Tensor) -> Tensor { matmul(x, y, rightTransposed: true) }

  static func lengths(_ x: Tensor, axis: Int = -1) -> Tensor {
    sqrt((x * x).sum(alongAxis: axis, keepingAxis: true))
  }

  /// Stops where lengths whose axis was dropped do not broadcast.
  private static func fit(_ x: Tensor, _ y: Tensor, to size: Int) throws {
    for rows in [x.shape[0], y.shape[0]] where rows != size && rows != 1 {
      throw Stops("[\(rows)] does not broadcast against \(size)")
    }
  }

  private static let largest: @Sendable (Answer) -> String? = { answer in
    guard let largest = answer.parts.first?.numbers.map(\.magnitude).max() else { return nil }
    return largest > 1.001 ? "the largest is \(Float(largest)); a cosine lies between −1 and 1" : nil
  }
}
