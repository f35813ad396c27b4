import Autodiff
import Neural
import Randomness
import Testing

/// Whether two tensors agree in shape, and in every element within a tolerance.
///
/// The default is eight units in the last place of the largest numbers in the ledger's examples, which are below 4: the
/// roundings of some ten operations, each of half a unit, on numbers of that size.
func agree(_ left: Tensor, _ right: Tensor, within tolerance: Float = 2e-6) -> Bool {
  left.shape == right.shape
    && zip(left.scalars, right.scalars).allSatisfy { $0 == $1 || Swift.abs($0 - $1) <= tolerance }
}

/// Numbers of a shape, from a normal distribution.
func normal(_ shape: Shape, seed: UInt64) -> Tensor {
  var generator = SeededGenerator(seed: seed)
  return .normal(shape, using: &generator)
}

/// The bits of every element: unlike numbers that are equal, they tell −0 from 0.
func bits(_ tensor: Tensor) -> [UInt32] { tensor.scalars.map(\.bitPattern) }

/// The largest difference between two tensors; equal numbers, infinite ones too, have none.
///
/// Where the shapes differ or a difference is no number (NaN on one side, or on both), it is NaN, which is neither small
/// nor large: a test of either fails.
func distance(_ left: Tensor, _ right: Tensor) -> Float {
  guard left.shape == right.shape else { return .nan }
  let differences = zip(left.scalars, right.scalars).map { $0 == $1 ? 0 : Swift.abs($0 - $1) }
  return differences.contains(where: \.isNaN) ? .nan : differences.max() ?? 0
}

@Suite("Scaled dot-product attention")
struct AttentionTests {
  @Test("a distance that is no number is neither small nor large")
  func distanceOfNoNumber() {
    let (some, none) = (Tensor([1, 2]), Tensor([.nan, 7]))
    for (left, right) in [(some, none), (none, some), (none, none), (some, Tensor([1, 2, 3]))] {
      #expect(distance(left, right).isNaN && !agree(left, right), "\(left) and \(right)")
    }
    #expect(distance(some, Tensor([1, -2])) == 4 && distance(some, some) == 0)
  }

  // TOY-A of the ledger (S0-3.3-ATT).
  let query = Tensor([[1, 0], [0, 1]])
  let key = Tensor([[1, 1], [0, 1]])
  let value = Tensor([[1, 2], [3, 4]])

  @Test("weights and output of TOY-A are the ledger's")
  func toyA() throws {
    let (output, seen) = observing { scaledDotProductAttention(query: query, key: key, value: value) }
    #expect(agree(output, Tensor([[1.660476901, 2.660476901], [2, 3]])))
    #expect(seen.map(\.name) == ["scores", "scaled", "weights", "output"])
    #expect(seen["scores"]?.value == Tensor([[1, 0], [1, 1]]))
    try #expect(agree(#require(seen["weights"]).value, Tensor([[0.669761549, 0.330238451], [0.5, 0.5]])))
  }

  @Test("scores are divided by √d_k: without it row 0 of TOY-A is another (ledger, unscaled)")
  func scaleIsUsed() {
    let unscaled = scaledDotProductAttention(query: query, key: key, value: value, scale: 1)
    #expect(agree(unscaled.selected(axis: 0, 0), Tensor([1.537882843, 2.537882843])))
  }

  @Test("the causal mask acts before the softmax: row 0 of TOY-A is the first value (ledger)")
  func maskBeforeSoftmax() {
    let mask = Mask.causal(queries: 2, keys: 2)
    let (output, seen) = observing {
      scaledDotProductAttention(query: query, key: key, value: value, mask: mask)
    }
    #expect(agree(output, Tensor([[1, 2], [2, 3]])))
    #expect(seen.map(\.name) == ["scores", "scaled", "masked", "weights", "output"])
    #expect(seen["weights"].map { agree($0.value.sum(alongAxis: 1), .ones([2])) } == true)
  }

