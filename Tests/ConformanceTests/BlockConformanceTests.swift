import Autodiff
import Formulas
import Neural
import Randomness
import Testing

/// Norms, feed-forward networks and whole blocks held to the specification, every weight mapped.
@Suite struct BlockConformanceTests {
  let time = 4
  let channels = 5
  let hidden = 7

  /// The weights of one head of full width and of a feed-forward network, for both sides.
  private func weights(seed: UInt64) -> (
    attention: MultiHeadAttention, feedForward: FeedForward, values: Formula.Values
  ) {
    let square = [channels, channels]
    let parts = normals(
      square, square, square, square, [channels, hidden], [hidden], [hidden, channels], [channels], seed: seed
    )
    let scaled = parts.map { $0 * 0.5 }
    let attention = MultiHeadAttention(
      query: Linear(weight: scaled[0]), key: Linear(weight: scaled[1]), value: Linear(weight: scaled[2]),
      output: Linear(weight: scaled[3]), headCount: 1)
    let feedForward = FeedForward(
      expand: Linear(weight: scaled[4], bias: scaled[5]),
      contract: Linear(weight: scaled[6], bias: scaled[7]),
      activation: .relu)
    return (
      attention, feedForward,
      [
        "WQ": matrix(scaled[0]), "WK": matrix(scaled[1]), "WV": matrix(scaled[2]), "WO": matrix(scaled[3]),
        "W1": matrix(scaled[4]), "b1": numbers(scaled[5]), "W2": matrix(scaled[6]), "b2": numbers(scaled[7]),
      ]
    )
  }

  private func configuration(_ placement: NormPlacement) -> BlockConfiguration {
    BlockConfiguration(
      channels: channels, headCount: 1, hiddenChannels: hidden, normPlacement: placement, activation: .relu,
      hasBias: false)
  }

  private func block(_ placement: NormPlacement, seed: UInt64) -> (TransformerBlock, Formula.Values) {
    var generator = SeededGenerator(seed: seed)
    var block = TransformerBlock(configuration(placement), using: &generator)
    let weights = weights(seed: seed)
    block.attention = weights.attention
    block.feedForward = weights.feedForward
    return (block, weights.values)
  }

