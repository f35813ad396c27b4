/// A reversible map between a text and the token ids that a model reads: `decode(encode(text)) == text`,
/// scalar for scalar.
///
/// Ids are `0 ..< vocabularySize`. What a tokenizer cannot represent it refuses with a ``TokenizerError``; it
/// never drops anything silently (that is what a ``Normalizer`` does).
public protocol Tokenizer: Sendable {
  /// The number of ids: every token that ``encode(_:)`` yields is below it.
  var vocabularySize: Int { get }

  /// The token ids of `text`; throws ``TokenizerError`` for a text that the vocabulary cannot spell.
  func encode(_ text: String) throws -> [Int]

  /// The text of `tokens`; throws ``TokenizerError`` for an id that is not in the vocabulary.
  func decode(_ tokens: [Int]) throws -> String

  /// The bytes of `tokens` in UTF-8, which need not be whole characters: one may begin in a token and end in the next.
  func decodeBytes(_ tokens: [Int]) throws -> [UInt8]

  /// A printable form of one token for the heading of a table: a space shows as `␣`, a newline as `⏎`.
  func label(of token: Int) -> String
}

extension Tokenizer {
  /// The bytes of the text of `tokens`.
  public func decodeBytes(_ tokens: [Int]) throws -> [UInt8] {
    Array(try decode(tokens).utf8)
  }

  /// The printable form of each token, in order: the headings of a table.
  public func labels(of tokens: [Int]) -> [String] {
    tokens.map(label(of:))
  }
}

/// What a tokenizer refuses, in one line that names the culprit.
public enum TokenizerError: Error, Hashable, CustomStringConvertible {
  /// A character that was not in the text that the vocabulary was made from; the position counts characters.
  case unknownCharacter(Unicode.Scalar, position: Int, vocabularySize: Int)
  /// A word that was not in the text that the vocabulary was made from; the position counts words.
  case unknownWord(String, position: Int, vocabularySize: Int)
  /// An id that no token has.
  case unknownToken(Int, vocabularySize: Int)
  /// A vocabulary or list of merges that cannot be one.
  case badVocabulary(String)

  /// One line for the reader of a command.
  public var description: String {
    switch self {
    case .unknownCharacter(let scalar, let position, let size):
      let code = String(scalar.value, radix: 16, uppercase: true)
      let padded = String(repeating: "0", count: max(0, 4 - code.count)) + code
      return "the character “\(printable(String(Character(scalar))))” (U+\(padded)) at position \(position) "
        + "is not among the \(size) characters of the vocabulary"
    case .unknownWord(let word, let position, let size):
      return "the word “\(printable(word))”, number \(position + 1) of the text, "
        + "is not among the \(size) words of the vocabulary"
    case .unknownToken(let token, let size):
      return "there is no token \(token): the vocabulary has the ids 0 to \(size - 1)"
    case .badVocabulary(let reason):
      return reason
    }
  }
}

/// `text` with everything that would not show made visible: `␣` for a space, `⏎` for a newline, `⇥` for a tab,
/// the control pictures for other controls, and a dotted circle under a combining mark that has no base.
func printable(_ text: String) -> String {
  var result = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    switch scalar.value {
    case 0x20: result.append("␣")
    case 0x0A: result.append("⏎")
    case 0x09: result.append("⇥")
    case 0x00..<0x20: result.append(Unicode.Scalar(0x2400 + scalar.value) ?? "�")
    case 0x7F: result.append("␡")
    default:
      let category = scalar.properties.generalCategory
      let needsBase = category == .nonspacingMark || category == .enclosingMark
      if needsBase, result.isEmpty { result.append("◌") }
      switch category {
      case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .unassigned, .privateUse:
        result.append(contentsOf: "‹\(String(scalar.value, radix: 16, uppercase: true))›".unicodeScalars)
      default: result.append(scalar)
      }
    }
  }
  return String(result)
}
