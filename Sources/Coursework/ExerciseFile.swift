/// A file of exercises, cut at its marks: the learner's, or the one with the solutions.
///
/// ```swift
/// let solutions = ExerciseFile(text)
/// solutions.section("softmax")?.stub     // the same section with `throw Unsolved()` for a body
/// ```
public struct ExerciseFile: Sendable, Hashable {
  /// What stands between a mark and the next.
  public struct Section: Sendable, Hashable {
    /// The name in its mark: that of the exercise.
    public let name: String
    /// Its lines, the mark included, as they stand in the file.
    public let text: String
    /// The number of the line with the mark, from 1.
    public let line: Int
  }

  /// What stands before the first mark.
  public let header: String
  /// The sections in the file's order.
  public private(set) var sections: [Section]

  /// Cuts a file at the lines that read `// MARK: - name`.
  public init(_ text: String) {
    var parts: [(name: String?, line: Int, bytes: [UInt8])] = [(nil, 1, [])]
    let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      if let name = Self.markedName(String(decoding: line, as: UTF8.self)) {
        parts.append((name, index + 1, []))
      }
      parts[parts.count - 1].bytes += line
      if index + 1 < lines.count { parts[parts.count - 1].bytes.append(UInt8(ascii: "\n")) }
    }
    header = String(decoding: parts[0].bytes, as: UTF8.self)
    sections = parts.dropFirst().map { part in
      Section(name: part.name ?? "", text: String(decoding: part.bytes, as: UTF8.self), line: part.line)
    }
  }

  /// The whole file.
  public var text: String { header + sections.map(\.text).joined() }

  /// The section of a name.
  public func section(_ name: String) -> Section? { sections.first { $0.name == name } }

  /// The file with another text for a section, put at its place in `order` if the file has none of its name.
  public func replacing(_ name: String, with text: String, order: [String]) -> ExerciseFile {
    let trimmed = text.trimmedEnd
    guard let index = sections.firstIndex(where: { $0.name == name }) else {
      let later = order.drop { $0 != name }.dropFirst()
      let place = sections.firstIndex { later.contains($0.name) } ?? sections.count
      return joined(
        sections[..<place].map(\.text), [trimmed], sections[place...].map(\.text))
    }
    return joined(
      sections[..<index].map(\.text), [trimmed], sections[(index + 1)...].map(\.text))
  }

  private func joined(_ parts: [String]...) -> ExerciseFile {
    let all = [header] + parts.flatMap { $0 }
    return ExerciseFile(all.map(\.trimmedEnd).filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n")
  }

  private static func markedName(_ line: String) -> String? {
    guard line.hasPrefix("// MARK: - ") else { return nil }
    return String(line.dropFirst("// MARK: - ".count).trimmedEnd)
  }
}

extension ExerciseFile.Section {
  /// The section as the learner finds it: the body of its public function is `throw Unsolved()`.
  ///
  /// `nil` when it has no public function, or its braces do not close.
  public var stub: String? {
    let source = SwiftScanner(text)
    guard let body = source.bodyOfPublicFunction else { return nil }
    return source.text(of: 0..<body.lowerBound) + Self.unwrittenBody + source.text(of: body.upperBound...)
  }

  /// Whether the body of the public function is still `throw Unsolved()` and nothing else.
  public var isUnwritten: Bool {
    let source = SwiftScanner(text)
    guard let body = source.bodyOfPublicFunction else { return false }
    let words = source.text(of: body).split(whereSeparator: \.isWhitespace)
    return words == Self.unwrittenBody.split(whereSeparator: \.isWhitespace)
  }

  /// The number of the line where the public function begins, from 1; that of the mark if there is none.
  public var functionLine: Int {
    let source = SwiftScanner(text)
    return source.publicFunction.map { line + source.tokens[$0].line - 1 } ?? line
  }

  /// Eight digits that change when the section does, but for its line endings (FNV-1a of Fowler, Noll and Vo, 32 bits).
  package var fingerprint: String {
    let bytes = text.trimmedEnd.utf8.lazy.filter { $0 != UInt8(ascii: "\r") }
    let hash = bytes.reduce(0x811C_9DC5 as UInt32) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }

  private static var unwrittenBody: String { "\n  throw Unsolved()\n" }
}

extension SwiftScanner {
  /// The index of the first token of the first public function.
  fileprivate var publicFunction: Int? {
    tokens.indices.dropLast().first {
      tokens[$0].kind == .word && tokens[$0].text == "public" && tokens[$0 + 1].text == "func"
    }
  }

  /// What stands between the braces of its body, which open outside the parentheses of its signature.
  fileprivate var bodyOfPublicFunction: Range<Int>? {
    guard let publicFunction else { return nil }
    var parentheses = 0
    var open: Token?
    var depth = 0
    for token in tokens[publicFunction...] where token.kind == .sign {
      switch token.text {
      case "(", "[": parentheses += open == nil ? 1 : 0
      case ")", "]": parentheses -= open == nil ? 1 : 0
      case "{" where open != nil || parentheses == 0:
        open = open ?? token
        depth += 1
      case "}":
        guard let open else { continue }
        depth -= 1
        if depth == 0 { return open.range.upperBound..<token.range.lowerBound }
      default: break
      }
    }
    return nil
  }
}

extension StringProtocol {
  /// The text without the white space at its end.
  package var trimmedEnd: String { String(reversed().drop(while: \.isWhitespace).reversed()) }
}