  @Test(arguments: seeds) func layerNormIsS1_LNNORM(_ seed: UInt64) throws {
    let parts = normals([6, 5], [5], [5], seed: seed)
    let rows = parts[0] * 3 + 1
    let expected = try published(
      .s1_3_3_LNNORM, ["X": matrix(rows), "gamma": numbers(parts[1]), "beta": numbers(parts[2])])["output"]
    hold(layerNorm(rows, gain: parts[1], bias: parts[2]), to: expected)
    var layer = LayerNorm(channels: 5)
    layer.gain = parts[1]
    layer.bias = parts[2]
    let (output, seen) = observing { layer(rows) }
    hold(output, to: expected)
    let statistics = try published(.s1_3_3_LNSTAT, ["X": matrix(rows)])
    hold(try #require(seen["mean"]).value, to: statistics["mean"])
    hold(try #require(seen["variance"]).value, to: statistics["variance"])
    hold(rows.mean(alongAxis: 1), to: statistics["mean"])
    hold(rows.variance(alongAxis: 1), to: statistics["variance"])
  }

  @Test(arguments: seeds) func feedForwardIsG_FFN(_ seed: UInt64) throws {
    let input = normal([time, channels], seed: seed + 30)
    let weights = weights(seed: seed)
    let expected = try published(.g_FFN, weights.values.with(["x": matrix(input)]))
    let (output, seen) = observing { weights.feedForward(input) }
    hold(output, to: expected["output"])
    hold(try #require(seen["expanded"]).value, to: expected["inner"])
  }

  @Test(arguments: seeds) func geluIsG_GELU(_ seed: UInt64) throws {
    let x = normal([50], seed: seed) * 2
    hold(gelu(x, form: .exact), to: try published(.g_GELU, ["x": numbers(x)])["y"])
    hold(gelu(x, form: .tanh), to: try reading(.g_GELU, "tanh", ["x": numbers(x)])["y"])
    #expect(Activation.geluExact(x) == gelu(x, form: .exact))
    #expect(Activation.geluTanh(x) == gelu(x, form: .tanh))
  }

  @Test(arguments: seeds) func encoderLayerIsS0_ENC(_ seed: UInt64) throws {
    let input = normal([time, channels], seed: seed + 40)
    let (block, weights) = block(.post, seed: seed)
    let values = weights.with(["X": matrix(input)])
    let output = block(input)
    hold(output, to: try published(.s0_3_3_ENC, values)["output"])
    hold(output, to: try published(.s2_4_1_P_LAYER, values)["output"])
    hold(output, to: try published(.s3_3_4_P_ENC, values)["output"])
    let causal = block(input, mask: .causal(queries: time, keys: time))
    hold(causal, to: try published(.s0_3_3_ENC, values.with(["causal": 1]))["output"])
  }

  @Test(arguments: seeds) func blockOfGPTIsThePreNormReading(_ seed: UInt64) throws {
    let input = normal([time, channels], seed: seed + 40)
    let (block, weights) = block(.pre, seed: seed)
    let values = weights.with(["X": matrix(input)])
    hold(block(input), to: try reading(.s2_4_1_P_LAYER, "pre-norm", values)["output"])
    let causal = block(input, mask: .causal(queries: time, keys: time))
    let expected = try reading(.s0_3_3_DEC, "GPT-2", values.with(["causal": 1]))["output"]
    hold(causal, to: expected)
  }

  @Test(arguments: seeds) func decoderLayerIsS0_DEC(_ seed: UInt64) throws {
    let parts = normals([time, channels], [6, channels], seed: seed + 50)
    var generator = SeededGenerator(seed: seed)
    var block = DecoderBlock(configuration(.post), using: &generator)
    let weights = weights(seed: seed)
    block.attention = weights.attention
    block.crossAttention = weights.attention
    block.feedForward = weights.feedForward
    let values = weights.values.with(["X": matrix(parts[0]), "memory": matrix(parts[1])])
    let output = block(parts[0], memory: parts[1])
    hold(output, to: try published(.s0_3_3_DEC, values)["output"])
    hold(output, to: try published(.s3_3_5_P_DEC, values)["output"])
  }

  @Test(arguments: seeds) func residualIsS1_RES(_ seed: UInt64) throws {
    let input = normal([time, channels], seed: seed)
    let (_, seen) = observing { block(.pre, seed: seed).0(input) }
    let layer = try #require(seen["attention.projected"]).value
    let expected = try published(.s1_3_4_RES, ["X": matrix(input), "F(X)": matrix(layer)])["Y"]
    hold(try #require(seen["residual"]).value, to: expected)
  }

  /// Which entries are kept is read off the result; their factor and the expectation are the specification's.
  @Test(arguments: seeds) func dropoutIsG_DROP(_ seed: UInt64) throws {
    let x = normal([4, 6], seed: seed)
    let dropped = dropout(x, rate: 0.3, seed: Seed(seed))
    let kept = Tensor(shape: [4, 6], scalars: dropped.scalars.map { $0 == 0 ? 0 : 1 })
    hold(dropped, to: try published(.g_DROP, ["x": matrix(x), "kept": matrix(kept), "p": 0.3])["y"])
    hold(dropout(x, rate: 0.3, seed: nil), to: try reading(.g_DROP, "evaluation", ["x": matrix(x)])["y"])
    let many = dropout(.ones([100, 100]), rate: 0.3, seed: Seed(seed))
    // The mean of 10,000 entries deviates by √(p/(1 − p))/100 = 0.0065 from 1.
    #expect(abs(many.mean().scalar - 1) < 5 * 0.0065)
  }
}
