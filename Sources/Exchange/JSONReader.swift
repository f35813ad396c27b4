/// Reads the JSON of a safetensors header: objects, strings, and arrays of whole numbers ≥ 0, nothing else.
///
/// A general JSON library keeps one of two equal keys without a word, nests as deep as the file says, and accepts
/// numbers that are no offsets. A header needs none of that and is not to be trusted with it. Other JSON, which such
/// a library is to read, can be passed over to find the first two of these.
struct JSONReader {
  private let bytes: [UInt8]
  private(set) var position = 0

  /// A reader of UTF-8 that has been validated.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// `{ "key": value, … }`; `value` reads each value, and the caller judges repeated keys.
  mutating func object(
    _ value: (inout JSONReader, _ key: String) throws(CheckpointError.Problem) -> Void
  ) throws(CheckpointError.Problem) {
    try expect("{", "an object")
    if accept("}") { return }
    repeat {
      let key = try string()
      try expect(":", "a colon")
      try value(&self, key)
    } while accept(",")
    try expect("}", "a comma or the end of an object")
  }

  /// `[ 1, 2, … ]`.
  mutating func integers() throws(CheckpointError.Problem) -> [Int] {
    try expect("[", "a list of whole numbers")
    if accept("]") { return [] }
    var result: [Int] = []
    repeat { result.append(try integer()) } while accept(",")
    try expect("]", "a comma or the end of a list")
    return result
  }

  /// `"text"`.
  mutating func string() throws(CheckpointError.Problem) -> String {
    try expect("\"", "a string")
    var text: [UInt8] = []
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): text.append(contentsOf: try escape())
      case ..<0x20: throw .badHeader("a control character in a string", position: position - 1)
      default: text.append(byte)
      }
    }
    throw .badHeader("a string without end", position: position)
  }

  /// Passes over a value of whatever kind, as deep as eight levels; throws when an object has a key twice.
  mutating func skipValue(depth: Int = 0) throws(CheckpointError.Problem) {
    guard depth < 8 else { throw .badHeader("nested too deep", position: position) }
    switch peek() {
    case UInt8(ascii: "{"):
      var keys: Set<String> = []
      try object { (reader, key) throws(CheckpointError.Problem) in
        guard keys.insert(key).inserted else { throw .duplicateName(key) }
        try reader.skipValue(depth: depth + 1)
      }
    case UInt8(ascii: "["):
      position += 1
      if accept("]") { return }
      repeat { try skipValue(depth: depth + 1) } while accept(",")
      try expect("]", "a comma or the end of a list")
    case UInt8(ascii: "\""):
      _ = try string()
    default:
      _ = try word()
    }
  }

  /// What is neither a string nor a list nor an object: a number, or one of the three words of JSON.
  mutating func word() throws(CheckpointError.Problem) -> String {
    skipSpace()
    let start = position
    while position < bytes.count, !Self.punctuation.contains(bytes[position]) { position += 1 }
    guard position > start else { throw .badHeader("not a value", position: start) }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  /// The next byte that is no white space, or nil at the end.
  mutating func peek() -> UInt8? {
    skipSpace()
    return position < bytes.count ? bytes[position] : nil
  }

  /// What a number or a word of JSON ends before.
  private static let punctuation = Array(" \t\n\r{}[],:\"".utf8)

  /// Nothing but white space.
  mutating func end() throws(CheckpointError.Problem) {
    skipSpace()
    guard position == bytes.count else { throw .badHeader("more than one object", position: position) }
  }

  private mutating func integer() throws(CheckpointError.Problem) -> Int {
    skipSpace()
    let start = position
    var value = 0
    while position < bytes.count, case let digit = bytes[position], (0x30...0x39).contains(digit) {
      let (tens, tooLong) = value.multipliedReportingOverflow(by: 10)
      let (sum, tooLarge) = tens.addingReportingOverflow(Int(digit - 0x30))
      guard !tooLong, !tooLarge else { throw .badHeader("a number too large", position: start) }
      value = sum
      position += 1
    }
    guard position > start, position == start + 1 || bytes[start] != 0x30 else {
      throw .badHeader("no whole number ≥ 0", position: start)
    }
    return value
  }

  /// What follows a backslash, as UTF-8.
  private mutating func escape() throws(CheckpointError.Problem) -> [UInt8] {
    let start = position - 1
    guard position < bytes.count else { throw .badHeader("a string without end", position: position) }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "u"):
      var code = try hexadecimal()
      if (0xD800..<0xDC00).contains(code), bytes[position...].starts(with: [0x5C, 0x75]) {
        position += 2
        let low = try hexadecimal()
        guard (0xDC00..<0xE000).contains(low) else {
          throw .badHeader("half a surrogate pair", position: start)
        }
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(code) else {
        throw .badHeader("half a surrogate pair", position: start)
      }
      return Array(String(Character(scalar)).utf8)
    default:
      throw .badHeader("an unknown escape", position: start)
    }
  }

  private mutating func hexadecimal() throws(CheckpointError.Problem) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard position < bytes.count,
        let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue
      else {
        throw .badHeader("no four hexadecimal digits", position: position)
      }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }

  mutating func expect(_ character: Unicode.Scalar, _ what: String) throws(CheckpointError.Problem) {
    guard accept(character) else { throw .badHeader("not \(what)", position: position) }
  }

  mutating func accept(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  mutating func skipSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return
      }
    }
  }
}
