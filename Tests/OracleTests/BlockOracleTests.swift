import Autodiff
import Neural
import Randomness
import Testing

/// PyTorch's side are its own `nn.TransformerEncoderLayer` and `nn.TransformerDecoderLayer`.
@Suite("Blocks against PyTorch")
struct BlockOracleTests {
  let oracle: Fixture

  init() throws { oracle = try Fixture("blocks") }

  @Test func preNormBlock() {
    oracle.expect("TransformerBlock, pre-norm", cancelling: isKeyBias) { $0.block(.pre) }
  }

  @Test func postNormBlock() {
    oracle.expect("TransformerBlock, post-norm", cancelling: isKeyBias) { $0.block(.post) }
  }

  @Test func preNormDecoderBlock() {
    oracle.expect("DecoderBlock, pre-norm", cancelling: isKeyBias) { $0.decoderBlock(.pre) }
  }

  @Test func postNormDecoderBlock() {
    oracle.expect("DecoderBlock, post-norm", cancelling: isKeyBias) { $0.decoderBlock(.post) }
  }
}

/// A bias of the keys adds one number to all scores of a query: its exact gradient is zero.
func isKeyBias(_ parameter: String) -> Bool { parameter.hasSuffix("key.bias") }

extension Inputs {
  private func configuration(_ placement: NormPlacement) -> BlockConfiguration {
    // In the order of the script's table.
    let activation = [Activation.relu, .geluExact, .geluTanh][settings.integer("activation")]
    return BlockConfiguration(
      channels: 6, headCount: settings.integer("heads"), hiddenChannels: settings.integer("hidden"),
      normPlacement: placement, activation: activation)
  }

  fileprivate func block(_ placement: NormPlacement) -> Tensor {
    var generator = SeededGenerator(seed: 0)
    let block = filling(TransformerBlock(configuration(placement), using: &generator))
    return block(self["x"], mask: mask(time: 4))
  }

  fileprivate func decoderBlock(_ placement: NormPlacement) -> Tensor {
    var generator = SeededGenerator(seed: 0)
    let block = filling(
      DecoderBlock(configuration(placement), using: &generator), data: ["x", "memory"])
    guard settings.has("lengths") else { return block(self["x"], memory: self["memory"]) }
    return block(
      self["x"], memory: self["memory"],
      mask: .padding(lengths: settings.integers("lengths"), time: 4),
      memoryMask: .padding(lengths: settings.integers("memoryLengths"), time: 5))
  }
}
