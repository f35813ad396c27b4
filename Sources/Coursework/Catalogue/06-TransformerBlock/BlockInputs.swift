import Autodiff
import Randomness

/// What a block is tried on: its input, and the weights of four small parts.
///
/// The norms are layer norms with gains of their own. In the place of attention and network stand tanh(x·A) and
/// tanh(x·F): they can be followed by hand, and whoever exchanges two parts, or leaves one out, gets other numbers.
package struct BlockInputs: Codable, Sendable {
  let x: Tensor
  let attentionNormGain: Tensor
  let attentionWeight: Tensor
  let feedForwardNormGain: Tensor
  let feedForwardWeight: Tensor

  /// A part of a block.
  typealias Part = (Tensor) throws -> Tensor

  /// The parts of a block, made of tensors that gradients are taken of.
  struct Parts {
    let attentionNorm: Part
    let attention: Part
    let feedForwardNorm: Part
    let feedForward: Part

    init(_ tensors: [Tensor]) {
      attentionNorm = Self.norm(gain: tensors[0])
      attention = Self.sublayer(weight: tensors[1])
      feedForwardNorm = Self.norm(gain: tensors[2])
      feedForward = Self.sublayer(weight: tensors[3])
    }

    private static func norm(gain: Tensor) -> Part {
      { layerNorm($0, gain: gain, bias: .zeros(gain.shape)) }
    }

    private static func sublayer(weight: Tensor) -> Part {
      { tanh(matmul($0, weight)) }
    }
  }

  /// What a block answers, and its gradients with respect to its input and all four weights.
  func answer(of block: (_ x: Tensor, _ parts: Parts) throws -> Tensor) throws -> Answer {
    try .withGradients(
      of: [
        ("x", x), ("attentionNormGain", attentionNormGain), ("attentionWeight", attentionWeight),
        ("feedForwardNormGain", feedForwardNormGain), ("feedForwardWeight", feedForwardWeight),
      ]
    ) { try block($0[0], Parts(Array($0.dropFirst()))) }
  }

  /// The inputs of one check of a block.
  ///
  /// No row has two channels: layer norm makes ±1 of any two numbers, and most mistakes would go unseen.
  static func all(using random: inout SeededGenerator) -> [BlockInputs] {
    [
      BlockInputs(
        x: Tensor([[1, 0, 2], [0, 1, 1]]),
        attentionNormGain: Tensor([1, 1, 1]), attentionWeight: Tensor([[0, 1, 0], [0, 0, 1], [1, 0, 0]]),
        feedForwardNormGain: Tensor([1, 2, 1]),
        feedForwardWeight: Tensor([[0, 0, 1], [1, 1, 0], [0, -1, 0]])),
      drawn([3, 4], using: &random),
      drawn([2, 2, 5], using: &random),
      drawn([1, 1, 3], using: &random),
    ]
  }

  private static func drawn(_ shape: [Int], using random: inout SeededGenerator) -> BlockInputs {
    let channels = shape[shape.count - 1]
    return BlockInputs(
      x: .normal(shape, deviation: 1.5, using: &random),
      attentionNormGain: .uniform([channels], in: 0.5..<2, using: &random),
      attentionWeight: .normal([channels, channels], using: &random),
      feedForwardNormGain: .uniform([channels], in: 0.5..<2, using: &random),
      feedForwardWeight: .normal([channels, channels], using: &random))
  }
}

/// Evidence that an input was not used: its gradient is 0 everywhere.
func unused(_ input: String) -> @Sendable (Answer) -> String? {
  { answer in
    guard let part = answer.parts.first(where: { $0.name == "gradient of \(input)" }),
      !part.numbers.isEmpty, part.numbers.allSatisfy({ $0 == 0 })
    else { return nil }
    return "the gradient of \(input) is 0 everywhere: the result does not depend on it"
  }
}
