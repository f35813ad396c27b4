import Autodiff
import Neural
import Randomness
import Testing

@Suite("Layers against PyTorch")
struct LayerOracleTests {
  let oracle: Fixture

  init() throws { oracle = try Fixture("layers") }

  @Test func linear() {
    oracle.expect("Linear") { $0.filling(Linear(weight: .zeros([3, 5]), bias: .zeros([5])))($0["x"]) }
    oracle.expect("Linear without bias") { $0.filling(Linear(weight: .zeros([3, 5])))($0["x"]) }
  }

  @Test func embedding() {
    oracle.expect("Embedding") {
      $0.filling(Embedding(weight: .zeros([5, 4])), data: [])($0.settings.sequences("tokens"))
    }
  }

  @Test func tiedOutputHead() {
    oracle.expect("Embedding as output head") {
      $0.filling(Embedding(weight: .zeros([5, 4]))).logits($0["x"])
    }
  }

  @Test func layerNormLayer() {
    oracle.expect("LayerNorm") { $0.filling(LayerNorm(channels: 5))($0["x"]) }
  }

  @Test func attentionOfOneHead() {
    oracle.expect("scaled dot-product attention") { inputs -> Tensor in
      let settings = inputs.settings
      let mask =
        settings.has("keep")
        ? Mask(shape: settings.integers("shape"), keep: settings.flags("keep")) : nil
      return scaledDotProductAttention(
        query: inputs["query"], key: inputs["key"], value: inputs["value"], mask: mask)
    }
  }

  // A bias of the keys adds one number to all scores of a query: the exact gradient is zero.
  @Test func multiHeadSelfAttention() {
    oracle.expect("self-attention", cancelling: { $0 == "key.bias" }) {
      $0.attention(data: ["x"])($0["x"], mask: $0.mask(time: $0["x"].shape[$0["x"].rank - 2]))
    }
  }

  @Test func multiHeadCrossAttention() {
    oracle.expect("cross-attention", cancelling: { $0 == "key.bias" }) {
      $0.attention(data: ["x", "memory"])($0["x"], memory: $0["memory"], mask: $0.mask(time: 5))
    }
  }

  @Test func feedForwardWithReLU() { oracle.expect("FeedForward, relu") { $0.feedForward(.relu) } }
  @Test func feedForwardWithExactGELU() {
    oracle.expect("FeedForward, exact gelu") { $0.feedForward(.geluExact) }
  }
  @Test func feedForwardWithTanhGELU() {
    oracle.expect("FeedForward, tanh gelu") { $0.feedForward(.geluTanh) }
  }

  @Test func maximumEntropyModel() {
    oracle.expect("maximum-entropy model") {
      crossEntropy(
        logits: $0.filling(MaximumEntropyModel(contexts: 3, classes: 3), data: [])(
          $0.settings.integers("previous")),
        targets: $0.settings.integers("next"))
    }
  }
}

extension Inputs {
  /// The causal mask, the padding mask, both or neither, as the case says.
  func mask(time: Int) -> Mask? {
    let causal = settings.flag("causal") ? Mask.causal(queries: time, keys: time) : nil
    guard settings.has("lengths") else { return causal }
    let padding = Mask.padding(lengths: settings.integers("lengths"), time: time)
    return causal.map { $0.and(padding) } ?? padding
  }

  fileprivate func attention(data: [String]) -> MultiHeadAttention {
    var generator = SeededGenerator(seed: 0)
    return filling(
      MultiHeadAttention(channels: 6, headCount: settings.integer("heads"), using: &generator), data: data)
  }

  fileprivate func feedForward(_ activation: Activation) -> Tensor {
    var generator = SeededGenerator(seed: 0)
    let layer = FeedForward(channels: 4, hiddenChannels: 7, activation: activation, using: &generator)
    return filling(layer)(self["x"])
  }
}
