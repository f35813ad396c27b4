extension BytePairTokenizer {
  /// One merge: two neighbouring tokens become one.
  public struct Merge: Sendable, Hashable {
    /// The place in the order in which merges are tried: lower first.
    public var rank: Int
    /// The spelling of the left token in the ``ByteAlphabet``, where `Ġ` is the space.
    public var left: String
    /// The spelling of the right token.
    public var right: String

    /// The merge of `left` and `right`, tried before every merge of a higher rank.
    public init(rank: Int, left: String, right: String) {
      self.rank = rank
      self.left = left
      self.right = right
    }
  }
}

extension BytePairTokenizer.Merge {
  /// The merge of one line of a file of merges: two spellings with a space between, "Ġ t".
  public init(line: some StringProtocol, rank: Int) throws(TokenizerError) {
    let parts = line.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
      throw .badVocabulary("“\(printable(String(line)))” is not a merge: two spellings with a space between")
    }
    self.init(rank: rank, left: String(parts[0]), right: String(parts[1]))
  }

  /// The merges of GPT-2's `merges.txt`: one a line in the order of their ranks, after a line with the version.
  ///
  /// Only the first line can be the version's: `#` and even `#version` are tokens like any other.
  public static func merges(file text: String) throws(TokenizerError) -> [Self] {
    var lines = text.split(whereSeparator: \.isNewline)[...]
    if lines.first?.hasPrefix("#version") == true { lines.removeFirst() }
    var merges: [Self] = []
    for line in lines { merges.append(try Self(line: line, rank: merges.count)) }
    return merges
  }
}

extension BytePairTokenizer: Codable {
  private enum CodingKeys: String, CodingKey { case merges, ranks, ids, specialTokens }

  /// Reads the merges in GPT-2's spelling, "Ġ t"; refuses a list that cannot be one.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let lines = try container.decode([String].self, forKey: .merges)
    let ranks = try container.decodeIfPresent([Int].self, forKey: .ranks) ?? Array(lines.indices)
    guard ranks.count == lines.count else {
      throw TokenizerError.badVocabulary("there are \(lines.count) merges but \(ranks.count) ranks")
    }
    try self.init(
      merges: try zip(lines, ranks).map { try Merge(line: $0, rank: $1) },
      ids: try container.decodeIfPresent([Int].self, forKey: .ids),
      specialTokens: try container.decodeIfPresent([String: Int].self, forKey: .specialTokens) ?? [:])
  }

  /// Writes the merges in GPT-2's spelling, their ranks unless they count up from 0, and the ids unless they are GPT-2's.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(merges.map { "\($0.left) \($0.right)" }, forKey: .merges)
    let ranks = merges.map(\.rank)
    if ranks != Array(ranks.indices) { try container.encode(ranks, forKey: .ranks) }
    if ids != Self.idsInOrder(of: merges) { try container.encode(ids, forKey: .ids) }
    if !specialTokens.isEmpty { try container.encode(specialTokens, forKey: .specialTokens) }
  }
}
