import Autodiff
import Language
import Notebook

/// Section 9: the words on a sheet of paper, along the two directions in which they differ most.
func drawMap(_ notebook: ChapterNotebook, _ corpus: WordText, _ training: NeighbourTraining) {
  let words =
    corpus.isTinyWorld ? Kind.allCases.flatMap { $0.onMap.compactMap(corpus.id) } : corpus.frequent(30)
  let table = training.end.table.weight
  let channels = table.shape[1]
  notebook.heading("A map of the words")
  notebook.prose(
    """
    Two numbers a word can be drawn\(channels > 2 ? ", \(channels) cannot" : ""): the two directions in which \
    these \(words.count) words differ most, their principal components.
    """)
  notebook.declaration("PrincipalComponent", in: "09-WordMap.swift")
  notebook.code()
  let rows = lookUp(table, at: words)  // [n, d]
  let centred = rows - rows.mean(alongAxis: 0, keepingAxis: true)
  let covariance =
    matmul(centred, centred, leftTransposed: true) / Float(words.count)
  let first = PrincipalComponent(of: covariance)
  let outer = matmul(first.direction, first.direction, rightTransposed: true)
  let second = PrincipalComponent(of: covariance - outer * first.variance)
  let directions = concatenate([first.direction, second.direction], axis: 1)
  let map = matmul(centred, directions)  // [n, 2]

  let total = (covariance * .identity(channels)).sum().scalar
  let share = Double((first.variance + second.variance) / total)
  notebook.prose("They keep \(NumberText.fixed(100 * share, decimals: 0)) % of the variance.")
  let names = words.map(corpus.name)
  notebook.tensor("vectors", rows, axes: ["word", "channel"], labels: [names, []], display: .summary)
  notebook.tensor("map", map, axes: ["word", "component"], labels: [names, []], display: .summary)
  notebook.scatter(
    "words", x: map.rows.map { Double($0[0]) }, y: map.rows.map { Double($0[1]) }, labels: names,
    xAxis: "first component", yAxis: "second component")
  notebook.explore(.neighbours("a word and its neighbours", vectors: "vectors", map: "words"))
  notebook.check("the first direction is an eigenvector, but for", measured: first.residual, atMost: 1e-3)
  let angle = matmul(first.direction, second.direction, leftTransposed: true).scalar.magnitude
  notebook.check("the second stands at a right angle to it", measured: angle, atMost: 1e-2)
}

/// The direction in which points vary most, found by multiplying again and again (power iteration).
struct PrincipalComponent {
  let direction: Tensor  // v, [d, 1], of length 1
  let variance: Float  // λ
  let residual: Float  // ‖C·v − λ·v‖ / λ: 0 for an exact eigenvector

  init(of covariance: Tensor) {  // C, [d, d]
    let width = covariance.shape[0]
    // Any start that is not at a right angle to the answer will do.
    let start = (0..<width).map { 1 / Float($0 + 1) }
    var vector = Tensor(shape: [width, 1], scalars: start)
    func length(_ tensor: Tensor) -> Float {
      square(tensor).sum().scalar.squareRoot()
    }
    for _ in 0..<1_000 {
      let product = matmul(covariance, vector)
      guard length(product) > 0 else { break }
      vector = product / length(product)
    }
    let product = matmul(covariance, vector)
    direction = vector
    variance = matmul(vector, product, leftTransposed: true).scalar
    let rest = product - vector * variance
    residual = variance > 0 ? length(rest) / variance : 0
  }
}
