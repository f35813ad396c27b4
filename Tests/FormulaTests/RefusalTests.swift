import Formulas
import Testing

/// What does not conform is refused with the operation and both shapes, at every place that can refuse.
@Suite struct RefusalTests {
  /// A matrix of a shape; what is in it does not matter.
  private static func ones(_ rows: Int, _ columns: Int) -> Matrix {
    Matrix(rowCount: rows, columnCount: columns) { _, _ in 1 }
  }

  private static func adapted(_ x: Matrix, _ w: Matrix, _ a: Matrix, _ b: Matrix) throws -> Matrix {
    try Formula.FineTuning.beside(x, weight: w, down: a, up: b, alpha: 1)
  }

  struct Refusal: Sendable {
    let mismatch: ShapeMismatch
    let make: @Sendable () throws -> Void

    init(_ operation: String, _ left: [Int], _ right: [Int], _ make: @escaping @Sendable () throws -> Void) {
      mismatch = ShapeMismatch(operation: operation, left: left, right: right)
      self.make = make
    }
  }

  static let refusals: [Refusal] = [
    Refusal("Q·Kᵀ", [2, 3], [4, 2]) {
      _ = try Formula.Attention.scores(query: ones(2, 3), key: ones(2, 4))
    },
    Refusal("A·V", [2, 3], [4, 5]) {
      _ = try Formula.Attention.output(weights: ones(2, 3), value: ones(4, 5))
    },
    Refusal("A·Vᵀ", [3, 3], [2, 3]) {
      _ = try Formula.Attention.asPrintedAVT(weights: ones(3, 3), value: ones(3, 2))
    },
    Refusal("Attention(Q, K, V)·V", [3, 2], [3, 2]) {
      _ = try Formula.Attention.multipliedByValueAgain(query: ones(3, 4), key: ones(3, 4), value: ones(3, 2))
    },
    Refusal("x·A", [2, 3], [4, 1]) { _ = try adapted(ones(2, 3), ones(3, 5), ones(4, 1), ones(1, 5)) },
    Refusal("x·A·B", [2, 1], [2, 5]) { _ = try adapted(ones(2, 3), ones(3, 5), ones(3, 1), ones(2, 5)) },
    Refusal("x·W", [2, 3], [4, 5]) { _ = try adapted(ones(2, 3), ones(4, 5), ones(3, 1), ones(1, 5)) },
    Refusal("x·W + x·A·B", [2, 5], [2, 4]) {
      _ = try adapted(ones(2, 3), ones(3, 5), ones(3, 1), ones(1, 4))
    },
    Refusal("A·B", [3, 1], [2, 5]) {
      _ = try Formula.FineTuning.merged(weight: ones(3, 5), down: ones(3, 1), up: ones(2, 5), alpha: 1)
    },
    Refusal("W + A·B", [3, 5], [3, 4]) {
      _ = try Formula.FineTuning.merged(weight: ones(3, 5), down: ones(3, 1), up: ones(1, 4), alpha: 1)
    },
    Refusal("X·W", [2, 3], [4, 5]) { _ = try Formula.Projection.published(ones(2, 3), ones(4, 5)) },
    Refusal("W_q·X", [2, 2], [3, 2]) {
      _ = try Formula.Projection.asPrintedS3(queryWeight: ones(2, 2), input: ones(3, 2), weight: ones(2, 2))
    },
    Refusal("(W_q·X)·W", [2, 3], [2, 5]) {
      _ = try Formula.Projection.asPrintedS3(queryWeight: ones(2, 2), input: ones(2, 3), weight: ones(2, 5))
    },
    Refusal("Attention·W_o", [2, 2], [3, 2]) {
      let square = ones(2, 2)
      let weights = Formula.EncoderDecoder.Projections(
        query: square, key: square, value: square, output: ones(3, 2))
      _ = try Formula.EncoderDecoder.attention(square, over: square, weights)
    },
    Refusal("X + F(X)", [2, 2], [2, 3]) { _ = try Formula.Residual.published(ones(2, 2), ones(2, 3)) },
    Refusal("x·W₁", [1, 2], [3, 4]) {
      _ = try Formula.FeedForward.published(ones(1, 2), .init(first: ones(3, 4), second: ones(4, 2)))
    },
    Refusal("ReLU(…)·W₂", [1, 4], [3, 2]) {
      _ = try Formula.FeedForward.published(ones(1, 2), .init(first: ones(2, 4), second: ones(3, 2)))
    },
    Refusal("sum with a row vector", [1, 4], [3]) {
      _ = try Formula.FeedForward.inner(
        ones(1, 2), .init(first: ones(2, 4), firstBias: [1, 2, 3], second: ones(4, 2)))
    },
    Refusal("sum with a row vector", [1, 2], [1]) {
      _ = try Formula.FeedForward.published(
        ones(1, 2), .init(first: ones(2, 4), second: ones(4, 2), secondBias: [1]))
    },
    Refusal("x ⊙ m", [2, 2], [2, 1]) {
      _ = try Formula.FeedForward.dropout(ones(2, 2), kept: ones(2, 1), rate: 0.5)
    },
    Refusal("x ⊙ m", [2, 2], [1, 2]) {
      _ = try Formula.FeedForward.dropoutWithoutScaling(ones(2, 2), kept: ones(1, 2))
    },
    Refusal("γ ⊙ (x − μ)/√(σ² + ε)", [3], [1, 2]) {
      _ = try Formula.LayerNormalization.published(ones(1, 2), gain: [1, 1, 1])
    },
    Refusal("sum with a row vector", [1, 2], [3]) {
      _ = try Formula.LayerNormalization.published(ones(1, 2), bias: [1, 1, 1])
    },
    Refusal("Σ_{i=1}^{d} X_i over rows", [2, 3], [3, 3]) {
      _ = try Formula.LayerNormalization.meanOfFirstRows(ones(2, 3))
    },
    Refusal("X_ij − μ_j with the statistics of row j", [2, 3], [2]) {
      _ = try Formula.LayerNormalization.asPrintedS1(ones(2, 3))
    },
    Refusal("Concat(head₁, …, head_h)·W^O", [2, 3], [4, 2]) {
      _ = try Formula.MultiHead.output(heads: [ones(2, 1), ones(2, 2)], outputWeight: ones(4, 2))
    },
    Refusal("Concat", [2, 1], [3, 1]) {
      _ = try Formula.MultiHead.output(heads: [ones(2, 1), ones(3, 1)], outputWeight: ones(2, 2))
    },
    Refusal("matrix sum", [2, 1], [2, 2]) { _ = try Formula.MultiHead.summed([ones(2, 1), ones(2, 2)]) },
    Refusal("Q in slices", [2, 4], [3]) {
      _ = try Formula.MultiHead.headsFromSlices(
        query: ones(2, 4), key: ones(2, 4), value: ones(2, 4), headCount: 3)
    },
    Refusal("Q in slices", [2, 4], [2]) {
      _ = try Formula.MultiHead.headsFromSlices(
        query: ones(2, 4), key: ones(2, 4), value: ones(2, 3), headCount: 2)
    },
    Refusal("Q in slices", [2, 4], [0]) {
      _ = try Formula.MultiHead.headsFromSlices(
        query: ones(2, 4), key: ones(2, 4), value: ones(2, 4), headCount: 0)
    },
    Refusal("X + ΣH, broadcast", [2, 2], [2, 2]) {
      _ = try Formula.MultiHead.broadcastSum(ones(2, 2), ones(2, 2))
    },
    Refusal("X + ΣH, broadcast", [2, 2], [3, 1]) {
      _ = try Formula.MultiHead.broadcastSum(ones(2, 2), ones(3, 1))
    },
    Refusal("E + PE", [2, 2], [3, 2]) { _ = try Formula.PositionalEncoding.added(ones(2, 2), ones(3, 2)) },
    Refusal("Concat", [2, 2], [3, 2]) { _ = try Formula.PositionalEncoding.appended(ones(2, 2), ones(3, 2)) },
    Refusal("E ⊙ PE", [2, 2], [2, 1]) {
      _ = try Formula.PositionalEncoding.multiplied(ones(2, 2), ones(2, 1))
    },
    Refusal("E[3]", [3, 2], [2]) { _ = try Formula.Embedding.published(table: ones(3, 2), tokens: [0, 3]) },
    Refusal("E[-1]", [3, 2], [1]) { _ = try Formula.Embedding.scaled(table: ones(3, 2), tokens: [-1]) },
    Refusal("h·Eᵀ", [1, 3], [2, 4]) { _ = try Formula.Embedding.logits(ones(1, 3), table: ones(4, 2)) },
    Refusal("−Σ yᵢ·log ŷᵢ", [2], [3]) {
      _ = try Formula.CrossEntropy.published(targets: [0, 1], predictions: [0.2, 0.3, 0.5])
    },
    Refusal("−Σ yᵢ·log ŷᵢ", [1, 2], [2, 2]) {
      _ = try Formula.CrossEntropy.mean(targets: ones(1, 2), predictions: ones(2, 2))
    },
    Refusal("−Σ yᵢ·log ŷᵢ", [1], [2]) {
      _ = try Formula.CrossEntropy.binary(labels: [1], predictions: [0.5, 0.5])
    },
    Refusal("−Σ yᵢ·log ŷᵢ", [2], [1]) { _ = try Formula.CrossEntropy.divergence([0.5, 0.5], from: [1]) },
    Refusal("−Σ yᵢ·log ŷᵢ", [2], [3]) {
      _ = try Formula.Distillation.published(teacher: [1, 2], student: [1, 2, 3], temperature: 2)
    },
    Refusal("z_target", [2], [-1]) {
      _ = try compute(.s2_4_2_CE, "from logits", ["z": [1, 2], "target": .number(-1)])
    },
    Refusal("V as one row", [2, 1], [1]) {
      _ = try compute(.s0_3_3_ATT, "row vectors", ["Q": [[1]], "K": [[1]], "V": [[1], [2]]])
    },
    Refusal("Concat", [3, 1], [2, 1]) { _ = try Matrix.concatenatingRows([ones(1, 3), ones(1, 2)]) },
    Refusal("α·A ⊙ B", [2, 2], [3, 2]) {
      _ = try Formula.HiddenStates.likelihood(
        .init(initial: [1, 0], transitions: ones(2, 2), emissions: ones(3, 2)), symbols: [0])
    },
    Refusal("α·A ⊙ B", [2, 3], [2, 2]) {
      _ = try Formula.HiddenStates.viterbi(
        .init(initial: [1, 0], transitions: ones(2, 3), emissions: ones(2, 2)), symbols: [0])
    },
    Refusal("B[o]", [1, 2], [1]) {
      _ = try Formula.HiddenStates.baumWelch(
        .init(initial: [1], transitions: ones(1, 1), emissions: ones(1, 2)), symbols: [2])
    },
    Refusal("B[o]", [1, 2], [0]) {
      _ = try Formula.HiddenStates.likelihood(
        .init(initial: [1], transitions: ones(1, 1), emissions: ones(1, 2)), symbols: [])
    },
    Refusal("score(y, x)", [2, 2], [2, 2]) {
      _ = try Formula.HiddenStates.logProbability(ofTags: [0], scores: ones(2, 2), transitions: ones(2, 2))
    },
    Refusal("score(y, x)", [1, 2], [2, 2]) {
      _ = try Formula.HiddenStates.logProbability(ofTags: [2], scores: ones(1, 2), transitions: ones(2, 2))
    },
    Refusal("score(y, x)", [1, 2], [2, 3]) {
      _ = try Formula.HiddenStates.logProbability(ofTags: [0], scores: ones(1, 2), transitions: ones(2, 3))
    },
    Refusal("score(y, x)", [1, 2], [2, 2]) {
      _ = try Formula.HiddenStates.locallyNormalized(
        ofTags: [2], scores: ones(1, 2), transitions: ones(2, 2))
    },
    Refusal("x·W", [1, 2], [3, 2]) {
      _ = try Formula.Recurrence.elman(
        [1, 1], state: [0, 0], input: ones(3, 2), recurrent: ones(2, 2), bias: [0, 0])
    },
    Refusal("h·U", [1, 2], [3, 2]) {
      _ = try Formula.Recurrence.elman(
        [1, 1], state: [0, 0], input: ones(2, 2), recurrent: ones(3, 2), bias: [0, 0])
    },
    Refusal("(i, f, g, o)", [3], [1]) {
      _ = try Formula.Recurrence.lstm(
        [1], state: [0], cell: [0], input: ones(1, 3), recurrent: ones(1, 3), bias: [0, 0, 0])
    },
    Refusal("(i, f, g, o)", [4], [1]) {
      _ = try Formula.Recurrence.lstm(
        [1], state: [0, 0], cell: [0], input: ones(1, 4), recurrent: ones(2, 4), bias: [0, 0, 0, 0])
    },
    Refusal("Σ over M", [2, 2], [2, 1]) {
      _ = try Formula.CrossEntropy.masked(ones(2, 2), words: [0, 0], asked: [1])
    },
    Refusal("Σ over M", [2, 2], [1, 2]) {
      _ = try Formula.CrossEntropy.masked(ones(2, 2), words: [0], asked: [1, 1])
    },
    Refusal("Σ over M", [1, 2], [1, 1]) {
      _ = try Formula.CrossEntropy.masked(ones(1, 2), words: [2], asked: [1])
    },
    Refusal("matrix difference", [1, 2], [2, 1]) { _ = try ones(1, 2) - ones(2, 1) },
  ]

