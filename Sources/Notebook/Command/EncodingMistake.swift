import Terminal

/// Why bytes are not the UTF-8 text that they should be.
enum EncodingMistake {
  /// Whether the bytes look like UTF-16: by its byte order mark, or as at least a third of them are zero, which no text has.
  static func isUTF16(_ bytes: [UInt8]) -> Bool {
    let start = Array(bytes.prefix(2))
    return start == [0xFF, 0xFE] || start == [0xFE, 0xFF]
      || (!bytes.isEmpty && bytes.count { $0 == 0 } * 3 >= bytes.count)
  }

  /// What is wrong, where, and what helps.
  static func description(of bytes: [UInt8]) -> String {
    if isUTF16(bytes) {
      return "is not UTF-8 text but looks like UTF-16; iconv -f UTF-16 -t UTF-8 converts it"
    }
    let offset = validPrefix(of: bytes)
    let byte = String(bytes[offset], radix: 16, uppercase: true)
    return "is not UTF-8 text: the byte 0x\(byte) at offset \(offset.grouped) begins no whole character"
  }

  /// The bytes before the first that UTF-8 does not allow there.
  private static func validPrefix(of bytes: [UInt8]) -> Int {
    var parser = Unicode.UTF8.ForwardParser()
    var rest = bytes.makeIterator()
    var offset = 0
    while case .valid(let scalar) = parser.parseScalar(from: &rest) { offset += scalar.count }
    return min(offset, bytes.count - 1)
  }
}