  @Test("adding one vector to all keys changes nothing, to all queries it does (tells keys from queries)")
  func keyShiftInvariance() {
    // Scores of up to 12 are rounded to 1e-6, weights by as much, and the values are up to 4: 1e-5 in all.
    let shift = Tensor([5, -7])
    let plain = scaledDotProductAttention(query: query, key: key, value: value)
    #expect(
      agree(scaledDotProductAttention(query: query, key: key + shift, value: value), plain, within: 1e-5))
    let moved = scaledDotProductAttention(query: query + shift, key: key, value: value)
    // The ledger's 0.9433642 (S0-3.3-ATT).
    #expect(Swift.abs(distance(moved, plain) - 0.9433642) < 1e-5)
  }

  @Test("doubling the values doubles the output and leaves the weights (ledger S3-3.1-ATT)")
  func weightsDoNotDependOnValues() {
    let doubled = scaledDotProductAttention(query: query, key: key, value: 2 * value)
    #expect(agree(doubled, Tensor([[3.320953803, 5.320953803], [4, 6]])))
  }

  @Test("every output lies between the smallest and the largest value of its column")
  func convexity() {
    for seed in UInt64(0)..<20 {
      let (q, k, v) = (
        normal([5, 4], seed: seed), normal([7, 4], seed: seed + 50), normal([7, 3], seed: seed + 90)
      )
      let output = scaledDotProductAttention(query: q, key: k, value: v)
      // Seven weights sum to 1 up to seven roundings of 6e-8, and no value is above 4.
      let (low, high, rounding) = (-(-v).max(alongAxis: 0), v.max(alongAxis: 0), Float(2e-6))
      for row in 0..<5 {
        for column in 0..<3 {
          #expect((low[column] - rounding...high[column] + rounding).contains(output[row, column]))
        }
      }
    }
  }

  @Test("permuting the tokens permutes the output, and a causal mask ends that")
  func permutationEquivariance() {
    let order = [3, 0, 4, 1, 2]
    for seed in UInt64(0)..<20 {
      let x = normal([5, 4], seed: seed)
      let permuted = lookUp(x, at: order)
      let output = scaledDotProductAttention(query: x, key: x, value: x)
      let outputOfPermuted = scaledDotProductAttention(query: permuted, key: permuted, value: permuted)
      #expect(agree(outputOfPermuted, lookUp(output, at: order)))
      let mask = Mask.causal(queries: 5, keys: 5)
      let causal = scaledDotProductAttention(query: x, key: x, value: x, mask: mask)
      let causalOfPermuted = scaledDotProductAttention(
        query: permuted, key: permuted, value: permuted, mask: mask)
      #expect(distance(causalOfPermuted, lookUp(causal, at: order)) > 0.01)
    }
  }

  @Test("a query that may see no key receives zeros, and no NaN goes backwards")
  func fullyMaskedQuery() {
    let mask = Mask(shape: [2, 2], keep: [false, false, true, true])
    let (output, slope) = valueWithGradient(at: query) { query in
      scaledDotProductAttention(query: query, key: key, value: value, mask: mask).sum()
    }
    #expect(output.scalar.isFinite)
    #expect(slope.scalars.allSatisfy { $0.isFinite })
    let rows = scaledDotProductAttention(query: query, key: key, value: value, mask: mask)
    #expect(rows.selected(axis: 0, 0) == .zeros([2]))
  }
}

@Suite("Attention in one operation")
struct FusedAttentionTests {
  private struct Inputs: Module {
    var query = normal([2, 3, 20, 6], seed: 1)
    var key = normal([2, 3, 20, 6], seed: 2)
    var value = normal([2, 3, 20, 5], seed: 3)

    mutating func visitParameters(_ visitor: ParameterVisitor) {
      visitor.visit("query", &query)
      visitor.visit("key", &key)
      visitor.visit("value", &value)
    }
  }

  private static let masks: [Mask?] = [
    nil, .causal(queries: 20, keys: 20), Mask(shape: [20, 20], keep: Array(repeating: false, count: 400)),
    .padding(lengths: [20, 3], time: 20), Mask(shape: [20, 20], keep: (0..<400).map { $0 % 3 == 0 }),
  ]

