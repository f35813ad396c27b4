import Language
import Notebook
import Randomness

/// The text whose words get vectors.
struct WordText {
  /// What the text is called.
  let name: String
  let text: String
  let tokenizer: WordTokenizer
  let tokens: [Int]
  /// How often each word of the vocabulary stands in the text.
  let counts: [Int]
  /// Whether the stories are Tiny World's, whose words are of known kinds.
  let isTinyWorld: Bool
  /// How many characters were given but not read.
  let unread: Int

  static let mostCharacters = 1_000_000
  /// A softmax over more words would only take longer; the rarer ones share one vector.
  static let mostWords = 1_500

  /// The text that was given, or stories; throws when it has too few words.
  init(_ notebook: ChapterNotebook, seed: Seed) throws {
    if let given = notebook.givenText {
      let scalars = given.unicodeScalars
      unread = max(0, scalars.count - Self.mostCharacters)
      text = unread > 0 ? String(scalars.prefix(Self.mostCharacters)) : given
      name = "the text that was given"
      isTinyWorld = false
    } else {
      text = Self.stories(seed: seed)
      name = "stories of Tiny World"
      unread = 0
      isTinyWorld = true
    }
    tokenizer = Self.tokenizer(of: text)
    tokens = try tokenizer.encode(text)
    guard tokens.count >= 10, Set(tokens).count >= 3 else {
      throw notebook.refusal(
        ofText:
          "has \(tokens.count.counted("word")), \(Set(tokens).count) of them different; at least 10 and 3 are needed"
      )
    }
    var counts = [Int](repeating: 0, count: tokenizer.vocabularySize)
    for token in tokens { counts[token] += 1 }
    self.counts = counts
  }

  /// Stories in which two words are never neighbours, though nothing in their world forbids it.
  static func stories(seed: Seed) -> String {
    TinyWorld().stories(count: 1_000, seed: seed.derived(0).value)
      .filter { !$0.contains(" purple robot") }.joined()
  }

  private static func tokenizer(of text: String) -> WordTokenizer {
    var minimum = 1
    var tokenizer = WordTokenizer(corpus: text)
    while tokenizer.vocabularySize > mostWords {
      minimum *= 2
      tokenizer = WordTokenizer(
        corpus: text, minimumCount: minimum, unknownWords: .replace(with: "‹rare›"))
    }
    return tokenizer
  }

  /// The id of a word, be it inside a sentence or at the start of a text.
  func id(of word: some StringProtocol) -> Int? {
    tokenizer.vocabulary.id(of: " " + word) ?? tokenizer.vocabulary.id(of: word)
  }

  /// The word without the space that belongs to it.
  func name(of id: Int) -> String {
    let label = tokenizer.label(of: id)
    return label.hasPrefix("␣") && label.count > 1 ? String(label.dropFirst()) : label
  }

  /// The labels of strings of the vocabulary.
  func labels(of strings: [String]) -> [String] {
    strings.compactMap { tokenizer.vocabulary.id(of: $0) }.map(tokenizer.label)
  }

  /// All words that stand in the text.
  var used: [Int] { counts.indices.filter { counts[$0] > 0 } }

  /// The most frequent words; marks and white space only when there are too few words.
  func frequent(_ count: Int) -> [Int] {
    let ranked = used.sorted {
      let (first, second) = (isWord($0), isWord($1))
      if first != second { return first }
      return counts[$0] != counts[$1] ? counts[$0] > counts[$1] : $0 < $1
    }
    return Array(ranked.prefix(count))
  }

  func isWord(_ id: Int) -> Bool {
    (tokenizer.vocabulary.string(of: id) ?? "").unicodeScalars.contains { $0.properties.isAlphabetic }
  }

  /// The words that are compared: those of `--words`, else some of every kind, else the most frequent.
  func words(chosenBy list: String?) throws -> [Int] {
    guard let list else {
      guard isTinyWorld else { return frequent(12) }
      return Kind.allCases.flatMap { $0.few.compactMap(id) }
    }
    let names = list.split { $0 == "," || $0 == "，" }.map { $0.split(separator: " ").joined(separator: " ") }
    guard (2...12).contains(names.count) else {
      throw CommandFailure.usage("--words takes 2 to 12 words with commas between, not \(names.count)")
    }
    return try names.map { name in
      guard let id = id(of: name) else {
        throw CommandFailure.usage(
          "--words: “\(name)” is not among the \(tokenizer.vocabularySize) words of the text")
      }
      return id
    }
  }
}
