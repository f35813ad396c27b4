import Language
import Platform
import Randomness
import Testing

/// One world, two languages: what holds between a text and its translation.
@Suite("Tiny World: two languages")
struct TinyWorldLanguageTests {
  /// A world in both languages.
  struct Pair: Sendable, CustomTestStringConvertible {
    let telling: TinyWorld.Telling
    let english: TinyWorld
    let chinese: TinyWorld

    init(_ telling: TinyWorld.Telling, size: TinyWorld.Size = .full) {
      self.telling = telling
      english = TinyWorld(size: size, telling: telling)
      chinese = TinyWorld(size: size, language: .chinese, telling: telling)
    }

    var testDescription: String { telling.rawValue }
    var both: [TinyWorld] { [english, chinese] }

    /// Meanings at random, half of them drawn by each language.
    func meanings(_ count: Int, seed: UInt64) -> [TinyWorld.Meaning] {
      var generator = SeededGenerator(seed: seed)
      return (0..<count).map { both[$0 % 2].meaning(using: &generator) }
    }
  }

  static let pairs = TinyWorld.Telling.allCases.map { Pair($0) }

  @Test("what one language says the other says, and both read it back", arguments: pairs)
  func roundTrip(pair: Pair) throws {
    for meaning in pair.meanings(3_000, seed: 31) {
      let english = try #require(pair.english.text(of: meaning))
      let chinese = try #require(pair.chinese.text(of: meaning))
      try #require(pair.english.meaning(of: english) == meaning, "\(english)")
      try #require(pair.chinese.meaning(of: chinese) == meaning, "\(chinese)")
      #expect(pair.english.meaning(of: chinese) == nil && pair.chinese.meaning(of: english) == nil)
    }
  }

  @Test("no text can be understood in two ways, in whatever order of words", arguments: pairs)
  func everyWordingHasOneReading(pair: Pair) throws {
    for meaning in pair.meanings(1_500, seed: 32) {
      for world in pair.both {
        let wordings = world.wordings(of: meaning)
        #expect(wordings.first == world.text(of: meaning) && Set(wordings).count == wordings.count)
        for wording in wordings {
          try #require(world.derivationCount(of: wording) == 1, "\(wording)")
          try #require(world.meaning(of: wording) == meaning, "\(wording)")
        }
        // Only the first is ever written.
        #expect(world.logProbability(of: wordings[0]).isFinite)
        #expect(wordings.dropFirst().allSatisfy { world.logProbability(of: $0) == -.infinity })
      }
    }
  }