  @Test("output and gradients are those of the steps that are observed, to the bit", arguments: masks.indices)
  func equalsTheSteps(index: Int) {
    let weights = normal([2, 3, 20, 5], seed: 4)
    func run() -> (value: Tensor, gradient: Inputs) {
      valueWithGradient(at: Inputs()) {
        (weights
          * scaledDotProductAttention(
            query: $0.query, key: $0.key, value: $0.value, mask: Self.masks[index])).sum()
      }
    }
    let fused = run()
    let (steps, seen) = observing { run() }
    #expect(seen.contains { $0.name == "weights" })
    #expect(bits(fused.value) == bits(steps.value))
    #expect(bits(fused.gradient.query) == bits(steps.gradient.query))
    #expect(bits(fused.gradient.key) == bits(steps.gradient.key))
    #expect(bits(fused.gradient.value) == bits(steps.gradient.value))
  }

  @Test("a key that no query sees has no influence, even if it is NaN, observed or not")
  func hiddenKeyThatIsNone() {
    let (query, value) = (normal([2, 3], seed: 1), normal([3, 2], seed: 3))
    let key = concatenate([normal([2, 3], seed: 2), Tensor([[.nan, .infinity, 1]])], axis: 0)
    let expected = scaledDotProductAttention(
      query: query, key: key.sliced(axis: 0, 0..<2), value: value.sliced(axis: 0, 0..<2))
    func run() -> (value: Tensor, gradient: Tensor) {
      valueWithGradient(at: query) { query in
        let output = scaledDotProductAttention(
          query: query, key: key, value: value,
          mask: Mask(shape: [2, 3], keep: [true, true, false, true, true, false]))
        #expect(agree(output, expected))
        return output.sum()
      }
    }
    let (fused, steps) = (run(), observing { run() }.result)
    #expect(bits(fused.value) == bits(steps.value))
    // In the backward pass 0 · NaN of the hidden key reaches neither.
    #expect(fused.gradient.scalars.allSatisfy { $0.isFinite })
  }

  @Test("dropout of weights takes the steps")
  func dropsWeights() {
    func run() -> Tensor {
      gradient(at: Inputs()) {
        scaledDotProductAttention(
          query: $0.query, key: $0.key, value: $0.value, dropoutRate: 0.5, dropout: 1
        ).sum()
      }.value
    }
    #expect(bits(run()) == bits(observing { run() }.result))
  }
}

@Suite("Multi-head attention")
struct MultiHeadAttentionTests {
  private func layer(channels: Int = 8, heads: Int = 2, seed: UInt64 = 1) -> MultiHeadAttention {
    var generator = SeededGenerator(seed: seed)
    var layer = MultiHeadAttention(channels: channels, headCount: heads, using: &generator)
    layer.forEachParameter { name, parameter in
      if name.hasSuffix("bias") { parameter = .normal(parameter.shape, using: &generator) }
    }
    return layer
  }

  @Test("TOY-M of the ledger: heads, concatenation and W^O (S0-3.3-MHA)")
  func toyM() {
    let identity = Linear(weight: .identity(2))
    let attention = MultiHeadAttention(
      query: identity, key: identity, value: identity, output: Linear(weight: Tensor([[1, 2], [3, 4]])),
      headCount: 2)
    let (output, seen) = observing { attention(.identity(2)) }
    #expect(agree(output, Tensor([[2.231058579, 3.462117157], [2.693175736, 3.924234315]])))
    let expected = Tensor([[0.731058579, 0.5], [0.5, 0.731058579]])
    #expect(seen["concatenated"].map { agree($0.value, expected) } == true)
    #expect(seen["projected"]?.value == output)
  }

