import Autodiff
import Formulas
import Neural
import Randomness
import Testing

/// The parts of the fast model, as it uses them, and the specification.
@Suite struct FastModelConformanceTests {
  @Test(arguments: seeds) func rotaryPositionsAreG_ROPE(_ seed: UInt64) throws {
    let x = normal([5, 6], seed: seed)
    for (past, base) in [(0, 10_000), (Int(seed), 10_000), (40, 50)] {
      let values: Formula.Values = [
        "x": matrix(x), "from": .number(Double(past)), "base": .number(Double(base)),
      ]
      let rotary = RotaryPositions(size: 6, base: Float(base))
      hold(rotary(x, from: past), to: try published(.g_ROPE, values)["turned"])
      let turned = rotary(x, from: past)
      hold(matmul(turned, turned, rightTransposed: true), to: try published(.g_ROPE, values)["scores"])
    }
  }

  @Test(arguments: seeds) func rmsNormIsG_RMS(_ seed: UInt64) throws {
    for scale in [1, 0.003] as [Float] {
      let (rows, gain) = (normal([6, 5], seed: seed) * scale, normal([5], seed: seed + 1))
      let values: Formula.Values = ["x": matrix(rows), "gain": numbers(gain)]
      let layer = RMSNorm(gain: gain)
      let expected = try published(.g_RMS, values)["y"]
      hold(layer(rows), to: expected)
      hold(observing { layer(rows) }.result, to: expected)
      hold(
        rmsNorm(rows, epsilon: 0.25),
        to: try published(.g_RMS, ["x": matrix(rows), "epsilon": 0.25])["y"])
    }
  }

  @Test(arguments: seeds) func scoresOfTheFastModelAreG_QKNORM(_ seed: UInt64) throws {
    let configuration = FastGPTConfiguration(
      vocabularySize: 7, contextLength: 6, layerCount: 1, headCount: 1, channels: 6,
      parts: [.normalizedQueriesAndKeys])
    var model = FastGPT(configuration, seed: Seed(seed))
    model.embedding.weight = normal([7, 6], seed: seed)
    let seen = observing { model([[1, 4, 2, 6]]) }.observations
    func rows(_ name: String) throws -> Tensor {
      let tensor = try #require(seen["blocks.0.attention." + name]).value
      return tensor.reshaped(Array(tensor.shape.suffix(2)))
    }
    hold(
      try rows("scaled"),
      to: try published(.g_QKNORM, ["Q": matrix(rows("query")), "K": matrix(rows("key"))])["S"])
  }

  @Test(arguments: seeds) func squaredReLUIsG_RELU2(_ seed: UInt64) throws {
    let x = normal([50], seed: seed) * 2
    hold(squaredReLU(x), to: try published(.g_RELU2, ["x": numbers(x)])["y"])
  }

  @Test(arguments: seeds) func gatedFeedForwardIsG_SWIGLU(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let layer = GatedFeedForward(channels: 4, hiddenChannels: 20, using: &generator)
    let x = normal([5, 4], seed: seed + 9)
    let values: Formula.Values = [
      "x": matrix(x), "W": matrix(layer.gate.weight), "V": matrix(layer.expand.weight),
      "W2": matrix(layer.contract.weight), "h": 20,
    ]
    let expected = try published(.g_SWIGLU, values)
    hold(layer(x), to: expected["output"])
    hold([Float(layer.gate.weight.shape[1])], to: expected["width"])
  }

  @Test(arguments: seeds) func softCapIsG_SOFTCAP(_ seed: UInt64) throws {
    let logits = normal([40], seed: seed) * 30
    for cap in [2, 15, 30] as [Float] {
      hold(
        softCapped(logits, at: cap),
        to: try published(.g_SOFTCAP, ["z": numbers(logits), "c": .number(Double(cap))])["z"])
    }
  }

  @Test(arguments: seeds) func valuesOfTheFastModelAreG_VALUERES(_ seed: UInt64) throws {
    let configuration = FastGPTConfiguration(
      vocabularySize: 7, contextLength: 6, layerCount: 3, headCount: 1, channels: 4, parts: [.valueResiduals])
    var model = FastGPT(configuration, seed: Seed(seed))
    model.embedding.weight = normal([7, 4], seed: seed)
    for index in 1...2 { model.blocks[index].attention.valueShare = Tensor(0.15 * Float(index)) }
    let seen = observing { model([[1, 4, 2, 6]]) }.observations
    func rows(_ name: String) throws -> Tensor { try #require(seen[name]).value.reshaped([4, 4]) }
    for index in 1...2 {
      let values: Formula.Values = [
        "V": matrix(try rows("blocks.\(index).attention.value")),
        "V1": matrix(try rows("blocks.0.attention.value")),
        "lambda": .number(Double(Float(0.15) * Float(index))),
      ]
      hold(
        try rows("blocks.\(index).attention.mixedValue"), to: try published(.g_VALUERES, values)["V"])
    }
  }
}
