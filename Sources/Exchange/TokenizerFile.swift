import Language

/// A `tokenizer.json`, the form in which Hugging Face's library `tokenizers` keeps all that a tokenizer does.
///
/// Three kinds are read and written: byte-level byte pairs as GPT-2 has them; and this project's characters and words, as
/// a list of words (`WordLevel`) behind a pattern that cuts a text as ``CharacterTokenizer`` and ``WordTokenizer`` do. A file
/// is taken for one of these when every part of it that changes a token says what is written here; all else is refused
/// by the part's name.
enum TokenizerFile {
  /// One character: a Unicode scalar.
  static let characterPattern = #"[\s\S]"#

  /// One word as ``WordTokenizer`` has it, in the words of the library's regular expressions: a run of letters, marks
  /// and digits with apostrophes inside, an ideograph or another sign, each with the space before it, or a white space.
  static let wordPattern = {
    let letter = #"(?:(?!\p{Ideographic})[\p{L}\p{M}\p{N}])"#
    return #" ?(?:\#(letter)(?:\#(letter)|['’](?=\#(letter)))*|[^\p{White_Space}])|\p{White_Space}"#
  }()

  /// The part that cuts a text at a pattern.
  static func cutting(at pattern: String) -> JSONValue {
    ["type": "Split", "pattern": ["Regex": .string(pattern)], "behavior": "Isolated", "invert": false]
  }

  /// The part that puts words together again, nothing between them.
  static let joining: JSONValue = ["type": "Fuse"]

  /// Reads a tokenizer.
  static func tokenizer(_ json: JSONValue) throws(CheckpointError.Problem) -> AnyTokenizer {
    guard let model = json["model"] else {
      throw .badSetting("model", found: "missing", read: "an object is read")
    }
    if let normalizer = json["normalizer"] {
      throw .badSetting("normalizer", found: normalizer.text, read: "none is read")
    }
    // A template without special tokens, which the library writes by itself, adds none.
    if let processor = json["post_processor"], processor["type"]?.string != "ByteLevel",
      processor["special_tokens"] != [:]
    {
      throw .badSetting("post_processor", found: processor.text, read: "one that adds no token is read")
    }
    var added: [AddedToken] = []
    for token in json["added_tokens"]?.elements ?? [] {
      added.append(try AddedToken(token, id: token["id"]))
    }
    switch model["type"]?.string ?? (model["merges"] == nil ? "missing" : "BPE") {
    case "BPE": return try bytePairs(json, model, added)
    case "WordLevel": return try ownWords(json, model, added)
    case let type:
      throw .badSetting(
        "model.type", found: JSONValue.literal(type),
        read: "byte-level byte pairs (\"BPE\") and what this library writes are read")
    }
  }

  private static func bytePairs(
    _ json: JSONValue, _ model: JSONValue, _ added: [AddedToken]
  ) throws(CheckpointError.Problem) -> AnyTokenizer {
    let cutting = json["pre_tokenizer"] ?? .null
    guard cutting["type"] == "ByteLevel", cutting["use_regex"] ?? true == true else {
      throw .badSetting("pre_tokenizer", found: cutting.text, read: "\"ByteLevel\" with its pattern is read")
    }
    guard cutting["add_prefix_space"] ?? true == false else {
      throw .badSetting("add_prefix_space", found: "true", read: "false is read: a text begins as it is")
    }
    guard json["decoder"]?["type"] == "ByteLevel" else {
      throw .badSetting(
        "decoder", found: json["decoder"]?.text ?? "missing", read: "\"ByteLevel\" is read")
    }
    for (key, neutral) in [
      ("dropout", 0), ("continuing_subword_prefix", ""), ("end_of_word_suffix", ""), ("ignore_merges", false),
    ] as [(String, JSONValue)] {
      if let value = model[key], value != neutral {
        throw .badSetting("model." + key, found: value.text, read: "none is read")
      }
    }
    guard let lines = model["merges"]?.elements else {
      throw .badSetting("model.merges", found: model["merges"]?.text ?? "missing", read: "a list is read")
    }
    return try bytePairs(try vocabulary(model["vocab"]), try lines.map(merge), added)
  }

  /// The tokenizer of a vocabulary with its merges by rank.
  static func bytePairs(
    _ vocabulary: [(spelling: String, id: Int)], _ merges: [(left: String, right: String)],
    _ added: [AddedToken]
  ) throws(CheckpointError.Problem) -> AnyTokenizer {
    do {
      return .bytePairs(
        try BytePairTokenizer(
          vocabulary: try with(added, vocabulary),
          merges: merges.enumerated().map { .init(rank: $0, left: $1.left, right: $1.right) }))
    } catch let error as TokenizerError {
      throw .badTokenizer(error.description)
    } catch let error as CheckpointError.Problem {
      throw error
    } catch {
      throw .badTokenizer("\(error)")
    }
  }

