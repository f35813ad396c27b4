import Autodiff
import Randomness

/// What a function returned, as numbers and words that can be compared.
public struct Answer: Codable, Sendable, Hashable {
  /// One named thing of an answer.
  public struct Part: Codable, Sendable, Hashable {
    /// What it is: "output", "gradient of query".
    public let name: String
    /// The sizes of its axes.
    public let shape: [Int]
    /// Its numbers in row-major order, or the numbers of its words.
    public let numbers: [Double]
    /// Its words, where it is made of words instead.
    public let words: [String]?

    /// A part of numbers.
    public init(_ name: String, shape: [Int], numbers: [Double]) {
      self.name = name
      self.shape = shape
      self.numbers = numbers
      words = nil
    }

    /// A part of words.
    public init(_ name: String, words: [String]) {
      self.name = name
      shape = [words.count]
      numbers = []
      self.words = words
    }
  }

  /// Everything that was returned, in order.
  public let parts: [Part]

  /// An answer of several parts.
  public init(_ parts: [Part]) { self.parts = parts }

  /// An answer that is one tensor.
  public init(_ tensor: Tensor, named name: String = "output") {
    self.init([Part(name, tensor)])
  }

  /// An answer that is one number.
  public init(_ number: Double, named name: String = "output") {
    self.init([Part(name, shape: [], numbers: [number])])
  }

  /// An answer that is a list of whole numbers.
  public init(_ numbers: [Int], named name: String = "output") {
    self.init([Part(name, shape: [numbers.count], numbers: numbers.map(Double.init))])
  }

  /// The tensor that a function makes of others, and its gradients with respect to them.
  ///
  /// The gradients are those of the sum of the result times fixed random numbers, so that each element counts
  /// differently. Those of a result that is not finite mean nothing, and how NaN spreads in them depends on the
  /// order of the operations: they are written down as NaN throughout.
  public static func withGradients(
    of inputs: [(name: String, tensor: Tensor)], _ function: ([Tensor]) throws -> Tensor
  ) throws -> Answer {
    var value = Tensor(0)
    let (_, gradient) = try valueWithGradient(at: inputs.map(\.tensor)) { tensors in
      let output = try function(tensors)
      value = output.detached
      var random = SeededGenerator(seed: 271_828)
      return (output * Tensor.normal(output.shape, using: &random)).sum()
    }
    let isFinite = value.scalars.allSatisfy(\.isFinite)
    return Answer(
      [Part("output", value)]
        + zip(inputs, gradient).map { input, gradient in
          Part(
            "gradient of \(input.name)", isFinite ? gradient : Tensor(repeating: .nan, shape: gradient.shape))
        })
  }
}

extension Answer.Part {
  /// A part that is a tensor.
  public init(_ name: String, _ tensor: Tensor) {
    self.init(name, shape: tensor.shape, numbers: tensor.scalars.map(Double.init))
  }
}

/// A tensor as it is written down: its shape and its scalars.
extension Tensor: Codable {
  private enum CodingKeys: CodingKey { case shape, scalars }

  /// Reads a tensor; throws when its shape and its scalars do not agree.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let shape = try values.decode([Int].self, forKey: .shape)
    let scalars = try values.decode([Float].self, forKey: .scalars)
    guard shape.allSatisfy({ $0 >= 0 }), shape.reduce(1, *) == scalars.count else {
      throw DecodingError.dataCorruptedError(
        forKey: .scalars, in: values, debugDescription: "shape \(shape) for \(scalars.count) scalars")
    }
    self.init(shape: shape, scalars: scalars)
  }

  /// Writes a tensor down.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(shape, forKey: .shape)
    try values.encode(scalars, forKey: .scalars)
  }
}
