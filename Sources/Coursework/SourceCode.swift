/// Swift source whose comments and strings are known, so that its braces can be counted.
struct SourceCode {
  /// The source.
  let bytes: [UInt8]
  /// Which bytes are code: neither comment nor string.
  let isCode: [Bool]

  /// Reads a source; what is not closed reaches to its end.
  init(_ text: String) {
    bytes = Array(text.utf8)
    var isCode = [Bool](repeating: true, count: bytes.count)
    var index = 0
    while index < bytes.count {
      let end = Self.endOfCommentOrString(at: index, in: bytes)
      for skipped in index..<max(index, end) { isCode[skipped] = false }
      index = max(index + 1, end)
    }
    self.isCode = isCode
  }

  /// Where the brace that opens a body stands, and the one that closes it, after a place in the source: the
  /// first brace outside parentheses.
  func body(after start: Int) -> ClosedRange<Int>? {
    var parentheses = 0
    var open: Int?
    var depth = 0
    for index in start..<bytes.count where isCode[index] {
      switch bytes[index] {
      case UInt8(ascii: "("), UInt8(ascii: "["): parentheses += open == nil ? 1 : 0
      case UInt8(ascii: ")"), UInt8(ascii: "]"): parentheses -= open == nil ? 1 : 0
      case UInt8(ascii: "{") where open != nil || parentheses == 0:
        open = open ?? index
        depth += 1
      case UInt8(ascii: "}"):
        guard let opened = open else { continue }
        depth -= 1
        if depth == 0 { return opened...index }
      default: break
      }
    }
    return nil
  }

  /// The first place where `words` stand as code.
  func firstIndex(of words: String) -> Int? {
    let words = Array(words.utf8)
    guard bytes.count >= words.count else { return nil }
    return (0...bytes.count - words.count).first {
      isCode[$0] && bytes[$0..<$0 + words.count].elementsEqual(words)
    }
  }

  /// The text of a part of the source.
  func text(_ range: some RangeExpression<Int>) -> String {
    String(decoding: bytes[range.relative(to: bytes)], as: UTF8.self)
  }

  /// The end of the comment or string that begins at a place, or the place itself.
  private static func endOfCommentOrString(at start: Int, in bytes: [UInt8]) -> Int {
    func stands(_ text: String, at index: Int) -> Bool {
      bytes[min(index, bytes.count)...].starts(with: text.utf8)
    }
    if stands("//", at: start) {
      return bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    }
    if stands("/*", at: start) {
      var (index, depth) = (start, 0)
      while index < bytes.count {
        if stands("/*", at: index) {
          depth += 1
          index += 2
        } else if stands("*/", at: index) {
          depth -= 1
          index += 2
          if depth == 0 { return index }
        } else {
          index += 1
        }
      }
      return bytes.count
    }
    let pounds = String(decoding: bytes[start...].prefix { $0 == UInt8(ascii: "#") }, as: UTF8.self)
    let mark = stands("\"\"\"", at: start + pounds.utf8.count) ? "\"\"\"" : "\""
    guard stands(mark, at: start + pounds.utf8.count) else { return start }
    var index = start + pounds.utf8.count + mark.utf8.count
    while index < bytes.count, !stands(mark + pounds, at: index) {
      if stands("\\\(pounds)(", at: index) {
        index = endOfInterpolation(at: index + 1 + pounds.utf8.count, in: bytes)
      } else if stands("\\" + pounds, at: index) {
        index += 2 + pounds.utf8.count
      } else if mark.utf8.count == 1, stands("\n", at: index) {
        return index
      } else {
        index += 1
      }
    }
    return min(bytes.count, index + mark.utf8.count + pounds.utf8.count)
  }

  /// The end of the parentheses that open at a place inside a string.
  private static func endOfInterpolation(at start: Int, in bytes: [UInt8]) -> Int {
    var (index, depth) = (start, 0)
    while index < bytes.count {
      let end = endOfCommentOrString(at: index, in: bytes)
      if end > index {
        index = end
        continue
      }
      if bytes[index] == UInt8(ascii: "(") { depth += 1 }
      if bytes[index] == UInt8(ascii: ")") { depth -= 1 }
      index += 1
      if depth == 0 { return index }
    }
    return bytes.count
  }
}