  /// A merge: "Ġ t", or ["Ġ", "t"].
  private static func merge(_ json: JSONValue) throws(CheckpointError.Problem) -> (
    left: String, right: String
  ) {
    let parts =
      json.elements?.compactMap(\.string)
      ?? json.string?.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    guard let parts, parts.count == 2, json.elements?.count ?? 2 == 2 else {
      throw .badTokenizer("the merge \(json.text) is not two spellings")
    }
    return (parts[0], parts[1])
  }

  /// The strings of a vocabulary with their ids.
  static func vocabulary(_ json: JSONValue?) throws(CheckpointError.Problem) -> [(spelling: String, id: Int)]
  {
    guard let members = json?.members else {
      throw .badSetting("vocab", found: json?.text ?? "missing", read: "an object is read")
    }
    var result: [(spelling: String, id: Int)] = []
    for (spelling, id) in members {
      guard let id = id.integer, id >= 0 else {
        throw .badTokenizer("the id of \(JSONValue.literal(spelling)) is \(id.text), no whole number ≥ 0")
      }
      result.append((spelling, id))
    }
    return result
  }

  /// The vocabulary with the tokens that are listed beside it, which may stand in it too.
  private static func with(
    _ added: [AddedToken], _ vocabulary: [(spelling: String, id: Int)]
  ) throws(CheckpointError.Problem) -> [(spelling: String, id: Int)] {
    guard !added.isEmpty else { return vocabulary }
    var ids: [[UInt8]: Int] = [:]
    for (spelling, id) in vocabulary { ids[Array(spelling.utf8)] = id }
    var all = vocabulary
    for token in added {
      let id = ids.updateValue(token.id, forKey: Array(token.content.utf8))
      if id == nil { all.append((token.content, token.id)) }
      guard id ?? token.id == token.id else {
        throw .badTokenizer("\(JSONValue.literal(token.content)) has the ids \(id ?? 0) and \(token.id)")
      }
    }
    return all
  }

  private static func ownWords(
    _ json: JSONValue, _ model: JSONValue, _ added: [AddedToken]
  ) throws(CheckpointError.Problem) -> AnyTokenizer {
    let cutting = json["pre_tokenizer"] ?? .null
    let isWords = cutting == Self.cutting(at: wordPattern)
    guard isWords || cutting == Self.cutting(at: characterPattern), json["decoder"] == joining else {
      throw .badSetting(
        "pre_tokenizer", found: cutting.text,
        read: "with a \"WordLevel\" model only what this library writes is read")
    }
    let specials = Set(added.map(\.content.utf8Bytes))
    let sorted = try with(added, vocabulary(model["vocab"])).sorted { $0.id < $1.id }
    guard sorted.map(\.id) == Array(sorted.indices) else {
      throw .badTokenizer("its ids are not 0 to \(sorted.count - 1), each once")
    }
    let words = sorted.map(\.spelling).filter { !specials.contains($0.utf8Bytes) }
    let last = sorted.map(\.spelling).dropFirst(words.count)
    guard last.allSatisfy({ specials.contains($0.utf8Bytes) }) else {
      throw .badTokenizer("its special tokens are not its last")
    }
    do throws(TokenizerError) {
      guard !isWords else {
        let unknown = model["unk_token"]?.string ?? ""
        let isKnown = words.contains { $0.utf8Bytes == unknown.utf8Bytes }
        return .words(
          try WordTokenizer(
            vocabulary: Vocabulary(words), unknownWords: isKnown ? .replace(with: unknown) : .refuse,
            specialTokens: Array(last)))
      }
      guard last.isEmpty, sorted.allSatisfy({ $0.spelling.unicodeScalars.count == 1 }) else {
        throw .badVocabulary("one of its tokens is not one character")
      }
      return .characters(
        try CharacterTokenizer(characters: sorted.flatMap { Array($0.spelling.unicodeScalars) }))
    } catch {
      throw .badTokenizer(error.description)
    }
  }
}

/// A token that is listed beside a vocabulary and made from no letters.
struct AddedToken {
  let content: String
  let id: Int

  /// Reads `{ "content": …, "special": true, … }`. Tokens that would be found in every text, or take the spaces around
  /// them, are refused.
  init(_ json: JSONValue, id: JSONValue?) throws(CheckpointError.Problem) {
    guard let content = json["content"]?.string, let id = id?.integer, id >= 0 else {
      throw .badTokenizer("the added token \(json.text) has no content or no id")
    }
    for (key, wanted) in [("special", true), ("lstrip", false), ("rstrip", false), ("single_word", false)] {
      guard json[key]?.bool ?? false == wanted else {
        throw .badSetting(
          key, found: "\(!wanted) in the added token \(JSONValue.literal(content))", read: "\(wanted) is read"
        )
      }
    }
    self.content = content
    self.id = id
  }

  /// Reads an entry of `added_tokens.json`.
  init(content: String, id: JSONValue) throws(CheckpointError.Problem) {
    guard let id = id.integer, id >= 0 else {
      throw .badTokenizer("the added token \(JSONValue.literal(content)) has no id")
    }
    self.content = content
    self.id = id
  }
}

extension String {
  fileprivate var utf8Bytes: [UInt8] { Array(utf8) }
}
