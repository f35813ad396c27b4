/// One of the module's tokenizers, which one to be known only when the program runs: what a checkpoint keeps.
public enum AnyTokenizer: Tokenizer, Equatable {
  /// One token a character.
  case characters(CharacterTokenizer)
  /// One token a word.
  case words(WordTokenizer)
  /// Byte-level byte-pair encoding.
  case bytePairs(BytePairTokenizer)

  private var tokenizer: any Tokenizer {
    switch self {
    case .characters(let tokenizer): tokenizer
    case .words(let tokenizer): tokenizer
    case .bytePairs(let tokenizer): tokenizer
    }
  }

  /// The number of ids.
  public var vocabularySize: Int { tokenizer.vocabularySize }

  /// The token ids of `text`.
  public func encode(_ text: String) throws -> [Int] { try tokenizer.encode(text) }

  /// The text of `tokens`.
  public func decode(_ tokens: [Int]) throws -> String { try tokenizer.decode(tokens) }

  /// The bytes of `tokens`.
  public func decodeBytes(_ tokens: [Int]) throws -> [UInt8] { try tokenizer.decodeBytes(tokens) }

  /// A printable form of one token.
  public func label(of token: Int) -> String { tokenizer.label(of: token) }
}

extension AnyTokenizer: Codable {
  private enum CodingKeys: String, CodingKey { case kind, vocabulary }
  private enum Kind: String, Codable { case characters, words, bytePairs }

  /// Reads the kind and then that tokenizer's own vocabulary.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    switch try container.decode(Kind.self, forKey: .kind) {
    case .characters: self = .characters(try container.decode(CharacterTokenizer.self, forKey: .vocabulary))
    case .words: self = .words(try container.decode(WordTokenizer.self, forKey: .vocabulary))
    case .bytePairs: self = .bytePairs(try container.decode(BytePairTokenizer.self, forKey: .vocabulary))
    }
  }

  /// Writes the kind and that tokenizer's own vocabulary.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .characters(let tokenizer):
      try container.encode(Kind.characters, forKey: .kind)
      try container.encode(tokenizer, forKey: .vocabulary)
    case .words(let tokenizer):
      try container.encode(Kind.words, forKey: .kind)
      try container.encode(tokenizer, forKey: .vocabulary)
    case .bytePairs(let tokenizer):
      try container.encode(Kind.bytePairs, forKey: .kind)
      try container.encode(tokenizer, forKey: .vocabulary)
    }
  }
}
