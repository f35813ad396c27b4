import Autodiff

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What is believed of a checkpoint: metadata by type and range, and every number of every tensor.
///
/// A file can say anything. What is let through here can be trained on and sampled from without a trap.
extension Checkpoint {
  /// A tensor that is there, all of its numbers finite and, for means of squares, not negative.
  func tensor(_ name: String, isMeanOfSquares: Bool = false) throws(CheckpointError) -> Tensor {
    guard let tensor = try contents.tensor(name) else { throw refusal(.missingTensor(name)) }
    try Self.checkNumbers(of: tensor, name, isMeanOfSquares: isMeanOfSquares, file: contents.file)
    return tensor
  }

  /// Throws ``CheckpointError`` when a number is not finite, or negative where none may be.
  static func checkNumbers(
    of tensor: Tensor, _ name: String, isMeanOfSquares: Bool = false, file: String
  ) throws(CheckpointError) {
    if let number = tensor.scalars.first(where: { !$0.isFinite || (isMeanOfSquares && $0 < 0) }) {
      throw CheckpointError(file: file, .badNumber("\(number)", tensor: name))
    }
  }

  /// A piece of metadata that has to be there and to be the JSON of something, no key of an object twice.
  func decoded<Value: Decodable>(_ key: String) throws(CheckpointError) -> Value {
    let text = try text(key)
    do throws(CheckpointError.Problem) {
      var reader = JSONReader(Array(text.utf8))
      try reader.skipValue()
      try reader.end()
    } catch {
      throw refusal(.badMetadata(key, reason: "\(error)"))
    }
    do {
      return try JSONDecoder().decode(Value.self, from: Data(text.utf8))
    } catch {
      throw refusal(.badMetadata(key, reason: "not the JSON of \(Value.self)"))
    }
  }

  /// A whole number that has to be there, in the digits that it is written with: no sign, no zeros in front.
  func number<Value: FixedWidthInteger>(_ key: String) throws(CheckpointError) -> Value {
    let text = try text(key)
    guard let number = Value(text), "\(number)" == text else {
      throw refusal(.badMetadata(key, reason: "no whole number that can be"))
    }
    return number
  }
}

extension Float {
  /// Whether it can be a rate or a decay: finite and not negative.
  var isFiniteAndNotNegative: Bool { isFinite && self >= 0 }
}

/// Far more steps than anyone makes, and far fewer than would overflow.
let plausibleSteps = 0...1_000_000_000_000

extension LearningRateSchedule {
  /// Whether every step has a rate, and the numbers are what the cases say of them: rates finite and not negative, the
  /// floor no higher than the peak, the warm-up no longer than the whole, at least one channel.
  var isValid: Bool {
    switch self {
    case .constant(let rate):
      rate.isFiniteAndNotNegative
    case .cosine(let peak, let floor, let warmUp, let steps):
      peak.isFiniteAndNotNegative && floor.isFiniteAndNotNegative && floor <= peak
        && plausibleSteps.contains(steps) && (0...steps).contains(warmUp)
    case .inverseRoot(let channels, let warmUp):
      (1...1_000_000_000).contains(channels) && plausibleSteps.contains(warmUp)
    }
  }
}
