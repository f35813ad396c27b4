/// One tensor as the header of a safetensors file describes it.
struct SafeTensorsEntry: Sendable, Hashable {
  /// The types of numbers that are read, all of them turned into `Float`.
  enum ScalarType: String, Sendable {
    case float32 = "F32"
    case float16 = "F16"
    case bfloat16 = "BF16"
    case float64 = "F64"

    var byteCount: Int {
      switch self {
      case .float16, .bfloat16: 2
      case .float32: 4
      case .float64: 8
      }
    }
  }

  /// The format's other types with their sizes: such tensors may stand in a file beside those that are read.
  static let unreadTypes = [
    "BOOL": 1, "U8": 1, "I8": 1, "F8_E4M3": 1, "F8_E5M2": 1, "U16": 2, "I16": 2, "U32": 4, "I32": 4, "U64": 8,
    "I64": 8,
  ]

  let name: String
  let typeName: String
  let shape: [Int]
  /// Where its bytes are, counted from the end of the header.
  let bytes: Range<Int>
}

/// The header of a safetensors file, believed only after everything in it has been checked.
struct SafeTensorsHeader: Sendable {
  /// Longer headers are refused, as the format's own library does.
  static let longest = 100_000_000

  let metadata: [String: String]
  /// In the order of their bytes, which follow one another without gap or overlap and fill the file.
  let entries: [SafeTensorsEntry]

  /// Reads a header that `dataCount` bytes follow.
  init(_ json: [UInt8], dataCount: Int) throws(CheckpointError.Problem) {
    guard String(validating: json, as: UTF8.self) != nil else {
      throw .badHeader("text that is not UTF-8", position: 0)
    }
    var reader = JSONReader(json)
    var metadata: [String: String]?
    var described: [SafeTensorsEntry] = []
    var names: Set<String> = []
    try reader.object { (reader, name) throws(CheckpointError.Problem) in
      guard names.insert(name).inserted else { throw .duplicateName(name) }
      if name == "__metadata__" {
        metadata = try Self.metadata(&reader)
      } else {
        described.append(try Self.entry(name, &reader, dataCount: dataCount))
      }
    }
    try reader.end()
    described.sort { ($0.bytes.lowerBound, $0.bytes.upperBound) < ($1.bytes.lowerBound, $1.bytes.upperBound) }
    var end = 0
    for entry in described {
      guard entry.bytes.lowerBound == end else {
        throw .gapOrOverlap(tensor: entry.name, expected: end, found: entry.bytes.lowerBound)
      }
      end = entry.bytes.upperBound
    }
    guard end == dataCount else { throw .trailingBytes(dataCount - end) }
    self.metadata = metadata ?? [:]
    entries = described
  }

  private static func metadata(_ reader: inout JSONReader) throws(CheckpointError.Problem) -> [String: String]
  {
    var result: [String: String] = [:]
    try reader.object { (reader, key) throws(CheckpointError.Problem) in
      let value = try reader.string()
      guard result.updateValue(value, forKey: key) == nil else { throw .duplicateName(key) }
    }
    return result
  }

  private static func entry(
    _ name: String, _ reader: inout JSONReader, dataCount: Int
  ) throws(CheckpointError.Problem) -> SafeTensorsEntry {
    let start = reader.position
    var typeName: String?
    var shape: [Int]?
    var offsets: [Int]?
    var fields: Set<String> = []
    try reader.object { (reader, field) throws(CheckpointError.Problem) in
      guard fields.insert(field).inserted else { throw .duplicateName(field) }
      switch field {
      case "dtype": typeName = try reader.string()
      case "shape": shape = try reader.integers()
      case "data_offsets": offsets = try reader.integers()
      default: throw .badHeader("a field that tensors do not have", position: reader.position)
      }
    }
    guard let typeName, let shape, let offsets, offsets.count == 2 else {
      throw .badHeader("a tensor without dtype, shape and two data_offsets", position: start)
    }
    guard
      let size = SafeTensorsEntry.ScalarType(rawValue: typeName)?.byteCount
        ?? SafeTensorsEntry.unreadTypes[typeName]
    else {
      throw .unknownType(typeName, tensor: name)
    }
    guard offsets[0] <= offsets[1], offsets[1] <= dataCount else {
      throw .outsideFile(tensor: name, range: offsets, available: dataCount)
    }
    let bytes = offsets[0]..<offsets[1]
    guard byteCount(of: shape, size) == bytes.count else {
      throw .badShape(shape, tensor: name, bytes: bytes.count)
    }
    return SafeTensorsEntry(name: name, typeName: typeName, shape: shape, bytes: bytes)
  }

  /// How many bytes a shape takes; `nil` when no memory could hold them.
  private static func byteCount(of shape: [Int], _ size: Int) -> Int? {
    // Sizes are multiplied without the zeros first: a shape like [2⁶², 2⁶², 0] is empty but no shape either.
    var count = size
    for size in shape where size != 0 {
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      if overflow { return nil }
      count = product
    }
    return shape.contains(0) ? 0 : count
  }
}
