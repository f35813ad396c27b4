import Autodiff

extension SafeTensors {
  /// The bytes of a safetensors file with these tensors, as Float32, in this order.
  ///
  /// The header is padded with spaces so that the numbers begin at a multiple of eight bytes. Equal contents give
  /// equal bytes. Traps when two tensors have the same name.
  public static func encode(
    _ tensors: [(name: String, value: Tensor)], metadata: [String: String] = [:]
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(4 * tensors.reduce(0) { $0 + $1.value.count })
    encode(tensors.map { ($0.name, $0.value.shape) }, metadata: metadata, value: { tensors[$0].value }) {
      bytes += $0
    }
    return bytes
  }

  /// Writes such a file under a temporary name and then gives it its own, so that whoever opens `file`, whenever,
  /// finds the old contents or the new, never a part.
  ///
  /// Where `file` is a symbolic link, what it leads to is replaced; the mode of what is replaced stays. Throws
  /// ``CheckpointError``, also when `file` is a folder, a device, a pipe or a socket.
  public static func write(
    _ tensors: [(name: String, value: Tensor)], metadata: [String: String] = [:], to file: String
  ) throws(CheckpointError) {
    try write(
      tensors.map { ($0.name, $0.value.shape) }, metadata: metadata, to: file, value: { tensors[$0].value })
  }

  /// Writes such a file with tensors that are made one at a time, when their turn comes.
  static func write(
    _ tensors: [(name: String, shape: Shape)], metadata: [String: String], to file: String,
    value: (_ place: Int) -> Tensor
  ) throws(CheckpointError) {
    do throws(CheckpointError.Problem) {
      try FileReplacement(file).write { (piece) throws(CheckpointError.Problem) in
        try encode(tensors, metadata: metadata, value: value, piece)
      }
    } catch {
      throw CheckpointError(file: file, error)
    }
  }

  /// Hands the bytes of a file over piece by piece: the header with its length, then the tensors.
  private static func encode<Failure>(
    _ tensors: [(name: String, shape: Shape)], metadata: [String: String], value: (_ place: Int) -> Tensor,
    _ piece: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    let header = encodeHeader(tensors, metadata: metadata)
    try piece(stride(from: 0, to: 64, by: 8).map { UInt8(truncatingIfNeeded: header.count >> $0) } + header)
    for place in tensors.indices {
      let value = value(place)
      var bytes: [UInt8] = []
      bytes.reserveCapacity(4 * value.count)
      for scalar in value.scalars {
        let bits = scalar.bitPattern
        bytes.append(UInt8(truncatingIfNeeded: bits))
        bytes.append(UInt8(truncatingIfNeeded: bits >> 8))
        bytes.append(UInt8(truncatingIfNeeded: bits >> 16))
        bytes.append(UInt8(truncatingIfNeeded: bits >> 24))
      }
      try piece(bytes)
    }
  }

  private static func encodeHeader(
    _ tensors: [(name: String, shape: Shape)], metadata: [String: String]
  ) -> [UInt8] {
    var names: Set<String> = ["__metadata__"]
    var offset = 0
    var fields: [String] = []
    if !metadata.isEmpty {
      let texts = metadata.sorted { $0.key < $1.key }.map {
        "\(JSONValue.literal($0.key)):\(JSONValue.literal($0.value))"
      }
      fields.append("\"__metadata__\":{\(texts.joined(separator: ","))}")
    }
    for (name, shape) in tensors {
      guard names.insert(name).inserted else { fatalError("SafeTensors: two tensors have the name \(name)") }
      let end = offset + 4 * shape.elementCount
      let sizes = shape.map(String.init).joined(separator: ",")
      fields.append(
        "\(JSONValue.literal(name)):{\"dtype\":\"F32\",\"shape\":[\(sizes)],\"data_offsets\":[\(offset),\(end)]}"
      )
      offset = end
    }
    var header = Array("{\(fields.joined(separator: ","))}".utf8)
    while !header.count.isMultiple(of: 8) { header.append(0x20) }
    return header
  }
}
