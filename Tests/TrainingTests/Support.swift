import Autodiff
import ModelSupport
import Neural
import Randomness
import Training

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

/// A GPT's loss on a batch.
func loss(_ model: GPT, _ batch: (inputs: [[Int]], targets: [[Int]]), _ dropout: Seed) -> Tensor {
  crossEntropy(logits: model(batch.inputs, dropout: dropout), targets: batch.targets.flatMap { $0 })
}
