import Autodiff
import Neural
import Randomness
import Testing

/// What the properties are tried on: everything follows from the number of the case.
struct RandomCase: Sendable, CustomTestStringConvertible {
  let seed: UInt64
  var generator: SeededGenerator

  init(_ seed: UInt64) {
    self.seed = seed
    generator = Seed(seed).derived(77).generator()
  }

  var testDescription: String { "case \(seed)" }

  /// Cases 0 ..< count.
  static func all(_ count: Int) -> [RandomCase] { (0..<UInt64(count)).map { RandomCase($0) } }

  mutating func size(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + generator.index(below: range.count)
  }

  mutating func normal(_ shape: Shape, deviation: Float = 1) -> Tensor {
    .normal(shape, deviation: deviation, using: &generator)
  }

  /// A block's sizes: 1 to 4 heads, either placement, any activation, and at least four channels: a layer norm over
  /// two of them gives ±1 whatever comes in.
  mutating func configuration() -> BlockConfiguration {
    let heads = size(1...4)
    return BlockConfiguration(
      channels: heads * size(heads == 1 ? 4...6 : 2...6), headCount: heads, hiddenChannels: size(3...9),
      normPlacement: NormPlacement.allCases[generator.index(below: 2)],
      activation: Activation.allCases[generator.index(below: 3)], hasBias: generator.index(below: 4) > 0)
  }

  /// A module whose gains, biases and tables are away from the values they start with.
  mutating func shaken<Layer: Module>(_ layer: Layer) -> Layer {
    var layer = layer
    layer.forEachParameter { _, parameter in
      parameter = parameter + .normal(parameter.shape, deviation: 0.3, using: &generator)
    }
    return layer
  }

  mutating func block(_ configuration: BlockConfiguration) -> TransformerBlock {
    shaken(TransformerBlock(configuration, using: &generator))
  }

  mutating func decoderBlock(_ configuration: BlockConfiguration) -> DecoderBlock {
    shaken(DecoderBlock(configuration, using: &generator))
  }

  /// A small GPT of any of the choices.
  mutating func model(vocabulary: Int, context: Int) -> GPT {
    let block = configuration()
    let configuration = GPTConfiguration(
      vocabularySize: vocabulary, contextLength: context, layerCount: size(1...3), headCount: block.headCount,
      channels: block.channels, hiddenChannels: block.hiddenChannels, normPlacement: block.normPlacement,
      activation: block.activation, hasBias: block.hasBias,
      positions: PositionKind.allCases[generator.index(below: 3)], tiesHead: generator.index(below: 2) == 0)
    return shaken(GPT(configuration, seed: Seed(seed)))
  }

  mutating func tokens(_ count: Int, below vocabulary: Int) -> [Int] {
    (0..<count).map { _ in generator.index(below: vocabulary) }
  }
}

/// The largest difference between two tensors, as a share of the largest number (or of 1, where all are smaller).
///
/// Where the shapes differ or a difference is no number (NaN on one side, or on both), it is NaN, which is neither small
/// nor large: a test of either fails.
func distance(_ left: Tensor, _ right: Tensor) -> Float {
  guard left.shape == right.shape else { return .nan }
  let scale = right.scalars.reduce(1) { max($0, $1.magnitude) }
  let differences = zip(left.scalars, right.scalars).map { ($0 - $1).magnitude / scale }
  return differences.contains(where: \.isNaN) ? .nan : differences.max() ?? 0
}

/// The bits of every element: unlike numbers that are equal, they tell −0 from 0.
func bits(_ tensor: Tensor) -> [UInt32] { tensor.scalars.map(\.bitPattern) }

/// What two ways to the same numbers may differ by: their sums run over other lengths or in another order.
let rounding: Float = 5e-6

extension Tensor {
  /// The positions of a range: axis −2 of `[…, time, channels]`.
  func positions(_ range: Range<Int>) -> Tensor { sliced(axis: rank - 2, range) }

  /// The positions in another order.
  func reordered(_ order: [Int]) -> Tensor {
    concatenate(order.map { positions($0..<$0 + 1) }, axis: rank - 2)
  }
}
