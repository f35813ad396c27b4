/// What a tagger sees of a word: the word itself, its ending, whether it begins with a capital or has a digit, and the
/// words beside it (Ratnaparkhi 1996).
public struct TaggingFeatures: Sendable, Hashable {
  private let numbers: [String: Int]

  /// The features that occur in some sentences, numbered in the order in which they first do.
  public init(sentences: [[String]]) {
    var numbers: [String: Int] = [:]
    for words in sentences {
      for place in words.indices {
        for name in Self.names(of: words, at: place) where numbers[name] == nil {
          numbers[name] = numbers.count
        }
      }
    }
    self.numbers = numbers
  }

  /// The number of different features.
  public var count: Int { numbers.count }

  /// The number of a feature; `nil` for one that never occurred.
  public func number(of name: String) -> Int? { numbers[name] }

  /// The features of each word of a sentence; those that never occurred are left out.
  public func callAsFunction(_ words: [String]) -> [[Int]] {
    words.indices.map { place in Self.names(of: words, at: place).compactMap { numbers[$0] } }
  }

  /// What is seen of the word at a place: `word=cats`, its last letter and last two, where they are not all of it, as
  /// `ending=s` and `ending=ts`, `before=the`, `after=</s>`, and `capital` and `digit` where it is so.
  public static func names(of words: [String], at place: Int) -> [String] {
    let word = words[place]
    var names = ["word=\(word)"]
    names += (1...2).filter { $0 < word.count }.map { "ending=\(word.suffix($0))" }
    if word.first?.isUppercase == true { names.append("capital") }
    if word.contains(where: \.isNumber) { names.append("digit") }
    names.append("before=\(place > 0 ? words[place - 1] : "<s>")")
    names.append("after=\(place + 1 < words.count ? words[place + 1] : "</s>")")
    return names
  }
}
