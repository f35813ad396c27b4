import Language
import Notebook
import Randomness

/// What a run breaks on purpose.
struct Breakage {
  let hasNoTraining: Bool
  let isFrozen: Bool
  let isShuffled: Bool

  init(hasNoTraining: Bool, isFrozen: Bool, isShuffled: Bool) throws {
    guard [hasNoTraining, isFrozen, isShuffled].count(where: { $0 }) <= 1 else {
      throw ChapterFailure.usage(
        "--no-training, --frozen and --shuffled exclude each other; break one thing at a time")
    }
    self.hasNoTraining = hasNoTraining
    self.isFrozen = isFrozen
    self.isShuffled = isShuffled
  }

  var isNone: Bool { !hasNoTraining && !isFrozen && !isShuffled }
}

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
  let seed: Seed

  /// Two words that are never neighbours in the stories, though nothing in the world forbids it.
  static let neverSeen = (first: "purple", second: "robot")
  static let mostCharacters = 1_000_000
  /// A softmax over more words would only take longer; the rarer ones share one vector.
  static let mostWords = 1_500

  init(_ notebook: ChapterNotebook) throws {
    seed = Seed(notebook.seed)
    if let given = notebook.givenText {
      let scalars = given.unicodeScalars
      unread = max(0, scalars.count - Self.mostCharacters)
      text = unread > 0 ? String(scalars.prefix(Self.mostCharacters)) : given
      name = "the text that was given"
      isTinyWorld = false
    } else {
      let pair = " \(Self.neverSeen.first) \(Self.neverSeen.second)"
      text = TinyWorld().stories(count: 1_000, seed: seed.derived(0).value)
        .filter { !$0.contains(pair) }.joined()
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

  /// The most frequent words; marks and white space only when there are too few words.
  func frequent(_ count: Int) -> [Int] {
    let ranked = counts.indices.filter { counts[$0] > 0 }.sorted {
      let (first, second) = (isWord($0), isWord($1))
      if first != second { return first }
      return counts[$0] != counts[$1] ? counts[$0] > counts[$1] : $0 < $1
    }
    return Array(ranked.prefix(count))
  }

  private func isWord(_ id: Int) -> Bool {
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
      throw ChapterFailure.usage("--words takes 2 to 12 words with commas between, not \(names.count)")
    }
    return try names.map { name in
      guard let id = id(of: name) else {
        throw ChapterFailure.usage(
          "--words: “\(name)” is not among the \(tokenizer.vocabularySize) words of the text")
      }
      return id
    }
  }
}

/// The kinds of words in Tiny World, which the training is never told.
enum Kind: String, CaseIterable {
  case name, colour, thing, place, greeting

  /// The words of the kind that are compared one by one.
  var few: [String] {
    switch self {
    case .name: ["Anna", "Tom"]
    case .colour: ["red", "blue", "amber"]
    case .thing: ["kite", "drum"]
    case .place: ["park", "lake"]
    case .greeting: ["waves", "hums"]
    }
  }

  /// The words of the kind that there is room for on the map.
  var onMap: [String] {
    switch self {
    case .name: ["Anna", "Mia", "Tom", "Ben"]
    case .colour: ["red", "blue", "black", "orange", "amber"]
    case .thing: ["kite", "drum", "box", "boots", "gloves"]
    case .place: ["park", "lake", "beach"]
    case .greeting: ["waves", "nods", "hums"]
    }
  }

  /// More words of the kind, for means.
  var many: [String] {
    switch self {
    case .name: ["Anna", "Mia", "Eva", "Lily", "Tom", "Ben", "Max", "Leo"]
    case .colour: ["red", "blue", "green", "black", "pink", "orange", "amber"]
    case .thing: ["kite", "drum", "box", "book", "hat", "lamp", "boots", "gloves", "socks"]
    case .place: ["park", "lake", "beach", "river", "garden", "school"]
    case .greeting: ["waves", "smiles", "nods", "laughs", "claps", "hums"]
    }
  }
}
