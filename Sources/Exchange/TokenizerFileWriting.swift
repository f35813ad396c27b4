import Language

extension TokenizerFile {
  /// The `tokenizer.json` that gives every text the tokens that a tokenizer gives it; throws when there is none.
  ///
  /// One thing the file cannot say: the library finds a special token in any text, ``Tokenizer/encode(_:)`` in none.
  static func json(of tokenizer: AnyTokenizer) throws(CheckpointError.Problem) -> JSONValue {
    switch tokenizer {
    case .bytePairs(let tokenizer): try bytePairs(tokenizer)
    case .words(let tokenizer): try words(tokenizer)
    case .characters(let tokenizer):
      list(
        tokenizer.characters.enumerated().map { (String(Character($1)), $0) }, unknown: "", specials: [],
        pattern: characterPattern)
    }
  }

  private static func words(_ tokenizer: WordTokenizer) throws(CheckpointError.Problem) -> JSONValue {
    let vocabulary = tokenizer.vocabulary
    let specials = tokenizer.specialTokens.strings.enumerated().map { ($1, vocabulary.count + $0) }
    // A word that is not in the list is refused when what stands for unknown words is not in it either.
    var unknown = ""
    if case .replace(let word) = tokenizer.unknownWords { unknown = word }
    guard vocabulary.id(of: "") == nil else { throw .inexpressible("its tokenizer has an empty word") }
    return list(
      vocabulary.strings.enumerated().map { ($1, $0) }, unknown: unknown, specials: specials,
      pattern: wordPattern)
  }

  private static func list(
    _ words: [(spelling: String, id: Int)], unknown: String, specials: [(spelling: String, id: Int)],
    pattern: String
  ) -> JSONValue {
    file(
      cutting: cutting(at: pattern), joining: joining, specials: specials,
      model: [
        "type": "WordLevel", "vocab": vocabulary(words + specials), "unk_token": .string(unknown),
      ])
  }

  private static func bytePairs(_ tokenizer: BytePairTokenizer) throws(CheckpointError.Problem) -> JSONValue {
    var seen: Set<String> = []
    for (spelling, _) in tokenizer.vocabulary where !seen.insert(spelling).inserted {
      throw .inexpressible("two of its tokens are spelled \(JSONValue.literal(spelling))")
    }
    let bytes: JSONValue = [
      "type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true,
    ]
    return file(
      cutting: bytes, joining: bytes,
      specials: tokenizer.specialTokens.sorted { $0.value < $1.value }.map { ($0.key, $0.value) },
      model: [
        "type": "BPE", "dropout": .null, "unk_token": .null, "continuing_subword_prefix": .null,
        "end_of_word_suffix": .null, "fuse_unk": false, "byte_fallback": false, "ignore_merges": false,
        "vocab": vocabulary(tokenizer.vocabulary),
        "merges": .array(tokenizer.merges.map { .string("\($0.left) \($0.right)") }),
      ])
  }

  private static func vocabulary(_ tokens: [(spelling: String, id: Int)]) -> JSONValue {
    .object(tokens.map { ($0.spelling, .number("\($0.id)")) })
  }

  private static func file(
    cutting: JSONValue, joining: JSONValue, specials: [(spelling: String, id: Int)], model: JSONValue
  ) -> JSONValue {
    let added = specials.map { token -> JSONValue in
      [
        "id": .number("\(token.id)"), "content": .string(token.spelling), "single_word": false,
        "lstrip": false, "rstrip": false, "normalized": false, "special": true,
      ]
    }
    return [
      "version": "1.0", "truncation": .null, "padding": .null, "added_tokens": .array(added),
      "normalizer": .null, "pre_tokenizer": cutting, "post_processor": .null, "decoder": joining,
      "model": model,
    ]
  }
}
