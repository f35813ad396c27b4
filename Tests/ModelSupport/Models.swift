import Autodiff
import Neural

/// A model whose numbers and gradient can be chosen freely: one parameter with two axes and one with one.
package struct TwoParameters: Module, Equatable {
  package var weight: Tensor
  package var bias: Tensor

  package init(weight: Tensor, bias: Tensor) {
    self.weight = weight
    self.bias = bias
  }

  package mutating func visitParameters(_ visitor: ParameterVisitor) {
    visitor.visit("weight", &weight)
    visitor.visit("bias", &bias)
  }
}

/// The bits of every parameter: equal only when the models are equal bit for bit.
package func bits(_ model: some Module) -> [[UInt32]] {
  model.parameters.map { $0.value.scalars.map(\.bitPattern) }
}

extension GPTConfiguration {
  /// Seven tokens, context eight, two layers.
  package static let tiny = GPTConfiguration(
    vocabularySize: 7, contextLength: 8, layerCount: 2, headCount: 2, channels: 16, dropoutRate: 0.1)
}
