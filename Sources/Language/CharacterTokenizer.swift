/// One token a character: the shortest vocabulary, the longest sequences.
///
/// A character here is a Unicode scalar (a code point, as in Python and nanoGPT), not Swift's `Character`. Two
/// `Character`s are equal when they look the same, so "é" in one scalar and in two would share an id and the
/// bytes would not come back; and scalars are a small alphabet in which new emoji families and accents can
/// still be spelled. "\r\n" is two tokens.
///
/// ```swift
/// let tokenizer = CharacterTokenizer(corpus: "hello")   // e h l o
/// try tokenizer.encode("hole")                          // [1, 3, 2, 0]
/// ```
public struct CharacterTokenizer: Tokenizer, Hashable {
  /// The characters in the order of their ids.
  public let characters: [Unicode.Scalar]
  private let ids: [Unicode.Scalar: Int]
  private let asciiIDs: [Int]  // −1 where absent: most texts need no hashing at all.

  /// The characters of `corpus`, sorted by code point.
  public init(corpus: String) {
    self.init(distinct: Set(corpus.unicodeScalars).sorted())
  }

  /// The characters given, in their order; throws ``TokenizerError`` when one is there twice.
  public init(characters: [Unicode.Scalar]) throws(TokenizerError) {
    var seen: Set<Unicode.Scalar> = []
    for scalar in characters where !seen.insert(scalar).inserted {
      throw .badVocabulary("the vocabulary has “\(printable(String(Character(scalar))))” twice")
    }
    self.init(distinct: characters)
  }

  private init(distinct characters: [Unicode.Scalar]) {
    self.characters = characters
    ids = Dictionary(uniqueKeysWithValues: characters.enumerated().map { ($1, $0) })
    var asciiIDs = [Int](repeating: -1, count: 128)
    for (id, scalar) in characters.enumerated() where scalar.isASCII { asciiIDs[Int(scalar.value)] = id }
    self.asciiIDs = asciiIDs
  }

  /// The number of different characters.
  public var vocabularySize: Int { characters.count }

  /// The id of one character, or nil when the corpus had none such.
  public func id(of character: Unicode.Scalar) -> Int? {
    ids[character]
  }

  /// One id a character; throws ``TokenizerError/unknownCharacter(_:position:vocabularySize:)``.
  public func encode(_ text: String) throws -> [Int] {
    var tokens: [Int] = []
    tokens.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      let id = scalar.isASCII ? asciiIDs[Int(scalar.value)] : ids[scalar] ?? -1
      guard id >= 0 else {
        throw TokenizerError.unknownCharacter(
          scalar, position: tokens.count, vocabularySize: vocabularySize)
      }
      tokens.append(id)
    }
    return tokens
  }

  /// The characters of the ids, side by side.
  public func decode(_ tokens: [Int]) throws -> String {
    var text = String.UnicodeScalarView()
    for token in tokens {
      guard characters.indices.contains(token) else {
        throw TokenizerError.unknownToken(token, vocabularySize: vocabularySize)
      }
      text.append(characters[token])
    }
    return String(text)
  }

  /// The character made visible.
  public func label(of token: Int) -> String {
    guard characters.indices.contains(token) else { return "‹\(token)›" }
    return printable(String(Character(characters[token])))
  }
}

extension CharacterTokenizer: Codable {
  private enum CodingKeys: String, CodingKey { case characters }

  /// Reads the characters as one string; refuses a repetition.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let characters = try container.decode(String.self, forKey: .characters)
    try self.init(characters: Array(characters.unicodeScalars))
  }

  /// Writes the characters as one string, in the order of their ids.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    var text = String.UnicodeScalarView()
    text.append(contentsOf: characters)
    try container.encode(String(text), forKey: .characters)
  }
}
