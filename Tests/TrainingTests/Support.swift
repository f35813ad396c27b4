import Autodiff
import Neural
import Randomness
import Training

/// A model whose gradient can be chosen freely: one parameter with two axes and one with one.
struct TwoParameters: Module, Equatable {
  var weight: Tensor
  var bias: Tensor

  mutating func visitParameters(_ visitor: ParameterVisitor) {
    visitor.visit("weight", &weight)
    visitor.visit("bias", &bias)
  }
}

/// The bits of every parameter: equal only when the models are equal bit for bit.
func bits(_ model: some Module) -> [[UInt32]] {
  model.parameters.map { $0.value.scalars.map(\.bitPattern) }
}

/// The bits of everything that an optimizer remembers, by name.
func bits(_ state: OptimizerState) -> [String: [UInt32]] {
  state.tensors.mapValues { $0.scalars.map(\.bitPattern) }
}

/// Windows of eight tokens drawn from a text of 200 random ones.
struct Windows {
  let text: [Int]

  init() {
    var generator = SeededGenerator(seed: 5)
    text = (0..<200).map { _ in generator.index(below: 7) }
  }

  func batch(_ generator: inout SeededGenerator) -> (inputs: [[Int]], targets: [[Int]]) {
    let starts = (0..<3).map { _ in generator.index(below: text.count - 8) }
    return (starts.map { Array(text[$0..<$0 + 8]) }, starts.map { Array(text[$0 + 1..<$0 + 9]) })
  }
}

extension GPTConfiguration {
  /// Seven tokens, context eight, two layers.
  static let tiny = GPTConfiguration(
    vocabularySize: 7, contextLength: 8, layerCount: 2, headCount: 2, channels: 16, dropoutRate: 0.1)
}

/// A GPT's loss on a batch.
func loss(_ model: GPT, _ batch: (inputs: [[Int]], targets: [[Int]]), _ dropout: Seed) -> Tensor {
  crossEntropy(logits: model(batch.inputs, dropout: dropout), targets: batch.targets.flatMap { $0 })
}
