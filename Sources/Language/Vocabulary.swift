/// A list of different strings, each with its place in the list as its id: `0 ..< count`.
///
/// Two strings are different when their bytes are. Swift's own `==` on strings would call "é" written as one
/// scalar and as two the same, and a text would not come back from its tokens as it went in.
public struct Vocabulary: Sendable {
  /// The strings in the order of their ids.
  public let strings: [String]
  private let ids: [[UInt8]: Int]

  /// The vocabulary of `strings` in the order given; throws ``TokenizerError`` when a string is there twice.
  public init(_ strings: [String]) throws(TokenizerError) {
    var ids: [[UInt8]: Int] = [:]
    ids.reserveCapacity(strings.count)
    for (id, string) in strings.enumerated() {
      guard ids.updateValue(id, forKey: Array(string.utf8)) == nil else {
        throw .badVocabulary("the vocabulary has “\(printable(string))” twice")
      }
    }
    self.strings = strings
    self.ids = ids
  }

  /// The different strings among `strings`, sorted by their bytes: the same on every run.
  public init(sortedFrom strings: some Sequence<String>) {
    let spellings = Set(strings.lazy.map { Array($0.utf8) }).sorted { $0.lexicographicallyPrecedes($1) }
    self.strings = spellings.map { String(decoding: $0, as: UTF8.self) }
    ids = Dictionary(uniqueKeysWithValues: spellings.enumerated().map { ($1, $0) })
  }

  /// The number of strings.
  public var count: Int { strings.count }

  /// The id of `string`, or nil when it is not in the vocabulary.
  public func id(of string: some StringProtocol) -> Int? {
    ids[Array(string.utf8)]
  }

  /// The string that has the id, or nil when none has.
  public func string(of id: Int) -> String? {
    strings.indices.contains(id) ? strings[id] : nil
  }

  /// The ids of `words`, in order; throws ``TokenizerError`` for a word that is not in the vocabulary.
  public func ids(of words: [String]) throws(TokenizerError) -> [Int] {
    var result: [Int] = []
    for (position, word) in words.enumerated() {
      guard let id = id(of: word) else {
        throw .unknownWord(word, position: position, vocabularySize: count)
      }
      result.append(id)
    }
    return result
  }
}

extension Vocabulary: Equatable {
  /// Whether both list the same strings, byte for byte, in the same order.
  public static func == (left: Vocabulary, right: Vocabulary) -> Bool {
    left.strings.elementsEqual(right.strings) { $0.utf8.elementsEqual($1.utf8) }
  }
}

extension Vocabulary: Codable {
  /// Reads the list of strings; refuses a list with a repetition.
  public init(from decoder: any Decoder) throws {
    try self.init([String](from: decoder))
  }

  /// Writes the list of strings.
  public func encode(to encoder: any Encoder) throws {
    try strings.encode(to: encoder)
  }
}
