/// Byte-level byte-pair encoding, as GPT-2 has it: common words are one token, rare ones a few, and any text at all
/// can be spelled, because the 256 bytes are tokens too (Sennrich et al. 2016; Radford et al. 2019).
///
/// A text is cut into pieces by GPT-2's pattern; each piece begins as its bytes; then the pair of neighbours whose
/// merge has the lowest rank becomes one token, wherever it stands in the piece, until no pair has a merge.
/// A byte's id is its place in ``ByteAlphabet``, and
///
///     id of a merge's token = 256 + rank of the merge
///
/// so fifteen merges with their ranks in GPT-2's list give GPT-2's own ids for "Hello, my dog is cute" (G-BPE).
public struct BytePairTokenizer: Tokenizer {
  /// The merges by rank.
  public let merges: [Merge]
  /// Strings that are one token each and are made from no bytes, such as "<|endoftext|>", with their ids.
  public let specialTokens: [String: Int]
  /// One more than the highest id.
  public let vocabularySize: Int
  private let tokenBytes: [[UInt8]?]  // By id; nil where no merge has the rank.
  private let mergedTokens: IntegerTable  // (left id, right id) → id, whose order is the order of the ranks.

  /// A tokenizer with the merges given; their ranks need not be consecutive.
  ///
  /// Throws ``TokenizerError/badVocabulary(_:)`` when a merge joins tokens that no byte or lower rank makes, when a
  /// rank or pair is there twice, when two tokens have one id or an id is out of range, or a special token is empty.
  public init(merges: [Merge], specialTokens: [String: Int] = [:]) throws(TokenizerError) {
    let sorted = merges.sorted { $0.rank < $1.rank }
    let largest = max(255, sorted.last.map { 256 + min($0.rank, Self.largestID) } ?? 0)
    let highest = specialTokens.values.reduce(largest, max)
    guard highest <= Self.largestID, (sorted.first?.rank ?? 0) >= 0 else {
      throw .badVocabulary(
        "the ids of special tokens go from 0 to \(Self.largestID), the ranks of merges to \(Self.largestID - 256)"
      )
    }
    var tokenBytes = [[UInt8]?](repeating: nil, count: highest + 1)
    var ids: [[UInt8]: Int] = [:]
    for (id, byte) in ByteAlphabet.bytes.enumerated() {
      tokenBytes[id] = [byte]
      ids[[byte]] = id
    }
    var mergedTokens = IntegerTable(minimumCapacity: sorted.count)
    for merge in sorted {
      guard
        let leftBytes = ByteAlphabet.bytes(of: merge.left), let left = ids[leftBytes],
        let rightBytes = ByteAlphabet.bytes(of: merge.right), let right = ids[rightBytes]
      else {
        throw .badVocabulary(
          "the merge “\(merge.left) \(merge.right)” joins a token that no merge of a lower rank makes")
      }
      let id = 256 + merge.rank
      guard tokenBytes[id] == nil, mergedTokens.insert(left, right, id) < 0 else {
        throw .badVocabulary(
          "the merge “\(merge.left) \(merge.right)” or its rank \(merge.rank) is there twice")
      }
      tokenBytes[id] = leftBytes + rightBytes
      // Two merges can spell the same bytes; the lower rank then is the one that later merges mean.
      if ids[leftBytes + rightBytes] == nil { ids[leftBytes + rightBytes] = id }
    }
    for (string, id) in specialTokens.sorted(by: { $0.value < $1.value }) {
      guard id >= 0, tokenBytes[id] == nil, !string.isEmpty else {
        throw .badVocabulary("the special token “\(printable(string))” is empty or shares the id \(id)")
      }
      tokenBytes[id] = Array(string.utf8)
    }
    self.merges = sorted
    self.specialTokens = specialTokens
    self.tokenBytes = tokenBytes
    self.mergedTokens = mergedTokens
    vocabularySize = highest + 1
  }

  /// A hostile file must not make the table of tokens huge; the largest vocabularies in use have 262,144 ids.
  private static let largestID = 4_194_303

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
        encoded.append(contentsOf: merge(bytes[start..<end].map { ByteAlphabet.ids[Int($0)] }))
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
    // merged[i] is the token that tokens[i] and tokens[i + 1] would make; its id has the order of the ranks.
    var merged = [Int](repeating: Int.max, count: tokens.count)
    for place in 0..<(tokens.count - 1) { merged[place] = mergedToken(tokens[place], tokens[place + 1]) }
    while true {
      var best = Int.max
      for token in merged where token < best { best = token }
      guard best != Int.max else { return tokens }
      var read = 0
      var write = 0
      while read < tokens.count {
        if merged[read] == best {
          tokens[write] = best
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
        if place > 0 { merged[place - 1] = mergedToken(tokens[place - 1], tokens[place]) }
        merged[place] = place + 1 < write ? mergedToken(tokens[place], tokens[place + 1]) : Int.max
      }
    }
  }

  private func mergedToken(_ left: Int, _ right: Int) -> Int {
    let token = mergedTokens.value(left, right)
    return token < 0 ? Int.max : token
  }
}

extension BytePairTokenizer: Equatable {
  /// Whether both have the same merges and special tokens, and so encode every text alike.
  public static func == (left: BytePairTokenizer, right: BytePairTokenizer) -> Bool {
    left.merges == right.merges && left.specialTokens == right.specialTokens
  }
}
