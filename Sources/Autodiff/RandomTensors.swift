import Randomness

extension Tensor {
  /// A tensor of numbers from a normal distribution of mean 0 and the given standard deviation.
  public static func normal(
    _ shape: Shape, deviation: Float = 1, using generator: inout some RandomNumberGenerator
  ) -> Tensor {
    let scalars = (0..<shape.elementCount).map { _ in deviation * Float(generator.normal()) }
    return Tensor(shape: shape, scalars: scalars)
  }

  /// A tensor of numbers drawn uniformly from a range.
  public static func uniform(
    _ shape: Shape, in range: Range<Float> = 0..<1, using generator: inout some RandomNumberGenerator
  ) -> Tensor {
    let width = range.upperBound - range.lowerBound
    let scalars = (0..<shape.elementCount).map { _ in range.lowerBound + width * Float(generator.uniform()) }
    return Tensor(shape: shape, scalars: scalars)
  }
}
