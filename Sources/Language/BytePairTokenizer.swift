/// Byte-level byte-pair encoding, as GPT-2 has it: common words are one token, rare ones a few, and any text at all
/// can be spelled, because the 256 bytes are tokens too (Sennrich et al. 2016; Radford et al. 2019).
///
/// A text is cut into pieces by GPT-2's pattern; each piece begins as its bytes; then the pair of neighbours whose
/// merge has the lowest rank becomes one token, wherever it stands in the piece, until no pair has a merge.
/// A byte's id is its place in ``ByteAlphabet``, and
///
///     id of a merge's token = 256 + rank of the merge
///
/// so fifteen merges with their ranks in GPT-2's list give GPT-2's own ids for "Hello, my dog is cute" (G-BPE). Where a
/// vocabulary has another order, say with its special tokens first, the ids are its own (``ids``).
public struct BytePairTokenizer: Tokenizer {
  /// The merges by rank.
  public let merges: [Merge]
  /// Strings that are one token each and are made from no bytes, such as "<|endoftext|>", with their ids.
  public let specialTokens: [String: Int]
  /// One more than the highest id.
  public let vocabularySize: Int
  /// The ids of the 256 bytes in the order of ``ByteAlphabet``, and then those of the merges' tokens by rank.
  public let ids: [Int]
  private let byteIDs: [Int]  // By byte.
  private let tokenBytes: [[UInt8]?]  // By id; nil where no token has it.
  /// (left id, right id) → place among the merges, in the order of their ranks.
  private let mergePlaces: IntegerTable

  /// A tokenizer with the merges given; their ranks need not be consecutive. Without `ids` those are GPT-2's.
  ///
  /// Throws ``TokenizerError/badVocabulary(_:)`` when a merge joins tokens that no byte or lower rank makes, when a
  /// rank or pair is there twice, when two tokens have one id or an id is out of range, or a special token is empty.
  /// Two merges that spell the same may share an id of their own: they make the same token.
  public init(
    merges: [Merge], ids ownIDs: [Int]? = nil, specialTokens: [String: Int] = [:]
  ) throws(TokenizerError) {
    let sorted = merges.sorted { $0.rank < $1.rank }
    let ids = ownIDs ?? Self.idsInOrder(of: sorted)
    guard ids.count == 256 + sorted.count else {
      throw .badVocabulary("there are \(ids.count) ids for the 256 bytes and \(sorted.count) merges")
    }
    let highest = specialTokens.values.reduce(ids.reduce(0, max), max)
    guard highest <= Self.largestID, (sorted.first?.rank ?? 0) >= 0, ids.allSatisfy({ $0 >= 0 }) else {
      throw .badVocabulary(
        "ids go from 0 to \(Self.largestID), the ranks of merges from 0 to \(Self.largestID - 256)")
    }
    var tokenBytes = [[UInt8]?](repeating: nil, count: highest + 1)
    var byteIDs = [Int](repeating: 0, count: 256)
    var known: [[UInt8]: Int] = [:]
    for (id, byte) in zip(ids, ByteAlphabet.bytes) {
      guard tokenBytes[id] == nil else { throw .badVocabulary("two bytes share the id \(id)") }
      tokenBytes[id] = [byte]
      byteIDs[Int(byte)] = id
      known[[byte]] = id
    }
    var mergePlaces = IntegerTable(minimumCapacity: sorted.count)
    var lastRank = -1
    for (place, merge) in sorted.enumerated() {
      guard
        let leftBytes = ByteAlphabet.bytes(of: merge.left), let left = known[leftBytes],
        let rightBytes = ByteAlphabet.bytes(of: merge.right), let right = known[rightBytes]
      else {
        throw .badVocabulary(
          "the merge “\(merge.left) \(merge.right)” joins a token that no merge of a lower rank makes")
      }
      guard merge.rank > lastRank, mergePlaces.insert(left, right, place) < 0 else {
        throw .badVocabulary(
          "the merge “\(merge.left) \(merge.right)” or its rank \(merge.rank) is there twice")
      }
      lastRank = merge.rank
      let id = ids[256 + place]
      let bytes = leftBytes + rightBytes
      guard tokenBytes[id] == nil || tokenBytes[id] == bytes else {
        throw .badVocabulary("the merge “\(merge.left) \(merge.right)” shares the id \(id)")
      }
      tokenBytes[id] = bytes
      // Two merges can spell the same bytes; the lower rank then is the one that later merges mean.
      if known[bytes] == nil { known[bytes] = id }
    }
    for (string, id) in specialTokens.sorted(by: { $0.value < $1.value }) {
      guard id >= 0, tokenBytes[id] == nil, !string.isEmpty else {
        throw .badVocabulary("the special token “\(printable(string))” is empty or shares the id \(id)")
      }
      tokenBytes[id] = Array(string.utf8)
    }
    self.merges = sorted
    self.specialTokens = specialTokens
    self.ids = ids
    self.byteIDs = byteIDs
    self.tokenBytes = tokenBytes
    self.mergePlaces = mergePlaces
    vocabularySize = highest + 1
  }

  /// A hostile file must not make the table of tokens huge; the largest vocabularies in use have 262,144 ids.
  private static let largestID = 4_194_303

  /// GPT-2's ids: a byte's is its place in the alphabet, a merge's 256 more than its rank.
  static func idsInOrder(of merges: [Merge]) -> [Int] {
    Array(0..<256) + merges.map { 256 + min($0.rank, largestID) }
  }

  /// The tokens of `text`, all of it read as ordinary text: the letters of a special token are just letters.
  public func encode(_ text: String) -> [Int] {
    encode(bytes: Array(text.utf8))
  }

