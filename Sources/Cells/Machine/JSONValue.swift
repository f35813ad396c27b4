/// A JSON document whose objects keep the order of their keys.
///
/// Written here because the order and the exactness of the numbers are part of the notebook's format: every
/// Double is written with the shortest digits that read back as the same Double, and one that is not finite as
/// the string "Infinity", "-Infinity" or "NaN".
package enum JSONValue {
  case string(String)
  case number(Double)
  case integer(Int)
  case boolean(Bool)
  case null
  case array([JSONValue])
  case numbers([Double])
  case object([(String, JSONValue)])

  package static func strings(_ texts: [String]) -> JSONValue { .array(texts.map(JSONValue.string)) }

  /// The document as UTF-8.
  package var encoded: [UInt8] {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return bytes
  }

  private func append(to bytes: inout [UInt8]) {
    switch self {
    case .string(let text): Self.append(text, to: &bytes)
    case .number(let value): Self.append(value, to: &bytes)
    case .integer(let value): bytes += String(value).utf8
    case .boolean(let value): bytes += (value ? "true" : "false").utf8
    case .null: bytes += "null".utf8
    case .array(let values):
      bytes += "[".utf8
      for (index, value) in values.enumerated() {
        if index > 0 { bytes += ", ".utf8 }
        value.append(to: &bytes)
      }
      bytes += "]".utf8
    case .numbers(let values):
      bytes += "[".utf8
      for (index, value) in values.enumerated() {
        if index > 0 { bytes += ", ".utf8 }
        Self.append(value, to: &bytes)
      }
      bytes += "]".utf8
    case .object(let members):
      bytes += "{".utf8
      for (index, member) in members.enumerated() {
        if index > 0 { bytes += ", ".utf8 }
        Self.append(member.0, to: &bytes)
        bytes += ": ".utf8
        member.1.append(to: &bytes)
      }
      bytes += "}".utf8
    }
  }

  private static func append(_ value: Double, to bytes: inout [UInt8]) {
    bytes += (value.isFinite ? value.exactText : "\"\(value.exactText)\"").utf8
  }

  /// A string with the escapes that RFC 8259 §7 demands.
  private static func append(_ text: String, to bytes: inout [UInt8]) {
    let hexadecimal = Array("0123456789abcdef".utf8)
    bytes += "\"".utf8
    for byte in text.utf8 {
      switch byte {
      case 0x22: bytes += "\\\"".utf8
      case 0x5C: bytes += "\\\\".utf8
      case 0x0A: bytes += "\\n".utf8
      case 0x0D: bytes += "\\r".utf8
      case 0x09: bytes += "\\t".utf8
      case 0..<0x20: bytes += "\\u00".utf8 + [hexadecimal[Int(byte >> 4)], hexadecimal[Int(byte & 15)]]
      default: bytes.append(byte)
      }
    }
    bytes += "\"".utf8
  }
}

extension Double {
  /// The number for machines: the shortest digits that read back as the same Double, or "NaN", "Infinity", "-Infinity".
  package var exactText: String {
    guard !isFinite else { return description }
    return isNaN ? "NaN" : self < 0 ? "-Infinity" : "Infinity"
  }
}
