import Autodiff
import Neural
import Randomness

/// The gradients of query, key and value from the gradient of attention's output.
package enum AttentionPullbackExercise: Exercise {
  /// The three inputs, the weights, the gradient of the output and softmax's pullback to the inputs' gradients.
  package typealias Function =
    @Sendable (
      _ query: Tensor, _ key: Tensor, _ value: Tensor, _ weights: Tensor, _ upstream: Tensor,
      _ softmaxPullback: (Tensor, Tensor) throws -> Tensor
    ) throws -> (query: Tensor, key: Tensor, value: Tensor)

  /// What attention was made of, and the gradient that arrives at its output.
  package struct Inputs: Codable, Sendable {
    let query: Tensor
    let key: Tensor
    let value: Tensor
    let weights: Tensor
    let upstream: Tensor

    init(_ query: Tensor, _ key: Tensor, _ value: Tensor, isCausal: Bool = false, upstream: Tensor) {
      (self.query, self.key, self.value, self.upstream) = (query, key, value, upstream)
      let size = Float(query.shape[query.rank - 1])
      let scores = matmul(query, key, rightTransposed: true) / size.squareRoot()
      let (queries, keys) = (scores.shape[scores.rank - 2], scores.shape[scores.rank - 1])
      weights = softmax(isCausal ? scores.masked(.causal(queries: queries, keys: keys)) : scores)
    }
  }

  package static let about = About(
    name: "attentionPullback", title: "the gradient through attention",
    goal:
      "Given what attention was made of, its weights A and the gradient U of the loss with respect to its output "
      + "A·V, return the gradients with respect to query, key and value. A hidden key has the weight 0, so that "
      + "a mask needs no care.",
    formula: """
      ∂V = Aᵀ·U,   ∂A = U·Vᵀ,   ∂S = softmaxPullback(A, ∂A),   ∂Q = ∂S·K/√d_k,   ∂K = ∂Sᵀ·Q/√d_k
      A, ∂A, ∂S: […, queries, keys];   U: […, queries, d_v];   every gradient has the shape of its own tensor
      """,
    formulas: [.s0_3_3_ATT, .g_SOFTMAX], uses: ["softmaxPullback"], minutes: 30, difficulty: .hard)

  package static let hints = Hints(
    idea:
      "Go through attention backwards, a step at a time: the product with V, the softmax, the division, the "
      + "product Q·Kᵀ. For every product Y = A·B: ∂A = ∂Y·Bᵀ and ∂B = Aᵀ·∂Y.",
    shapes:
      "The shapes leave only one way. ∂V [keys, d_v] from A [queries, keys] and U [queries, d_v]: Aᵀ·U. "
      + "∂K [keys, d_k] from ∂S [queries, keys] and Q [queries, d_k]: ∂Sᵀ·Q.",
    pseudocode: """
      for the value    ← weights transposed × upstream
      for the weights  ← upstream × value transposed
      for the scores   ← softmaxPullback(weights, for the weights) ÷ √d_k
      for the query    ← for the scores × key
      for the key      ← for the scores transposed × query
      """,
    line: """
      let keySize = Float(query.shape[query.rank - 1])
      let forWeights = matmul(upstream, value.transposed())
      let forScores = try softmaxPullback(weights, forWeights) / keySize.squareRoot()
      return (
        query: matmul(forScores, key), key: matmul(forScores.transposed(), query),
        value: matmul(weights.transposed(), upstream)
      )
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    func normal(_ shape: [Int]) -> Tensor { .normal(shape, using: &random) }
    return [
      Inputs(
        Tensor([[1, 0], [0, 1]]), Tensor([[1, 2], [0, -1]]), Tensor([[1, 2], [3, 4]]),
        upstream: Tensor([[1, 2], [-1, 0]])),
      Inputs(normal([3, 3]), normal([3, 3]), normal([3, 3]), isCausal: true, upstream: normal([3, 3])),
      Inputs(normal([3, 4]), normal([5, 4]), normal([5, 2]), upstream: normal([3, 2])),
      Inputs(
        normal([2, 2, 3, 5]), normal([2, 2, 4, 5]), normal([2, 2, 4, 3]), isCausal: true,
        upstream: normal([2, 2, 3, 3])),
      Inputs(normal([2, 1, 3]), normal([2, 4, 3]), normal([2, 4, 1]), upstream: normal([2, 1, 1])),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    let gradient = try function(
      inputs.query, inputs.key, inputs.value, inputs.weights, inputs.upstream,
      SoftmaxPullbackExercise.byFormula)
    return Answer([
      Answer.Part("the query's gradient", gradient.query), Answer.Part("the key's gradient", gradient.key),
      Answer.Part("the value's gradient", gradient.value),
    ])
  }

  /// The mask is known by the weights: what it hides weighs 0, and nothing else does.
  package static let reference: Function = { query, key, value, weights, upstream, _ in
    let mask = Mask(shape: weights.shape, keep: weights.scalars.map { $0 != 0 })
    let gradients = gradient(at: [query, key, value]) { inputs in
      (scaledDotProductAttention(query: inputs[0], key: inputs[1], value: inputs[2], mask: mask) * upstream)
        .sum()
    }
    return (gradients[0], gradients[1], gradients[2])
  }
}
