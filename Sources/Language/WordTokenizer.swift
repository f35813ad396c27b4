/// One token a word, so that `decode(encode(text)) == text` to the last space.
///
/// A token is a word or a punctuation mark together with the single space before it, if there is one; a newline
/// and every other white space is a token of its own. So "the dog,\nthe" is `the` `␣dog` `,` `⏎` `the`.
/// A word is a run of letters, marks and digits, with apostrophes between letters ("don't"). Scripts that
/// write no spaces would make a sentence one word: there an ideograph is a word by itself (`我` `爱` `你`).
///
/// A text can only be spelled with words that the corpus has: the weakness that byte pairs cure.
public struct WordTokenizer: Tokenizer, Equatable {
  /// What becomes of a word that the vocabulary lacks.
  public enum UnknownWords: Sendable, Hashable, Codable {
    /// `encode` throws an error that names the word.
    case refuse
    /// The word becomes the token of this string (say "<unk>"): the text can then no longer be recovered.
    case replace(with: String)
  }

  /// The words, punctuation marks and white spaces, each with its id.
  public let vocabulary: Vocabulary
  /// What becomes of a word that the vocabulary lacks.
  public let unknownWords: UnknownWords
  /// Tokens that stand for no words, such as the marks between the turns of a dialogue: their ids follow the words'.
  public let specialTokens: Vocabulary

  /// The words that `corpus` has at least `minimumCount` times, sorted by their bytes.
  ///
  /// With a `minimumCount` above 1 the rarer words of the corpus are themselves unknown. The string that
  /// replaces unknown words, if any, has the id after the last word's.
  public init(corpus: String, minimumCount: Int = 1, unknownWords: UnknownWords = .refuse) {
    let words = WordTokenizer.words(of: corpus)
    var kept = words
    if minimumCount > 1 {
      let counts = Dictionary(words.map { (Array($0.utf8), 1) }, uniquingKeysWith: +)
      kept = words.filter { counts[Array($0.utf8), default: 0] >= minimumCount }
    }
    let sorted = Vocabulary(sortedFrom: kept)
    self.unknownWords = unknownWords
    specialTokens = Vocabulary(sortedFrom: [])
    if case .replace(let string) = unknownWords, sorted.id(of: string) == nil {
      vocabulary = (try? Vocabulary(sorted.strings + [string])) ?? sorted
    } else {
      vocabulary = sorted
    }
  }

  /// A tokenizer with given words and special tokens; throws ``TokenizerError`` when one of these is empty, a word, or there
  /// twice.
  public init(
    vocabulary: Vocabulary, unknownWords: UnknownWords, specialTokens: [String]
  ) throws(TokenizerError) {
    if let word = specialTokens.first(where: { $0.isEmpty || vocabulary.id(of: $0) != nil }) {
      throw .badVocabulary("the special token “\(printable(word))” is empty or a word of the vocabulary")
    }
    self.vocabulary = vocabulary
    self.unknownWords = unknownWords
    self.specialTokens = try Vocabulary(specialTokens)
  }

  /// The number of different words, punctuation marks, white spaces and special tokens.
  public var vocabularySize: Int { vocabulary.count + specialTokens.count }

  /// One id a word, never that of a special token; throws ``TokenizerError/unknownWord(_:position:vocabularySize:)``.
  public func encode(_ text: String) throws -> [Int] {
    var replacement: Int?
    if case .replace(let string) = unknownWords { replacement = vocabulary.id(of: string) }
    return try WordTokenizer.words(of: text).enumerated().map { position, word in
      guard let id = vocabulary.id(of: word) ?? replacement else {
        throw TokenizerError.unknownWord(word, position: position, vocabularySize: vocabulary.count)
      }
      return id
    }
  }

  /// The words of the ids, side by side; a special token is written as it is called.
  public func decode(_ tokens: [Int]) throws -> String {
    var text = ""
    for token in tokens {
      guard let word = string(of: token) else {
        throw TokenizerError.unknownToken(token, vocabularySize: vocabularySize)
      }
      text += word
    }
    return text
  }

  /// The word with its leading space made visible: `␣dog`.
  public func label(of token: Int) -> String {
    string(of: token).map(printable) ?? "‹\(token)›"
  }

  private func string(of token: Int) -> String? {
    vocabulary.string(of: token) ?? specialTokens.string(of: token - vocabulary.count)
  }

  /// The pieces of `text` that are tokens: side by side they are `text` again.
  public static func words(of text: String) -> [String] {
    let scalars = Array(text.unicodeScalars)
    let kinds = scalars.map(Kind.init)
    var words: [String] = []
    var start = 0
    while start < scalars.count {
      var end = start
      // A single space belongs to the word after it; before white space it stands alone.
      if scalars[end] == " ", end + 1 < scalars.count, kinds[end + 1] != .space { end += 1 }
      let kind = kinds[end]
      end += 1
      while kind == .letter, end < scalars.count {
        let apostropheInside =
          (scalars[end] == "'" || scalars[end] == "’") && end + 1 < scalars.count && kinds[end + 1] == .letter
        guard kinds[end] == .letter || apostropheInside else { break }
        end += 1
      }
      var word = String.UnicodeScalarView()
      word.append(contentsOf: scalars[start..<end])
      words.append(String(word))
      start = end
    }
    return words
  }

  private enum Kind {
    case letter, ideograph, space, other

    init(_ scalar: Unicode.Scalar) {
      switch scalar.value {
      case 0x61...0x7A, 0x41...0x5A, 0x30...0x39:
        self = .letter
        return
      case 0..<0x80:
        self = scalar.properties.isWhitespace ? .space : .other
        return
      default: break
      }
      let properties = scalar.properties
      if properties.isIdeographic {
        self = .ideograph
      } else if properties.isWhitespace {
        self = .space
      } else {
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
          .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber:
          self = .letter
        default: self = .other
        }
      }
    }
  }
}
