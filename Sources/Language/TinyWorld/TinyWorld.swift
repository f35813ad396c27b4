import Randomness

/// A small world whose truth is known: an unlimited source of little stories about people, their coloured
/// things and the places where they meet, and the exact probability of every one.
///
/// ```swift
/// let world = TinyWorld()
/// let training = world.text(characters: 1_000_000, seed: 1)
/// let heldOut = world.text(characters: 50_000, seed: 2)
/// -world.logProbability(of: heldOut) / Double(heldOut.count)  // about world.entropyPerCharacter
/// ```
///
/// No model of any kind can have a smaller expected loss than the source's entropy H = −Σ p(story) ln p(story)
/// (Gibbs' inequality), so a loss can be judged by what is left above it. Stories are independent of one
/// another; each tells its facts in its first sentences and speaks of them to its last.
///
/// The world speaks English and Chinese, and tells whole stories or short passages: what is said here of stories is
/// true of the passages of a world that tells those.
public struct TinyWorld: Sendable {
  /// A language that the world is told in.
  public enum Language: String, Sendable, Hashable, CaseIterable {
    case english, chinese
  }

  /// What the world tells.
  public enum Telling: String, Sendable, Hashable, CaseIterable {
    /// Whole stories.
    case stories
    /// Texts of one to three sentences.
    case passages
  }

  let machine: StoryMachine
  /// The same with every order of words in which a sentence may be put, which is only read.
  let understanding: StoryMachine
  private let expectation: StoryExpectation

  /// A world: the full one, or one with smaller inventories, to look at all of its stories.
  public init(size: Size = .full, language: Language = .english, telling: Telling = .stories) {
    size.check()
    let words: StoryLanguage
    switch language {
    case .english:
      words = StoryLanguage(
        words: EnglishWords.inventories(size), grammar: telling.grammar(EnglishSentences.self, size),
        segments: EnglishWords.segments)
    case .chinese:
      words = StoryLanguage(
        words: ChineseWords.inventories(size), grammar: telling.grammar(ChineseSentences.self, size),
        segments: ChineseWords.segments)
    }
    machine = StoryMachine(words)
    understanding = StoryMachine(words, allWordings: true)
    expectation = machine.expectation()
  }

  /// One story, which ends with a newline.
  public func story(using generator: inout some RandomNumberGenerator) -> String {
    String(decoding: machine.write(using: &generator).bytes, as: UTF8.self)
  }

  /// So many stories, a function of the seed alone.
  public func stories(count: Int, seed: UInt64) -> [String] {
    var generator = SeededGenerator(seed: seed)
    return (0..<max(0, count)).map { _ in story(using: &generator) }
  }

  /// Whole stories, together at least so many characters long, a function of the seed alone.
  public func text(characters: Int, seed: UInt64) -> String {
    var generator = SeededGenerator(seed: seed)
    var text: [UInt8] = []
    var count = 0
    while count < characters {
      let story = machine.write(using: &generator).bytes
      text += story
      count += story.count { $0 & 0xC0 != 0x80 }  // the bytes that begin a character
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// ln p of a sequence of whole stories, in nats: the sum over its stories; −∞ for any other text.
  public func logProbability(of text: String) -> Double {
    let bytes = Array(text.utf8)
    guard bytes.last == StoryMachine.newline else { return -.infinity }
    var reader = StoryReader(machine, text: bytes)
    var total = 0.0
    for story in StoryMachine.lines(of: bytes) {
      reader.read(story)
      if reader.derivationCount == 0 { return -.infinity }
      total += reader.logProbability
    }
    return total
  }

  /// ln p that a story begins with the text, in nats: what the source itself expects, word by word.
  ///
  /// The difference between two beginnings, one `next` longer than the other, is ln p(next | beginning): the
  /// best prediction that there is. The empty text has probability 1.
  public func logProbability(ofBeginning text: String) -> Double {
    let bytes = Array(text.utf8)
    var reader = StoryReader(machine, text: bytes)
    reader.read(0..<bytes.count, asBeginning: true)
    return reader.logProbability
  }

  /// Visits every story of the world, in a fixed order; only for a size that makes a world small enough.
  public func forEachStory(_ visit: (_ story: String, _ probability: Double) -> Void) {
    machine.enumerate { visit(String(decoding: $0, as: UTF8.self), $1) }
  }

  /// In how many ways a text can be understood: 1 if it can be at all, for the grammar is unambiguous.
  package func derivationCount(of story: String) -> Int {
    let bytes = Array(story.utf8)
    var reader = StoryReader(understanding, text: bytes)
    reader.read(0..<bytes.count)
    return reader.derivationCount
  }

  /// H(story) = −Σ p ln p over all stories, in nats; exact.
  public var entropyPerStory: Double { expectation.entropy }

  /// The mean number of characters of a story, its newline counted; exact.
  public var expectedCharactersPerStory: Double { expectation.characters }

  /// The mean number of tokens of a story; exact.
  ///
  /// Words, ideographs, punctuation marks and the newline are tokens; a space belongs to the word after it, as in
  /// `WordTokenizer`.
  public var expectedTokensPerStory: Double { expectation.tokens }

  /// Nats per character: H(story) / E[characters], what −ln p(text) / characters tends to for a long text.
  public var entropyPerCharacter: Double { expectation.entropy / expectation.characters }

  /// Nats per token: H(story) / E[tokens].
  public var entropyPerToken: Double { expectation.entropy / expectation.tokens }
}

extension TinyWorld.Telling {
  func grammar<Language: StorySentences>(_: Language.Type, _ size: TinyWorld.Size) -> StoryGrammar {
    switch self {
    case .stories: Stories<Language>.story(size)
    case .passages: Passages<Language>.passage(size)
    }
  }
}
