import Autodiff
import Neural
import Randomness

/// The blocks of the specification's small example: one head of width 3, W_q = W_v = W_o = I, FFN = ReLU.
struct Toy {
  let attention: MultiHeadAttention
  let feedForward: FeedForward

  /// With the given W_k.
  init(key: Tensor = .identity(3)) {
    let identity = Linear(weight: .identity(3))
    attention = MultiHeadAttention(
      query: identity, key: Linear(weight: key), value: identity, output: identity, headCount: 1)
    feedForward = FeedForward(expand: identity, contract: identity, activation: .relu)
  }

  private func configuration(_ placement: NormPlacement) -> BlockConfiguration {
    BlockConfiguration(
      channels: 3, headCount: 1, hiddenChannels: 3, normPlacement: placement, activation: .relu,
      hasBias: false)
  }

  func block(_ placement: NormPlacement) -> TransformerBlock {
    var generator = SeededGenerator(seed: 1)
    var block = TransformerBlock(configuration(placement), using: &generator)
    block.attention = attention
    block.feedForward = feedForward
    return block
  }

  func decoder() -> DecoderBlock {
    var generator = SeededGenerator(seed: 1)
    var block = DecoderBlock(configuration(.post), using: &generator)
    block.attention = attention
    block.crossAttention = attention
    block.feedForward = feedForward
    return block
  }
}
