extension WordTokenizer {
  /// The tokenizer with further words, whose ids follow those that there are: an old text keeps its tokens.
  ///
  /// What stands in the vocabulary already is passed over. Throws ``TokenizerError`` for a tokenizer with special tokens,
  /// whose ids would move.
  public func adding(words: [String]) throws(TokenizerError) -> WordTokenizer {
    guard specialTokens.count == 0 else {
      throw .badVocabulary("words are added before special tokens, whose ids follow the words'")
    }
    let new = words.filter { vocabulary.id(of: $0) == nil }
    return try WordTokenizer(
      vocabulary: Vocabulary(vocabulary.strings + new), unknownWords: unknownWords, specialTokens: [])
  }
}
