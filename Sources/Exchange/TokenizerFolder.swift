import Language

extension AnyTokenizer {
  /// Reads the tokenizer alone of a folder in Hugging Face's layout: `tokenizer.json`, or `vocab.json` with `merges.txt`.
  ///
  /// Throws ``CheckpointError`` for one that is neither byte-level byte pairs nor of this project's own kinds, by the name of
  /// the part that says so.
  public init(contentsOfFolder folder: String) throws(CheckpointError) {
    self = try ModelFolder(path: folder).tokenizer()
  }
}

extension ModelFolder {
  /// The tokenizer: `tokenizer.json`, or else `vocab.json` with `merges.txt`, as far as `tokenizer_config.json` does not say
  /// otherwise.
  func tokenizer() throws(CheckpointError) -> AnyTokenizer {
    var listed: [AddedToken] = []
    if has("tokenizer_config.json") {
      listed = try json("tokenizer_config.json") { (json) throws(CheckpointError.Problem) in
        for key in ["add_prefix_space", "add_bos_token", "add_eos_token"] where json[key] == true {
          throw .badSetting(key, found: "true", read: "false is read: a text's tokens are its own alone")
        }
        return try (json["added_tokens_decoder"]?.members ?? []).map {
          (id, token) throws(CheckpointError.Problem) in
          try AddedToken(token, id: .number(id))
        }
      }
    }
    if has("tokenizer.json") {
      return try json("tokenizer.json") { (json) throws(CheckpointError.Problem) in
        try TokenizerFile.tokenizer(json)
      }
    }
    for name in ["vocab.json", "merges.txt"] where !has(name) {
      throw CheckpointError(file: path, .missingFile(has("vocab.json") ? name : "tokenizer.json"))
    }
    if has("added_tokens.json") {
      listed += try json("added_tokens.json") { (json) throws(CheckpointError.Problem) in
        try (json.members ?? []).map { (content, id) throws(CheckpointError.Problem) in
          try AddedToken(content: content, id: id)
        }
      }
    }
    let merges = try merges()
    return try json("vocab.json") { (json) throws(CheckpointError.Problem) in
      try TokenizerFile.bytePairs(try TokenizerFile.vocabulary(json), merges, listed)
    }
  }

  private func merges() throws(CheckpointError) -> [(left: String, right: String)] {
    let text = try text("merges.txt")
    do throws(TokenizerError) {
      return try BytePairTokenizer.Merge.merges(file: text).map { ($0.left, $0.right) }
    } catch {
      throw CheckpointError(file: place("merges.txt"), .badTokenizer(error.description))
    }
  }
}