  /// The tokens of any bytes, be they UTF-8 or not.
  public func encode(bytes: [UInt8]) -> [Int] {
    let pieces = TextPieces(bytes: bytes)
    // A piece that came before has its tokens already: they are encoded[starts[piece] ..< ends[piece]].
    var seen = PieceTable()
    var encoded: [Int] = []
    var starts: [Int] = []
    var ends: [Int] = []
    var tokens: [Int] = []
    tokens.reserveCapacity(bytes.count / 3)
    var start = 0
    while start < bytes.count {
      let end = pieces.end(from: start)
      let piece = seen.insert(bytes, start, end)
      if piece == starts.count {
        starts.append(encoded.count)
        encoded.append(contentsOf: merge(bytes[start..<end].map { byteIDs[Int($0)] }))
        ends.append(encoded.count)
      }
      var place = starts[piece]
      while place < ends[piece] {
        tokens.append(encoded[place])
        place &+= 1
      }
      start = end
    }
    return tokens
  }

  /// The pieces into which GPT-2's pattern cuts `text`; no token reaches over a cut.
  ///
  /// "It's 1,000  dogs." gives `It` `'s` `␣1` `,` `000` `␣` `␣dogs` `.`
  public static func pieces(of text: String) -> [String] {
    let pieces = TextPieces(bytes: Array(text.utf8))
    var result: [String] = []
    var start = 0
    while start < pieces.bytes.count {
      let end = pieces.end(from: start)
      result.append(String(decoding: pieces.bytes[start..<end], as: UTF8.self))
      start = end
    }
    return result
  }

  /// The tokens of `text`, in which each special token that stands there becomes its one id.
  ///
  /// Only for text that the program made itself: a user's text could otherwise end the document it is in.
  public func encodeWithSpecialTokens(_ text: String) -> [Int] {
    // The longest special token first, where one begins like another.
    let specials = specialTokens.sorted { ($0.key.utf8.count, $1.value) > ($1.key.utf8.count, $0.value) }
      .map { (Array($0.key.utf8), $0.value) }
    let bytes = Array(text.utf8)
    var tokens: [Int] = []
    var plain = 0
    var place = 0
    while place < bytes.count {
      if let (special, id) = specials.first(where: { bytes[place...].starts(with: $0.0) }) {
        tokens += encode(bytes: Array(bytes[plain..<place])) + [id]
        place += special.count
        plain = place
      } else {
        place += 1
      }
    }
    return tokens + encode(bytes: Array(bytes[plain...]))
  }

  /// The text of the tokens; where their bytes are not UTF-8 (half of a character, say) it has U+FFFD.
  public func decode(_ tokens: [Int]) throws -> String {
    String(decoding: try decodeBytes(tokens), as: UTF8.self)
  }

  /// The exact bytes of the tokens; throws ``TokenizerError`` for an id that no token has.
  public func decodeBytes(_ tokens: [Int]) throws -> [UInt8] {
    var bytes: [UInt8] = []
    for token in tokens {
      guard tokenBytes.indices.contains(token), let next = tokenBytes[token] else {
        throw TokenizerError.unknownToken(token, vocabularySize: vocabularySize)
      }
      bytes.append(contentsOf: next)
    }
    return bytes
  }

  /// The token made visible; bytes that are only a part of a character show in hexadecimal, `‹E4 BD›`.
  public func label(of token: Int) -> String {
    guard tokenBytes.indices.contains(token), let bytes = tokenBytes[token] else { return "‹\(token)›" }
    if let text = String(validating: bytes, as: UTF8.self) { return printable(text) }
    let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }
    return "‹\(digits.joined(separator: " "))›"
  }

  /// The tokens of one piece: again and again the pair of the lowest rank is merged, wherever it stands.
  private func merge(_ bytes: [Int]) -> [Int] {
    var tokens = bytes
    guard tokens.count > 1 else { return tokens }
    // merged[i] is the place of the merge that tokens[i] and tokens[i + 1] would undergo, in the order of the ranks.
    var merged = [Int](repeating: Int.max, count: tokens.count)
    for place in 0..<(tokens.count - 1) { merged[place] = mergePlace(tokens[place], tokens[place + 1]) }
    while true {
      var best = Int.max
      for place in merged where place < best { best = place }
      guard best != Int.max else { return tokens }
      var read = 0
      var write = 0
      while read < tokens.count {
        if merged[read] == best {
          tokens[write] = ids[256 + best]
          read += 2
          // A pair that overlapped the one just merged is gone; the pairs of the new token come below.
          merged[write] = Int.min
        } else {
          tokens[write] = tokens[read]
          merged[write] = merged[read]
          read += 1
        }
        write += 1
      }
      tokens.removeLast(tokens.count - write)
      merged.removeLast(merged.count - write)
      for place in 0..<write where merged[place] == Int.min {
        if place > 0 { merged[place - 1] = mergePlace(tokens[place - 1], tokens[place]) }
        merged[place] = place + 1 < write ? mergePlace(tokens[place], tokens[place + 1]) : Int.max
      }
    }
  }

  private func mergePlace(_ left: Int, _ right: Int) -> Int {
    let place = mergePlaces.value(left, right)
    return place < 0 ? Int.max : place
  }
}

extension BytePairTokenizer: Equatable {
  /// Whether both have the same merges, ids and special tokens, and so encode every text alike.
  public static func == (left: BytePairTokenizer, right: BytePairTokenizer) -> Bool {
    left.merges == right.merges && left.specialTokens == right.specialTokens && left.ids == right.ids
  }
}
