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
  package func tensor(_ name: String, isMeanOfSquares: Bool = false) throws(CheckpointError) -> Tensor {
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
  package func decoded<Value: Decodable>(_ key: String) throws(CheckpointError) -> Value {
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
  package func number<Value: FixedWidthInteger>(_ key: String) throws(CheckpointError) -> Value {
    let text = try text(key)
    guard let number = Value(text), "\(number)" == text else {
      throw refusal(.badMetadata(key, reason: "no whole number that can be"))
    }
    return number
  }
}
