import Autodiff
import Formulas
import Neural
import Notebook
import Randomness

extension Lesson {
  /// What W^O is for: without it the heads never meet.
  func outputProjection(_ notebook: ChapterNotebook) throws {
    notebook.heading("What W^O is for")
    notebook.formula(.s3_3_2_P_MHA)
    notebook.prose(
      """
      S3 §3.2 ends with the concatenation. Then head 0 alone makes \(channelsOfHead0(size: size)) of the output: \
      the gradient of block i at head j is exactly zero for i ≠ j. W^O lets them meet. Measured, the size of that \
      gradient:
      """)
    notebook.code()
    var drawing = Seed(seed).derived(1).generator()
    let cotangent = Tensor.normal([time, size], using: &drawing)
    // Of every block of the output, at every head: [block × head].
    func gradientSizes(_ join: (Tensor) -> Tensor) -> [Double] {
      (0..<heads).flatMap { block in
        let gradients = gradient(at: headOutputs) { headOutputs in
          let joined = join(concatenate(headOutputs, axis: 1))
          return (joined.split(count: heads, axis: 1)[block] * cotangent).sum()
        }
        return gradients.map { Double(square($0).sum().scalar).squareRoot() }
      }
    }
    let gradientWithout = gradientSizes { $0 }
    let gradientWith = gradientSizes { matmul($0, attention.output.weight) }

    let labels = [(0..<heads).map { "block \($0)" }, (0..<heads).map { "head \($0)" }]
    for (name, values) in [("gradientWithout", gradientWithout), ("gradientWith", gradientWith)] {
      notebook.tensor(
        name, values, shape: [heads, heads], axes: ["output", "head"], labels: labels,
        formula: .s3_3_2_P_MHA)
    }
    func offDiagonal(_ values: [Double]) -> [Double] {
      values.indices.filter { $0 / heads != $0 % heads }.map { values[$0] }
    }
    notebook.check(
      "without W^O: largest gradient of a block at another's head",
      measured: offDiagonal(gradientWithout).max() ?? 0, atMost: 0)
    if let smallest = offDiagonal(gradientWith).min() {
      notebook.check("with W^O: smallest", measured: smallest, atLeast: 1e-6)
      orderOfHeads(notebook)
    }
    try sumOfHeads(notebook)
  }

  /// The order of the heads is a convention between them and the rows of W^O.
  private func orderOfHeads(_ notebook: ChapterNotebook) {
    notebook.prose(
      """
      The order of the heads means nothing by itself: turn it round together with the rows of W^O, and the output \
      stays.\(sharedHeads ? " (With `--shared-heads` it stays anyway.)" : "")
      """)
    notebook.code()
    let mixed = matmul(concatenated, attention.output.weight)
    let blocks = attention.output.weight.split(count: heads, axis: 0)
    let turned = concatenate(headOutputs.reversed(), axis: 1)
    let bothTurned = matmul(turned, concatenate(blocks.reversed(), axis: 0))
    let headsTurned = matmul(turned, attention.output.weight)

    let rounding = 1e-6 * (10 + mixed.largestMagnitude)
    notebook.check(
      "heads and rows of W^O reversed: the output changes by", measured: mixed.distance(to: bothTurned),
      atMost: rounding)
    if sharedHeads {
      notebook.check(
        "broken: the heads alone reversed: nothing changes", measured: mixed.distance(to: headsTurned),
        atMost: rounding)
    } else if time > 1 || !wrongReshape {
      notebook.check(
        "the heads alone reversed: it changes by", measured: mixed.distance(to: headsTurned), atLeast: 1e-4)
    }
  }

  /// Adding the heads up, as “叠加” can be read, is one choice of W^O.
  private func sumOfHeads(_ notebook: ChapterNotebook) throws {
    notebook.formula(.s1_3_1_1_P_STACK)
    let stack = Formula.of(.s1_3_1_1_P_STACK).reading("sum")
    let toy = try stack.compute(stack.example)
    notebook.prose(
      """
      S1's 「叠加」 may mean a sum. That is the special case W^O = [I; I; …; I], in which no head can be weighed against \
      another. S1's heads are as wide as X, and so is their sum. Narrow heads no longer fit, unless they have one channel: \
      on TOY-M the sum is one column, \(try toy.matrix("sum").shape), which broadcasts onto X, \
      \(try toy.matrix("X + sum").shape), without a word.
      """)
    notebook.code()
    let identities = Array(repeating: Tensor.identity(size), count: heads)
    let asProduct = matmul(concatenated, concatenate(identities, axis: 0))
    let sumOfHeads = headOutputs.dropFirst().reduce(headOutputs[0]) { $0 + $1 }

    notebook.check(
      "Concat(heads)·[I; …; I] is Σ heads", measured: asProduct.distance(to: sumOfHeads),
      atMost: 1e-6 * (1 + sumOfHeads.largestMagnitude))
    let golden: Matrix = [[2.231_058_579, 1.231_058_579], [1.231_058_579, 2.231_058_579]]
    notebook.check(
      "TOY-M: X + Σ heads, silently", measured: try toy.matrix("X + sum").distance(to: golden), atMost: 1e-9)
  }
}