  @Test("the heads are equal to single heads on slices of the projections, one after another")
  func equalsLoopedHeads() {
    let attention = layer(channels: 12, heads: 3)
    let x = normal([2, 5, 12], seed: 4)
    let (output, seen) = observing { attention(x) }
    let heads = (0..<3).map { head in
      func part(_ projection: Linear) -> Tensor { projection(x).sliced(axis: 2, head * 4..<head * 4 + 4) }
      return scaledDotProductAttention(
        query: part(attention.query), key: part(attention.key), value: part(attention.value))
    }
    let looped = attention.output(concatenate(heads, axis: 2))
    #expect(agree(output, looped))
    #expect(seen["weights"]?.value.shape == [2, 3, 5, 5])
  }

  @Test("one head is single-head attention")
  func oneHead() {
    let attention = layer(heads: 1)
    let x = normal([1, 4, 8], seed: 2)
    let single = attention.output(
      scaledDotProductAttention(query: attention.query(x), key: attention.key(x), value: attention.value(x)))
    #expect(agree(attention(x), single))
  }

  @Test("the head count is used: other numbers, same number of parameters (S4-CODE-B, bug 6)")
  func headCountIsUsed() {
    let x = normal([1, 4, 8], seed: 3)
    let (two, four) = (layer(heads: 2), layer(heads: 4))
    #expect(two.parameterCount == four.parameterCount)
    #expect(two.parameterCount == 4 * 8 * 8 + 4 * 8)
    #expect(distance(two(x), four(x)) > 1e-3)
  }

  @Test("scores are not symmetric: queries and keys have projections of their own (S4-CODE-B, bug 4)")
  func scoresAreNotSymmetric() throws {
    let (_, seen) = observing { layer(heads: 1)(normal([1, 4, 8], seed: 5)) }
    let scores = try #require(seen["scores"]).value
    #expect(distance(scores, scores.transposed()) > 0.1)
  }

  @Test("permuting the heads together with the rows of W^O changes nothing")
  func headsPermutedWithOutput() {
    let attention = layer()
    let order = [4, 5, 6, 7, 0, 1, 2, 3]
    func columns(_ projection: Linear) -> Linear {
      Linear(
        weight: lookUp(projection.weight.transposed(), at: order).transposed(),
        bias: projection.bias.map { lookUp($0.reshaped([8, 1]), at: order).reshaped([8]) })
    }
    let permuted = MultiHeadAttention(
      query: columns(attention.query), key: columns(attention.key), value: columns(attention.value),
      output: Linear(weight: lookUp(attention.output.weight, at: order), bias: attention.output.bias),
      headCount: 2)
    let x = normal([1, 5, 8], seed: 6)
    #expect(agree(permuted(x), attention(x)))
  }

  @Test("without a batch axis the result is the same as in a batch of one")
  func withoutBatch() {
    let attention = layer()
    let x = normal([5, 8], seed: 7)
    #expect(agree(attention(x), attention(x.reshaped([1, 5, 8])).reshaped([5, 8])))
  }

  @Test("cross-attention takes keys and values from the memory (ledger G-CROSS)")
  func crossAttention() {
    let identity = Linear(weight: .identity(3))
    let attention = MultiHeadAttention(
      query: identity, key: identity, value: identity, output: identity, headCount: 1)
    let output = attention(
      Tensor([[1, 0, 2], [0, 1, 1]]), memory: Tensor([[1, 1, 0], [0, 2, 1], [3, 0, 0]]))
    #expect(
      agree(
        output,
        Tensor([[1.766633963, 0.766262875, 0.299159712], [0.566939726, 1.551634361, 0.670208448]])))
  }

  @Test("the gradient of every parameter and of the input, against central differences")
  func gradients() throws {
    let attention = layer(channels: 4, heads: 2)
    let names = attention.parameters
    try checkGradient(of: "multi-head", at: [normal([2, 3, 4], seed: 8)] + names.map(\.value)) { inputs in
      var changed = attention
      var next = inputs.dropFirst().makeIterator()
      changed.forEachParameter { _, parameter in parameter = next.next() ?? parameter }
      return changed(inputs[0], mask: .causal(queries: 3, keys: 3))
    }
  }
}
