import Foundation

/// A request of HTTP/1.1, as RFC 9112 writes it.
package struct HTTPRequest: Sendable {
  /// `GET` or `POST`; no other method is read.
  package let method: String
  /// The parts of the path between its slashes, decoded: `["attention", "compare"]`; none for `/`.
  package let path: [String]
  /// What stands behind the question mark.
  package let query: FormFields
  /// What came behind the head.
  package var body: [UInt8] = []
  private let headers: [(name: String, value: String)]

  /// The bytes that end a head.
  static let headEnd = Array("\r\n\r\n".utf8)

  /// Reads a head, which ends with an empty line.
  ///
  /// - Throws: what is wrong with it. Nothing is guessed: a bare line feed, a folded line, a space before a colon, a
  ///   second `Host`, a length that is no number, a path with `.`, `..` or an encoded slash are all refused.
  init(head: [UInt8]) throws(HTTPRefusal) {
    guard let text = String(validating: head, as: UTF8.self) else { throw .malformed("is not UTF-8") }
    let signs = text.unicodeScalars.filter { $0.value < 0x20 || $0.value == 0x7F }
    // A carriage return and the line feed after it are one character.
    var lines = text.split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
    guard signs.count == 2 * (lines.count - 1), lines.suffix(2) == ["", ""] else {
      throw .malformed("has a control character, or lines that do not end with CR LF")
    }
    lines.removeLast(2)
    let words = (lines.first ?? "").split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    guard words.count == 3 else { throw .malformed("does not begin with a method, a path and a version") }
    guard ["HTTP/1.1", "HTTP/1.0"].contains(words[2]) else {
      throw HTTPRefusal(505, "The version is HTTP/1.1.")
    }
    guard ["GET", "POST"].contains(words[0]) else { throw HTTPRefusal(405, "The methods are GET and POST.") }
    method = words[0]
    headers = try lines.dropFirst().map { line throws(HTTPRefusal) in try Self.header(line) }
    let target = words[1].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    path = try Self.path(String(target[0]))
    guard let fields = FormFields(encoded: target.count > 1 ? String(target[1]) : "") else {
      throw .malformed("has a query that is not encoded as a form's")
    }
    query = fields
    guard values(of: "Host").count == 1 else { throw .malformed("needs one Host") }
    for name in ["Origin", "Content-Length", "Cookie"] where values(of: name).count > 1 {
      throw .malformed("has \(name) twice")
    }
    guard values(of: "Transfer-Encoding").isEmpty else {
      throw HTTPRefusal(411, "A body is sent with its Content-Length.")
    }
    guard bodyLength != nil else { throw .malformed("has a Content-Length that is no number") }
  }

  /// The value of a header that stands once; its name is read without regard to capitals.
  package func header(_ name: String) -> String? { values(of: name).first }

  /// The bytes that the body has, by the head; nil when the head does not say it in digits.
  var bodyLength: Int? {
    guard let value = header("Content-Length") else { return 0 }
    guard (1...15).contains(value.count), value.utf8.allSatisfy({ (48...57).contains($0) }) else {
      return nil
    }
    return Int(value)
  }

  /// The value of a cookie.
  package func cookie(_ name: String) -> String? {
    let pairs = (header("Cookie") ?? "").split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
    return pairs.first { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(name.count + 1)) }
  }

  private func values(of name: String) -> [String] {
    headers.filter { $0.name == name.lowercased() }.map(\.value)
  }

  private static func header(_ line: String) throws(HTTPRefusal) -> (name: String, value: String) {
    let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let isName = parts[0].utf8.allSatisfy {
      (48...57).contains($0) || (97...122).contains($0 | 0x20) || $0 == 45
    }
    guard parts.count == 2, !parts[0].isEmpty, isName else { throw .malformed("has a header that is none") }
    return (parts[0].lowercased(), parts[1].trimmingCharacters(in: .whitespaces))
  }

  private static func path(_ text: String) throws(HTTPRefusal) -> [String] {
    guard text.hasPrefix("/") else { throw .malformed("has a path that does not begin with a slash") }
    guard text != "/" else { return [] }
    let parts = text.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    return try parts.map { part throws(HTTPRefusal) in
      guard let decoded = part.removingPercentEncoding,
        !decoded.unicodeScalars.contains(where: { $0.value < 0x20 })
      else { throw .malformed("has a path that is not encoded UTF-8") }
      guard ![".", "..", ""].contains(decoded), !decoded.contains("/"), !decoded.contains("\\") else {
        throw HTTPRefusal(404, "There is nothing at this address.")
      }
      return decoded
    }
  }
}

/// Names with values, as a form of a page sends them: `heads=4&text=a+b`. A name may stand there more than once.
package struct FormFields: Sendable, Equatable {
  /// A name and its value.
  package struct Field: Sendable, Equatable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The fields in their order.
  package var fields: [Field]

  package init(_ fields: [Field] = []) { self.fields = fields }

  /// Reads `application/x-www-form-urlencoded`; nil when that is not what it is, or not UTF-8.
  package init?(encoded text: String) {
    fields = []
    for pair in text.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let words = parts.map { $0.replacing("+", with: " ").removingPercentEncoding }
      guard let name = words[0], let value = words.count > 1 ? words[1] : "" else { return nil }
      fields.append(Field(name, value))
    }
  }

  /// The first value of a name.
  package subscript(_ name: String) -> String? { fields.first { $0.name == name }?.value }

  /// The fields as a query.
  package var encoded: String {
    fields.map { "\(Self.encoded($0.name))=\(Self.encoded($0.value))" }.joined(separator: "&")
  }

  /// A word as it stands in an address: what is neither an ASCII letter or digit nor one of `-._~` is encoded.
  package static func encoded(_ word: String) -> String {
    let plain = CharacterSet(
      charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
    return word.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
  }
}
