import Autodiff
import Language
import Notebook

/// The direction in which points vary most, found by multiplying again and again (power iteration).
struct PrincipalComponent {
  let direction: Tensor  // [d, 1], of length 1
  let variance: Float
  /// ‖C·v − λ·v‖ / λ: 0 for an exact eigenvector.
  let residual: Float

  /// The first component of a covariance matrix `[d, d]`.
  init(of covariance: Tensor) {
    let width = covariance.shape[0]
    // Any start that is not at a right angle to the answer will do.
    var vector = Tensor(shape: [width, 1], scalars: (0..<width).map { 1 / Float($0 + 1) })
    func length(_ tensor: Tensor) -> Float { square(tensor).sum().scalar.squareRoot() }
    for _ in 0..<1_000 {
      let product = matmul(covariance, vector)
      guard length(product) > 0 else { break }
      vector = product / length(product)
    }
    let product = matmul(covariance, vector)
    let value = matmul(vector, product, leftTransposed: true).scalar
    direction = vector
    variance = value
    residual = value > 0 ? length(product - vector * value) / value : 0
  }
}

/// Section 9: the words on a sheet of paper, along the two directions in which they differ most.
func drawMap(_ notebook: ChapterNotebook, _ text: WordText, _ training: NeighbourTraining) {
  let words = text.isTinyWorld ? Kind.allCases.flatMap { $0.onMap.compactMap(text.id) } : text.frequent(30)
  let rows = lookUp(training.end.table.weight, at: words)
  let centred = rows - rows.mean(alongAxis: 0, keepingAxis: true)
  let covariance = matmul(centred, centred, leftTransposed: true) / Float(words.count)
  let first = PrincipalComponent(of: covariance)
  let rest = covariance - matmul(first.direction, first.direction, rightTransposed: true) * first.variance
  let second = PrincipalComponent(of: rest)
  let total = (covariance * .identity(covariance.shape[0])).sum().scalar
  let share = Double((first.variance + second.variance) / total)

  notebook.heading("A map of the words")
  notebook.prose(
    """
    Two numbers a word can be drawn\(rows.shape[1] > 2 ? ", \(rows.shape[1]) cannot" : ""): the two directions in which \
    these \(words.count) words differ most, their principal components. They keep \
    \(NumberText.fixed(100 * share, decimals: 0)) % of the variance.
    """)
  notebook.code(
    """
    let centred = rows - rows.mean(alongAxis: 0, keepingAxis: true)
    let covariance = matmul(centred, centred, leftTransposed: true) / n
    for _ in 0..<1_000 { v = matmul(covariance, v); v = v / length(v) }
    """)
  let points = matmul(centred, concatenate([first.direction, second.direction], axis: 1))  // [n, 2]
  let names = words.map(text.name)
  notebook.tensor("map", points, axes: ["word", "component"], labels: [names, []], display: .summary)
  notebook.scatter(
    "words", x: points.rows.map { Double($0[0]) }, y: points.rows.map { Double($0[1]) }, labels: names,
    xAxis: "first component", yAxis: "second component")
  notebook.check("the first direction is an eigenvector, but for", measured: first.residual, atMost: 1e-3)
  let angle = matmul(first.direction, second.direction, leftTransposed: true).scalar.magnitude
  notebook.check("the second stands at a right angle to it", measured: angle, atMost: 1e-2)
}