  @Test(arguments: refusals.indices) func whatDoesNotConformIsRefused(_ number: Int) {
    let refusal = Self.refusals[number]
    let error = #expect(throws: ShapeMismatch.self) { try refusal.make() }
    #expect(error == refusal.mismatch)
    let (operation, left, right) = (refusal.mismatch.operation, refusal.mismatch.left, refusal.mismatch.right)
    #expect(error?.description == "\(operation): shapes \(left) and \(right) do not conform")
  }

  /// The exhibits conform at exactly one length, and there they give what they give.
  @Test func exhibitsConformWhereTheirShapesHappenToFit() throws {
    #expect(try Formula.LayerNormalization.meanOfFirstRows([[1, 3], [2, 8]]) == [1.5, 5.5])
    #expect(try Formula.LayerNormalization.asPrintedS1(Self.ones(2, 2)) == [[0, 0], [0, 0]])
    #expect(
      try Formula.Attention.multipliedByValueAgain(
        query: Self.ones(2, 3), key: Self.ones(2, 3), value: [[1, 0], [0, 1]]) == [[0.5, 0.5], [0.5, 0.5]])
    #expect(try Formula.MultiHead.broadcastSum([[1, 2], [3, 4]], [[10], [20]]) == [[11, 12], [23, 24]])
  }
}
