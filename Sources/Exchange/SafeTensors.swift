import Autodiff

/// A safetensors file: named tensors and a little text, in the format of Hugging Face's library of that name.
///
/// Eight bytes, little-endian, say how long the header is; the header is a JSON object with the type, shape and
/// place of every tensor, and under `__metadata__` strings; then the tensors' numbers, little-endian. Nothing in such
/// a file is run when it is read. Float32 is written; Float16, BFloat16 and Float64 are read too and become
/// `Float`. Tensors of other types are listed, and refused when one is asked for.
///
/// Opening a file checks the whole header against the file's size, and reads the numbers of a tensor only when
/// it is asked for, a piece at a time: beside the tensor itself that takes a few megabytes.
public struct SafeTensors: Sendable {
  /// The file's path, for messages.
  public let file: String
  private let header: SafeTensorsHeader
  private let contents: FileContents
  /// Where the header ends.
  private let start: Int

  /// Opens a file; throws ``CheckpointError`` when it cannot be read or is damaged.
  public init(contentsOf file: String) throws(CheckpointError) {
    do throws(CheckpointError.Problem) {
      try self.init(.file(OpenFile(path: file)), file: file)
    } catch {
      throw CheckpointError(file: file, error)
    }
  }

  /// Opens a file whose bytes are at hand; `name` is for messages.
  public init(bytes: [UInt8], name: String) throws(CheckpointError) {
    do throws(CheckpointError.Problem) {
      try self.init(.memory(bytes), file: name)
    } catch {
      throw CheckpointError(file: name, error)
    }
  }

  private init(_ contents: FileContents, file: String) throws(CheckpointError.Problem) {
    guard contents.count >= 8 else { throw .tooShort(bytes: contents.count) }
    let length = try contents.bytes(0..<8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(SafeTensorsHeader.longest) else {
      throw .headerTooLong(bytes: length, limit: SafeTensorsHeader.longest)
    }
    guard length <= UInt64(contents.count - 8) else {
      throw .headerOutsideFile(bytes: length, available: contents.count - 8)
    }
    self.file = file
    self.contents = contents
    start = 8 + Int(length)
    header = try SafeTensorsHeader(contents.bytes(8..<start), dataCount: contents.count - start)
  }

  /// The text that goes with the tensors.
  public var metadata: [String: String] { header.metadata }

  /// The tensors' names and shapes, in the order of their bytes.
  public var shapes: [(name: String, shape: Shape)] {
    header.entries.map { ($0.name, $0.shape) }
  }

  /// How many numbers the tensors have in all.
  public var scalarCount: Int {
    header.entries.reduce(0) { $0 + $1.shape.elementCount }
  }

  /// The tensors whose names `isWanted` accepts, by name; throws ``CheckpointError`` when they cannot be read.
  public func tensors(
    where isWanted: (_ name: String) -> Bool = { _ in true }
  ) throws(CheckpointError) -> [String: Tensor] {
    var result: [String: Tensor] = [:]
    for entry in header.entries where isWanted(entry.name) {
      result[entry.name] = try tensor(entry)
    }
    return result
  }

  /// One tensor, or nil when the file has none of that name.
  func tensor(_ name: String) throws(CheckpointError) -> Tensor? {
    guard let entry = header.entries.first(where: { $0.name == name }) else { return nil }
    return try tensor(entry)
  }

  private func tensor(_ entry: SafeTensorsEntry) throws(CheckpointError) -> Tensor {
    guard let type = SafeTensorsEntry.ScalarType(rawValue: entry.typeName) else {
      throw CheckpointError(file: file, .unknownType(entry.typeName, tensor: entry.name))
    }
    var scalars: [Float] = []
    scalars.reserveCapacity(entry.shape.elementCount)
    let end = start + entry.bytes.upperBound
    do throws(CheckpointError.Problem) {
      // A piece holds whole numbers of every type.
      for first in stride(from: start + entry.bytes.lowerBound, to: end, by: 1 << 20) {
        scalars += floats(try contents.bytes(first..<min(first + 1 << 20, end)), type)
      }
    } catch {
      throw CheckpointError(file: file, error)
    }
    return Tensor(shape: entry.shape, scalars: scalars)
  }
}

/// Little-endian numbers as `Float`, rounded to nearest where they are longer.
private func floats(_ bytes: [UInt8], _ type: SafeTensorsEntry.ScalarType) -> [Float] {
  let count = bytes.count / type.byteCount
  var result = [Float](repeating: 0, count: count)
  switch type {
  case .float32:
    for index in 0..<count { result[index] = Float(bitPattern: word(bytes, 4 * index)) }
  case .bfloat16:
    for index in 0..<count { result[index] = Float(bitPattern: UInt32(half(bytes, 2 * index)) << 16) }
  case .float16:
    for index in 0..<count { result[index] = float(half: half(bytes, 2 * index)) }
  case .float64:
    for index in 0..<count {
      let bits = UInt64(word(bytes, 8 * index)) | UInt64(word(bytes, 8 * index + 4)) << 32
      result[index] = Float(Double(bitPattern: bits))
    }
  }
  return result
}

private func half(_ bytes: [UInt8], _ offset: Int) -> UInt16 {
  UInt16(bytes[offset]) | UInt16(bytes[offset + 1]) << 8
}

private func word(_ bytes: [UInt8], _ offset: Int) -> UInt32 {
  UInt32(half(bytes, offset)) | UInt32(half(bytes, offset + 2)) << 16
}

/// IEEE 754 half precision: 1 bit of sign, 5 of exponent (bias 15), 10 of significand. (`Float16` does not exist on
/// every platform.)
private func float(half bits: UInt16) -> Float {
  let sign = UInt32(bits & 0x8000) << 16
  let exponent = UInt32(bits >> 10 & 0x1F)
  let significand = UInt32(bits & 0x3FF)
  let magnitude: Float =
    switch exponent {
    case 0: Float(significand) * 0x1p-24
    case 31: Float(bitPattern: 0x7F80_0000 | significand << 13)
    default: Float(bitPattern: (exponent + 112) << 23 | significand << 13)
    }
  return Float(bitPattern: sign | magnitude.bitPattern)
}