  @Test(
    "both languages make the same choices with the same probability, and have the same entropy",
    arguments: pairs)
  func equalEntropy(pair: Pair) throws {
    #expect(abs(pair.english.entropyPerStory - pair.chinese.entropyPerStory) < 1e-9)
    for meaning in pair.meanings(500, seed: 33) {
      let (english, chinese) = (
        try #require(pair.english.text(of: meaning)), try #require(pair.chinese.text(of: meaning))
      )
      #expect(
        abs(pair.english.logProbability(of: english) - pair.chinese.logProbability(of: chinese)) < 1e-9,
        "\(english)\(chinese)")
    }
  }

  @Test("the chain rule agrees with the sum over all passages, in both languages")
  func enumeration() {
    let pair = Pair(.passages, size: .miniature)
    var meanings: [Set<TinyWorld.Meaning>] = []
    for world in pair.both {
      var (sum, entropy, characters, tokens) = (0.0, 0.0, 0.0, 0.0)
      var seen: Set<TinyWorld.Meaning> = []
      world.forEachStory { passage, probability in
        sum += probability
        entropy -= probability * log(probability)
        characters += probability * Double(passage.count)
        tokens += probability * Double(WordTokenizer.words(of: passage).count)
        if let meaning = world.meaning(of: passage) { seen.insert(meaning) }
      }
      #expect(abs(sum - 1) < 1e-12 && abs(entropy - world.entropyPerStory) < 1e-9)
      #expect(abs(characters - world.expectedCharactersPerStory) < 1e-9)
      #expect(abs(tokens - world.expectedTokensPerStory) < 1e-9)
      meanings.append(seen)
    }
    #expect(meanings[0] == meanings[1] && meanings[0].count > 200)
  }

  @Test("Chinese is written without a letter, a digit or a space, English in letters alone", arguments: pairs)
  func noForeignWords(pair: Pair) throws {
    let marks: Set<Character> = ["，", "。", "！", "？", "\n"]
    for meaning in pair.meanings(2_000, seed: 34) {
      let chinese = try #require(pair.chinese.text(of: meaning))
      #expect(
        chinese.allSatisfy { character in
          marks.contains(character) || character.unicodeScalars.allSatisfy(\.properties.isIdeographic)
        }, "\(chinese)")
      #expect(try #require(pair.english.text(of: meaning)).utf8.allSatisfy { $0 < 128 })
    }
  }

  @Test(
    "a Chinese thing is counted with its own measure word and worn with its own verb, a person has one pronoun"
  )
  func agreement() {
    let world = TinyWorld(language: .chinese, telling: .passages)
    for (text, isRight) in [
      ("安娜有一副红色的手套。", true), ("安娜有一双红色的手套。", false), ("安娜有红色的手套。", false),
      ("安娜戴着一副红色的手套。", true), ("安娜穿着一副红色的手套。", false), ("安娜穿着一双红色的靴子。", true),
      ("不久，安娜弄丢了红色的手套。她很难过。", true), ("不久，安娜弄丢了红色的手套。他很难过。", false),
      ("不久，汤姆把红色的手套弄丢了。他很难过。", true), ("安娜在公园里点了点头，汤姆也点了点头。", false),
      ("安娜有一副红色的手套。汤姆在草丛里看见红色的手套，把它们还给了她。", true),
      ("安娜有一副红色的手套。汤姆在草丛里看见红色的手套，把它还给了她。", false),
      ("安娜有一副红色的手套。在草丛里，汤姆看见红色的手套，把它们还给了她。", true),
      ("安娜有一副红色的手套。汤姆在草丛里看见蓝色的手套，把它们还给了她。", false),
    ] { #expect((world.meaning(of: text + "\n") != nil) == isRight, "\(text)") }
  }

  @Test("one word that is another makes another meaning, or none")
  func meaningIsExact() throws {
    let world = TinyWorld(telling: .passages)
    let text = "It is windy by the sea. Zoe has a pink scarf. Zoe thanks Max.\n"
    #expect(world.meaning(of: text) == nil)
    let passage = "It is windy by the sea. Zoe has a pink scarf. Max likes the pink scarf.\n"
    let meaning = try #require(world.meaning(of: passage))
    for (word, other) in [
      ("windy", "sunny"), ("sea", "church"), ("Zoe", "Amy"), ("pink", "red"), ("scarf", "flag"),
      ("Max", "Leo"),
    ] {
      let changed = passage.split(separator: word, omittingEmptySubsequences: false).joined(separator: other)
      let found = world.meaning(of: changed)
      #expect(found != nil && found != meaning, "\(changed)")
    }
  }

  @Test(
    "a passage has one to three sentences, as its choice says, of which the first names whom the others mean")
  func passages() throws {
    let world = TinyWorld(telling: .passages)
    var counts: Set<Int> = []
    for passage in world.stories(count: 1_000, seed: 35) {
      let choices = try #require(world.choices(of: passage))
      let count = passage.count { ".!?".contains($0) }
      #expect(["one", "two", "three"].firstIndex(of: choices.first?.chosen ?? "") == count - 1, "\(passage)")
      #expect(Set(choices.map(\.name)).count == choices.count, "\(passage)")
      #expect(world.plan(of: passage) == nil)
      counts.insert(count)
      let words = passage.split { !$0.isLetter }
      for (place, word) in words.enumerated() where ["She", "He", "her", "him"].contains(word) {
        let named = words[..<place].contains { choices.map(\.chosen).contains(String($0)) }
        #expect(named, "\(passage)")
      }
    }
    #expect(counts == [1, 2, 3])
  }

  @Test("a meaning of another kind of text, or of what a smaller world lacks, has no text there")
  func whatCannotBeSaid() throws {
    var generator = SeededGenerator(seed: 36)
    let (passages, stories) = (TinyWorld(telling: .passages), TinyWorld())
    #expect(stories.text(of: passages.meaning(using: &generator)) == nil)
    #expect(passages.wordings(of: stories.meaning(using: &generator)).isEmpty)
    let small = TinyWorld(size: TinyWorld.Size(colours: 3), telling: .passages)
    let red = try #require(passages.meaning(of: "Anna has a red kite.\n"))
    let purple = try #require(passages.meaning(of: "Anna has a purple kite.\n"))
    #expect(small.text(of: red) == "Anna has a red kite.\n" && small.text(of: purple) == nil)
    let nobody = try #require(TinyWorld(telling: .passages).meaning(of: "All is calm by the sea.\n"))
    #expect(small.text(of: nobody) == "All is calm by the sea.\n")
  }

  @Test("a text of so many characters counts characters, not bytes")
  func charactersOfChinese() {
    let world = TinyWorld(language: .chinese)
    let stories = world.stories(count: 2, seed: 37)
    let length = stories[0].count
    #expect(world.text(characters: length, seed: 37) == stories[0])
    #expect(world.text(characters: length + 1, seed: 37) == stories.joined())
  }
}
