import Autodiff
import Neural
import Randomness
import Testing

@Suite("Blocks")
struct BlockTests {
  // TOY-E of the ledger: one head, W_q = W_v = W_o = I, W_k = C, FFN = ReLU.
  let x = Tensor([[1, 0, 2], [0, 1, 1]])

  private func toyBlock(_ placement: NormPlacement) -> TransformerBlock {
    var generator = SeededGenerator(seed: 1)
    var block = TransformerBlock(
      BlockConfiguration(
        channels: 3, headCount: 1, hiddenChannels: 3, normPlacement: placement, activation: .relu,
        hasBias: false),
      using: &generator)
    let identity = Linear(weight: .identity(3))
    block.attention = MultiHeadAttention(
      query: identity, key: Linear(weight: Tensor([[0, 1, 0], [0, 0, 1], [1, 0, 0]])), value: identity,
      output: identity, headCount: 1)
    block.feedForward = FeedForward(expand: identity, contract: identity, activation: .relu)
    return block
  }

  @Test("the post-norm block of TOY-E (ledger S0-3.3-ENC)")
  func postNorm() throws {
    let (output, seen) = observing { toyBlock(.post)(x) }
    let attention = Tensor([[0.359542524, 0.640457476, 1.359542524], [0.5, 0.5, 1.5]])
    let first = Tensor([[-0.371153477, -0.996232251, 1.367385728], [-1.224735686, 0, 1.224735686]])
    try #expect(agree(#require(seen["attention.projected"]).value, attention))
    try #expect(agree(#require(seen["residual"]).value, first))
    #expect(
      agree(
        output,
        Tensor([[-0.506844583, -0.889961193, 1.396805775], [-1.069042677, -0.267260669, 1.336303346]])))
  }

  @Test("the pre-norm block of TOY-E, without and with the causal mask (ledger S0-3.3-ENC, S0-3.3-DEC)")
  func preNorm() {
    let free = toyBlock(.pre)(x)
    #expect(
      agree(
        free, Tensor([[-0.292837968, 0.541330615, 4.115106922], [-0.924010480, 1.352569257, 2.922935257]])))
    let causal = toyBlock(.pre)(x, mask: .causal(queries: 2, keys: 2))
    #expect(
      agree(causal, Tensor([[1, -1.224735686, 4.449478701], [-0.924010480, 1.352569257, 2.922935257]])))
  }

  @Test("the decoder block of the ledger: causal self-attention, cross-attention, feed-forward (S0-3.3-DEC)")
  func decoder() {
    var generator = SeededGenerator(seed: 1)
    var block = DecoderBlock(
      BlockConfiguration(
        channels: 3, headCount: 1, hiddenChannels: 3, normPlacement: .post, activation: .relu, hasBias: false),
      using: &generator)
    let identity = Linear(weight: .identity(3))
    let attention = MultiHeadAttention(
      query: identity, key: identity, value: identity, output: identity, headCount: 1)
    block.attention = attention
    block.crossAttention = attention
    block.feedForward = FeedForward(expand: identity, contract: identity, activation: .relu)
    let memory = Tensor([[1, 1, 0], [0, 2, 1], [3, 0, 0]])
    let output = block(x, memory: memory)
    #expect(
      agree(
        output,
        Tensor([[0.909846304, -1.392540602, 0.482694298], [-1.402912194, 0.546957979, 0.855954215]])))
    let other = block(x, memory: memory + Tensor([[1, 0, 0], [0, 0, 0], [0, 0, 0]]))
    #expect(distance(other, output) > 0.1)  // the memory matters
    let changed = block(Tensor([[1, 0, 2], [5, -3, 2]]), memory: memory)
    // The future does not.
    #expect(bits(changed.selected(axis: 0, 0)) == bits(output.selected(axis: 0, 0)))
  }

  @Test(
    "taking the block apart under observation changes nothing in its result",
    arguments: NormPlacement.allCases)
  func observedEqualsUnobserved(_ placement: NormPlacement) {
    let block = toyBlock(placement)
    #expect(agree(observing { block(x) }.result, block(x), within: 1e-6))
  }

  @Test("any number of blocks keeps the shape, and none is the identity (S1-3.4-RES)")
  func shapes() {
    var generator = SeededGenerator(seed: 2)
    let start = normal([2, 5, 8], seed: 3)
    var hidden = start
    for _ in 0..<3 {
      let block = TransformerBlock(BlockConfiguration(channels: 8, headCount: 2), using: &generator)
      hidden = block(hidden)
      #expect(hidden.shape == start.shape)
    }
  }

  @Test("each of the four sub-layers has an effect (R-S2-7)")
  func everySublayerIsUsed() {
    let block = toyBlock(.pre)
    let output = block(x)
    for name in block.parameters.map(\.name) where name.hasSuffix("weight") || name.hasSuffix("gain") {
      var changed = block
      changed.forEachParameter { other, parameter in
        if other == name { parameter = parameter * 1.5 }
      }
      #expect(distance(changed(x), output) > 1e-3, "\(name)")
    }
  }

  @Test("the feed-forward layer of the ledger (G-FFN)")
  func feedForward() {
    let layer = FeedForward(
      expand: Linear(weight: Tensor([[1, 0, -1], [0, 1, 1]])),
      contract: Linear(weight: Tensor([[1, 2], [3, 4], [5, 6]])), activation: .relu)
    let (output, seen) = observing { layer(Tensor([[1, -2]])) }
    #expect(seen["expanded"]?.value == Tensor([[1, -2, -3]]))
    #expect(output == Tensor([[1, 2]]))
  }

  @Test("layer norm shows the mean and variance of every row when looked at, and the same result")
  func observedLayerNorm() {
    let norm = LayerNorm(channels: 3)
    let rows = Tensor([[1, 2, 6], [4, 6, 11]])
    let (output, seen) = observing { norm(rows) }
    #expect(agree(output, norm(rows)))
    #expect(seen["mean"]?.value == Tensor([[3], [7]]))
    #expect(seen["variance"].map { agree($0.value, Tensor([[14.0 / 3], [26.0 / 3]])) } == true)
  }

  @Test("the gradient of every parameter of a block", arguments: NormPlacement.allCases)
  func gradients(_ placement: NormPlacement) throws {
    var generator = SeededGenerator(seed: 4)
    let block = TransformerBlock(
      BlockConfiguration(channels: 4, headCount: 2, hiddenChannels: 6, normPlacement: placement),
      using: &generator)
    try checkGradient(
      of: "block", at: [normal([1, 3, 4], seed: 5)] + block.parameters.map(\.value), tolerance: 5e-3
    ) {
      inputs in
      var changed = block
      var next = inputs.dropFirst().makeIterator()
      changed.forEachParameter { _, parameter in parameter = next.next() ?? parameter }
      return changed(inputs[0], mask: .causal(queries: 3, keys: 3))
    }
  }
}
