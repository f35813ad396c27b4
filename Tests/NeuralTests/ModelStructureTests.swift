import Autodiff
import Neural
import Randomness
import Testing

@Suite("What a model is made of")
struct ModelStructureTests {
  private let model = GPT(
    GPTConfiguration(vocabularySize: 11, contextLength: 6, layerCount: 2, headCount: 2, channels: 64), seed: 3
  )
  private let tokens = [3, 1, 4, 1, 5]

  @Test("the logits are the output head of the normalised result of the last block")
  func finalNorm() throws {
    var model = model
    model.finalNorm?.gain = normal([64], seed: 1)
    model.finalNorm?.bias = normal([64], seed: 2)
    let (logits, seen) = observing { model(tokens) }
    let norm = try #require(model.finalNorm)
    let last = try #require(seen["blocks.1.output"]).value
    let expected = model.embedding.logits(norm(last)).reshaped([5, 11])
    #expect(agree(logits, expected, within: 1e-5))
  }

  @Test("every block has parameters of its own, and all are used")
  func everyBlock() {
    let logits = model(tokens)
    for index in 0..<2 {
      var changed = model
      changed.blocks[index].feedForward.contract.weight = normal([256, 64], seed: 5)
      #expect(distance(changed(tokens), logits) > 1e-3, "block \(index)")
    }
  }

  @Test("a new model's numbers deviate by 0.02, those that write to the residual path by 0.02/√(2·layers)")
  func initialDeviations() {
    for (name, parameter) in model.parameters where name.hasPrefix("blocks") && name.hasSuffix("weight") {
      let writesToResidual = name.contains("output") || name.contains("contract")
      let deviation = square(parameter).mean().scalar.squareRoot()
      // 4,096 numbers or more: the deviation measured deviates by about 1 %.
      #expect(Swift.abs(deviation / (writesToResidual ? 0.01 : 0.02) - 1) < 0.05, "\(name)")
    }
  }

  @Test("a new projection's outputs vary as much as its inputs")
  func projectionsKeepTheVariance() {
    var generator = SeededGenerator(seed: 4)
    let projection = Linear(inputs: 256, outputs: 64, using: &generator)
    let deviation = square(projection.weight).mean().scalar.squareRoot()
    #expect(Swift.abs(deviation * 16 - 1) < 0.03)
    let outputs = projection(normal([100, 256], seed: 6))
    #expect(Swift.abs(square(outputs).mean().scalar - 1) < 0.1)
  }

  @Test("every activation is the function of its name (ledger G-GELU)")
  func activations() {
    for (activation, value) in [
      (Activation.relu, Float(0)), (.geluExact, -0.1586552539), (.geluTanh, -0.1588080094),
    ] {
      #expect(Swift.abs(activation(Tensor([-1])).scalar - value) < 1e-6, "\(activation)")
    }
  }
}
