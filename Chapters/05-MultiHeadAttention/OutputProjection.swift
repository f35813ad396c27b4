import Autodiff
import Formulas
import Neural
import Notebook
import Randomness

/// What W^O is for: without it the heads never meet.
func whatJoinsThem(_ notebook: ChapterNotebook, _ lesson: Lesson, _ pass: Pass, seed: Seed) throws {
  let (headCount, size) = (lesson.headCount, lesson.size)
  notebook.heading("What W^O is for")
  notebook.formula(.s3_3_2_P_MHA)
  notebook.prose(
    """
    S3 §3.2 ends with the concatenation. Then head 0 alone makes \(lesson.channelsOfHead0) of the output: \
    the gradient of block i at head j is exactly zero for i ≠ j. W^O lets them meet. Measured, the size of that \
    gradient:
    """)
  let heads = pass.headOutputs
  var generator = seed.generator()
  let cotangent = Tensor.normal(heads[0].shape, using: &generator)
  func gradients(_ join: @escaping (Tensor) -> Tensor) -> [Double] {
    (0..<headCount).flatMap { block in
      gradient(at: heads) { heads in
        let output = join(concatenate(heads, axis: 1))
        return (output.sliced(axis: 1, block * size..<(block + 1) * size) * cotangent).sum()
      }.map { Double(square($0).sum().scalar).squareRoot() }
    }
  }
  let without = gradients { $0 }
  let with = gradients { matmul($0, lesson.outputWeight) }
  let labels = [(0..<headCount).map { "block \($0)" }, (0..<headCount).map { "head \($0)" }]
  for (name, values) in [("gradientWithout", without), ("gradientWith", with)] {
    notebook.tensor(
      name, values, shape: [headCount, headCount], axes: ["output", "head"], labels: labels,
      formula: .s3_3_2_P_MHA)
  }
  func offDiagonal(_ values: [Double]) -> [Double] {
    values.indices.filter { $0 / headCount != $0 % headCount }.map { values[$0] }
  }
  notebook.check(
    "without W^O: largest gradient of a block at another's head", measured: offDiagonal(without).max() ?? 0,
    atMost: 0)
  if let smallest = offDiagonal(with).min() {
    notebook.check("with W^O: smallest", measured: smallest, atLeast: 1e-6)
    permuting(notebook, lesson, heads)
  }
  try summing(notebook, heads)
}

/// The order of the heads is a convention between them and the rows of W^O.
private func permuting(_ notebook: ChapterNotebook, _ lesson: Lesson, _ heads: [Tensor]) {
  let size = lesson.size
  let rows = lesson.outputWeight.split(sizes: Array(repeating: size, count: heads.count), axis: 0)
  let joined = concatenate(heads, axis: 1)
  let turned = concatenate(heads.reversed(), axis: 1)
  let output = matmul(joined, lesson.outputWeight)
  let both = matmul(turned, concatenate(rows.reversed(), axis: 0))
  let headsAlone = matmul(turned, lesson.outputWeight)
  notebook.prose(
    """
    The order of the heads means nothing by itself: turn it round together with the rows of W^O, and the output \
    stays.\(lesson.breakage.sharesHeads ? " (With `--shared-heads` it stays anyway.)" : "")
    """)
  let rounding = 1e-6 * (10 + output.largestMagnitude)
  notebook.check(
    "heads and rows of W^O reversed: the output changes by", measured: output.distance(to: both),
    atMost: rounding)
  if lesson.breakage.sharesHeads {
    notebook.check(
      "broken: the heads alone reversed: nothing changes", measured: output.distance(to: headsAlone),
      atMost: rounding)
  } else if lesson.words.count > 1 || !lesson.breakage.isCutWrongly {
    notebook.check(
      "the heads alone reversed: it changes by", measured: output.distance(to: headsAlone), atLeast: 1e-4)
  }
}

/// Adding the heads up, as “叠加” can be read, is one choice of W^O.
private func summing(_ notebook: ChapterNotebook, _ heads: [Tensor]) throws {
  let size = heads[0].shape[1]
  let stacked = concatenate(Array(repeating: Tensor.identity(size), count: heads.count), axis: 0)
  let asProduct = matmul(concatenate(heads, axis: 1), stacked)
  let sum = heads.dropFirst().reduce(heads[0]) { $0 + $1 }
  let stack = Formula.of(.s1_3_1_1_P_STACK)
  let reading = stack.reading("sum")
  let toy = try reading.compute(reading.example)
  notebook.formula(.s1_3_1_1_P_STACK)
  notebook.prose(
    """
    S1's 「叠加」 may mean a sum. That is the special case W^O = [I; I; …; I], in which no head can be weighed against \
    another. S1's heads are as wide as X, and so is their sum. Narrow heads no longer fit, unless they have one channel: \
    on TOY-M the sum is one column, \(try toy.matrix("sum").shape), which broadcasts onto X, \
    \(try toy.matrix("X + sum").shape), without a word.
    """)
  notebook.check(
    "Concat(heads)·[I; …; I] is Σ heads", measured: asProduct.distance(to: sum),
    atMost: 1e-6 * (1 + sum.largestMagnitude))
  let golden: Matrix = [[2.231_058_579, 1.231_058_579], [1.231_058_579, 2.231_058_579]]
  notebook.check(
    "TOY-M: X + Σ heads, silently", measured: try toy.matrix("X + sum").distance(to: golden), atMost: 1e-9)
}
