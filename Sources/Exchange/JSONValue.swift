/// Any JSON, as it stands: an object keeps the order of its members, and a number the characters that it is written with.
///
/// A vocabulary is an object whose keys are any strings. Foundation's dictionary takes "é" written as one scalar and as
/// two for one key, and drops one of them silently; here keys are different when their bytes are, and one that is there
/// twice is an error.
enum JSONValue: Sendable {
  case object([(key: String, value: JSONValue)])
  case array([JSONValue])
  case string(String)
  case number(String)
  case bool(Bool)
  case null

  /// What stands in a text; throws when it is not JSON, or an object has a key twice.
  init(_ bytes: [UInt8]) throws(CheckpointError.Problem) {
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw .badJSON("text that is not UTF-8", position: 0)
    }
    do throws(CheckpointError.Problem) {
      var reader = JSONReader(bytes)
      self = try reader.value()
      try reader.end()
    } catch {
      // The reader speaks of the header of a safetensors file.
      guard case .badHeader(let reason, let position) = error else { throw error }
      throw .badJSON(reason, position: position)
    }
  }

  /// The member of an object; nil when there is none, or it is `null`.
  subscript(_ key: String) -> JSONValue? {
    guard case .object(let members) = self,
      let member = members.first(where: { $0.key.utf8.elementsEqual(key.utf8) })
    else { return nil }
    if case .null = member.value { return nil }
    return member.value
  }

  /// The members of an object, or nil.
  var members: [(key: String, value: JSONValue)]? {
    guard case .object(let members) = self else { return nil }
    return members
  }

  /// The elements of a list, or nil.
  var elements: [JSONValue]? {
    guard case .array(let elements) = self else { return nil }
    return elements
  }

  /// The string, or nil.
  var string: String? {
    guard case .string(let string) = self else { return nil }
    return string
  }

  /// The whole number, or nil.
  var integer: Int? {
    guard case .number(let text) = self else { return nil }
    return Int(text)
  }

  /// The number, or nil.
  var double: Double? {
    guard case .number(let text) = self else { return nil }
    return Double(text)
  }

  /// `true` or `false`, or nil.
  var bool: Bool? {
    guard case .bool(let bool) = self else { return nil }
    return bool
  }

  /// The JSON without white space.
  var text: String {
    switch self {
    case .object(let members):
      "{\(members.map { "\(Self.literal($0.key)):\($0.value.text)" }.joined(separator: ","))}"
    case .array(let elements): "[\(elements.map(\.text).joined(separator: ","))]"
    case .string(let string): Self.literal(string)
    case .number(let text): text
    case .bool(let bool): "\(bool)"
    case .null: "null"
    }
  }

  /// A string as JSON writes it.
  static func literal(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\u{0}"..<" ":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

extension JSONValue: Equatable {
  /// Whether both say the same; the order of an object's members says nothing.
  static func == (left: JSONValue, right: JSONValue) -> Bool {
    switch (left, right) {
    case (.object(let left), .object(let right)):
      func sorted(_ members: [(key: String, value: JSONValue)]) -> [(key: String, value: JSONValue)] {
        members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      }
      return sorted(left).elementsEqual(sorted(right)) {
        $0.key.utf8.elementsEqual($1.key.utf8) && $0.value == $1.value
      }
    case (.array(let left), .array(let right)): return left == right
    case (.string(let left), .string(let right)): return left.utf8.elementsEqual(right.utf8)
    case (.number(let left), .number(let right)): return Double(left) == Double(right)
    case (.bool(let left), .bool(let right)): return left == right
    case (.null, .null): return true
    default: return false
    }
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral {
  init(stringLiteral value: String) { self = .string(value) }
  init(booleanLiteral value: Bool) { self = .bool(value) }
  init(integerLiteral value: Int) { self = .number("\(value)") }
}

extension JSONValue: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
  init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(elements.map { (key: $0.0, value: $0.1) })
  }
}

extension JSONReader {
  /// A value of whatever kind, as deep as eight levels.
  fileprivate mutating func value(depth: Int = 0) throws(CheckpointError.Problem) -> JSONValue {
    guard depth < 8 else { throw .badHeader("nested too deep", position: position) }
    switch peek() {
    case UInt8(ascii: "{"):
      var members: [(key: String, value: JSONValue)] = []
      var keys: Set<[UInt8]> = []
      try object { (reader, key) throws(CheckpointError.Problem) in
        guard keys.insert(Array(key.utf8)).inserted else {
          throw .badHeader(
            "the key \(JSONValue.literal(String(key.prefix(80)))) for the second time",
            position: reader.position)
        }
        members.append((key, try reader.value(depth: depth + 1)))
      }
      return .object(members)
    case UInt8(ascii: "["):
      try expect("[", "a list")
      if accept("]") { return .array([]) }
      var elements: [JSONValue] = []
      repeat { elements.append(try value(depth: depth + 1)) } while accept(",")
      try expect("]", "a comma or the end of a list")
      return .array(elements)
    case UInt8(ascii: "\""):
      return .string(try string())
    default:
      let start = position
      let word = try word()
      switch word {
      case "true": return .bool(true)
      case "false": return .bool(false)
      case "null": return .null
      default:
        // `Double` alone would take "inf" and "0x1p3" too.
        guard word.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }), Double(word) != nil else {
          throw .badHeader("not a value", position: start)
        }
        return .number(word)
      }
    }
  }
}
