extension BytePairTokenizer {
  /// A tokenizer whose ids are those of a vocabulary as `vocab.json` has it, spellings in the ``ByteAlphabet`` with their
  /// ids in whatever order: GPT-2's has the special tokens last, others have them first.
  ///
  /// What no merge makes and is no byte is a special token. Throws ``TokenizerError/badVocabulary(_:)`` when a byte or the
  /// token of a merge has no id, when a token is there twice, and as ``init(merges:ids:specialTokens:)`` does.
  public init(
    vocabulary: some Sequence<(spelling: String, id: Int)>, merges: [Merge]
  ) throws(TokenizerError) {
    var left: [String: Int] = [:]
    for (spelling, id) in vocabulary {
      guard left.updateValue(id, forKey: spelling) == nil else {
        throw .badVocabulary("the vocabulary has “\(printable(spelling))” twice")
      }
    }
    let all = left
    var ids: [Int] = []
    let spellings = ByteAlphabet.bytes.map { ByteAlphabet.spelling(of: [$0]) }
    for spelling in spellings + merges.map({ $0.left + $0.right }) {
      guard let id = all[spelling] else {
        throw .badVocabulary("the vocabulary lacks “\(printable(spelling))”, a byte or what a merge makes")
      }
      ids.append(id)
      left[spelling] = nil
    }
    // In GPT-2's order the ids say the ranks; a list of merges that skips some has them then as it was.
    let ranks = ids.dropFirst(256).map { $0 - 256 }
    let isInOrder =
      Array(ids.prefix(256)) == Array(0..<256) && ranks.allSatisfy { $0 >= 0 }
      && zip(ranks, ranks.dropFirst()).allSatisfy { $0 < $1 }
    let ranked = zip(merges, isInOrder ? ranks : merges.map(\.rank)).map { merge, rank in
      Merge(rank: rank, left: merge.left, right: merge.right)
    }
    try self.init(merges: ranked, ids: ids, specialTokens: left)
  }

  /// The spelling and the id of every token, by id: a special token is spelled as it is, any other in the ``ByteAlphabet``.
  ///
  /// Two merges may make tokens that are spelled alike but have ids of their own; both are listed.
  public var vocabulary: [(spelling: String, id: Int)] {
    let spellings =
      ByteAlphabet.bytes.map { ByteAlphabet.spelling(of: [$0]) } + merges.map { $0.left + $0.right }
    var spellingOfID: [Int: String] = [:]
    for (string, id) in specialTokens { spellingOfID[id] = string }
    for (spelling, id) in zip(spellings, ids) { spellingOfID[id] = spelling }
    return spellingOfID.sorted { $0.key < $1.key }.map { ($0.value, $0.key) }
  }
}
