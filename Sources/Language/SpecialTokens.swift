// Tokens that stand for nothing in a text, such as "<ask>" and "<answer>" in a dialogue: a program puts them between
// tokens, and no text that is encoded can contain them, however it is spelled.

extension WordTokenizer {
  /// The tokenizer with further special tokens, whose ids follow those that there are: an old text keeps its tokens.
  ///
  /// Throws ``TokenizerError`` when one of them is empty, a word of the vocabulary, or there already.
  public func adding(specialTokens tokens: [String]) throws(TokenizerError) -> WordTokenizer {
    try WordTokenizer(
      vocabulary: vocabulary, unknownWords: unknownWords, specialTokens: specialTokens.strings + tokens)
  }

  /// The id of a special token, or nil when there is none of that name.
  public func id(ofSpecialToken token: String) -> Int? {
    specialTokens.id(of: token).map { vocabulary.count + $0 }
  }
}

extension WordTokenizer: Codable {
  private enum CodingKeys: String, CodingKey { case vocabulary, unknownWords, specialTokens }

  /// Reads the words and the special tokens, if there are any; refuses lists that cannot be those of a tokenizer.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      vocabulary: container.decode(Vocabulary.self, forKey: .vocabulary),
      unknownWords: container.decode(UnknownWords.self, forKey: .unknownWords),
      specialTokens: container.decodeIfPresent([String].self, forKey: .specialTokens) ?? [])
  }

  /// Writes the words, and the special tokens if there are any.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(vocabulary, forKey: .vocabulary)
    try container.encode(unknownWords, forKey: .unknownWords)
    if specialTokens.count > 0 { try container.encode(specialTokens, forKey: .specialTokens) }
  }
}

extension BytePairTokenizer {
  /// The tokenizer with further special tokens, whose ids follow those that there are.
  ///
  /// Throws ``TokenizerError`` when one of them is empty or there already.
  public func adding(specialTokens tokens: [String]) throws(TokenizerError) -> BytePairTokenizer {
    var all = specialTokens
    for (number, token) in tokens.enumerated() {
      guard all.updateValue(vocabularySize + number, forKey: token) == nil else {
        throw .badVocabulary("the special token “\(printable(token))” is there twice")
      }
    }
    return try BytePairTokenizer(merges: merges, ids: ids, specialTokens: all)
  }
}

extension AnyTokenizer {
  /// The tokenizer with further special tokens, whose ids follow those that there are.
  ///
  /// Throws ``TokenizerError`` when one of them is empty, a word or there already, and for a tokenizer of characters,
  /// which has a place for characters alone.
  public func adding(specialTokens tokens: [String]) throws(TokenizerError) -> AnyTokenizer {
    switch self {
    case .words(let tokenizer): .words(try tokenizer.adding(specialTokens: tokens))
    case .bytePairs(let tokenizer): .bytePairs(try tokenizer.adding(specialTokens: tokens))
    case .characters: throw .badVocabulary("a tokenizer of characters takes no special tokens")
    }
  }

  /// The id of a special token, or nil when there is none of that name.
  public func id(ofSpecialToken token: String) -> Int? {
    switch self {
    case .words(let tokenizer): tokenizer.id(ofSpecialToken: token)
    case .bytePairs(let tokenizer): tokenizer.specialTokens[token]
    case .characters: nil
    }
  }
}
