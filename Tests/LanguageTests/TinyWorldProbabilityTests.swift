import Language
import Platform
import Testing

@Suite("Tiny World: probability and entropy")
struct TinyWorldProbabilityTests {
  let world = TinyWorld()

  /// Worlds of two people, one with just as many names and things as people and one with more to draw from.
  static let enumerable: [TinyWorld.Size] = [
    .miniature,
    TinyWorld.Size(
      names: 3, colours: 2, things: 3, places: 1, spots: 1, verbs: 1, greetings: 1, weathers: 1,
      castSizes: [2]),
    TinyWorld.Size(
      names: 2, colours: 2, things: 2, places: 2, spots: 2, verbs: 1, greetings: 1, weathers: 2,
      castSizes: [2]),
  ]

  /// The definitions themselves, Σ p, −Σ p ln p and Σ p·length, against the chain rule's answers.
  @Test(arguments: enumerable) func enumerationAgrees(size: TinyWorld.Size) {
    let world = TinyWorld(size: size)
    var sums = Sums()
    var seen: Set<String> = []
    var worst = 0.0
    world.forEachStory { story, probability in
      seen.insert(story)
      sums.add(story, probability)
      worst = max(worst, abs(world.logProbability(of: story) - log(probability)))
    }
    #expect(seen.count == sums.count, "a text was made twice")
    #expect(worst < 1e-12)
    sums.expectAgreement(with: world)
  }

  /// Three people have too many stories to read each one; every 101st is read.
  @Test func enumerationAgreesForThreePeople() {
    let world = TinyWorld(
      size: TinyWorld.Size(
        names: 3, colours: 3, things: 3, places: 1, spots: 1, verbs: 1, greetings: 1, weathers: 1,
        castSizes: [3]))
    var sums = Sums()
    var worst = 0.0
    var derivations: Set<Int> = []
    world.forEachStory { story, probability in
      sums.add(story, probability)
      guard sums.count % 101 == 0 else { return }
      worst = max(worst, abs(world.logProbability(of: story) - log(probability)))
      derivations.insert(world.derivationCount(of: story))
    }
    #expect(worst < 1e-12)
    #expect(derivations == [1])
    sums.expectAgreement(with: world)
  }

  /// The full world, by sampling: means within four standard errors of the exact values.
  @Test func monteCarloAgrees() {
    let stories = world.stories(count: 20_000, seed: 11)
    check(stories.map { -world.logProbability(of: $0) }, against: world.entropyPerStory, "entropy")
    check(stories.map { Double($0.utf8.count) }, against: world.expectedCharactersPerStory, "characters")
    check(stories.map(tokenCount), against: world.expectedTokensPerStory, "tokens")
    #expect(world.entropyPerCharacter == world.entropyPerStory / world.expectedCharactersPerStory)
    #expect(world.entropyPerToken == world.entropyPerStory / world.expectedTokensPerStory)
  }

  @Test func theGrammarIsUnambiguous() {
    let ambiguous = world.stories(count: 2_000, seed: 12).filter { world.derivationCount(of: $0) != 1 }
    #expect(ambiguous.isEmpty, "\(ambiguous.count) stories, the first of them \(ambiguous.first ?? "")")
  }

  @Test func storiesAreIndependent() {
    let stories = world.stories(count: 50, seed: 13)
    let sum = stories.reduce(0) { $0 + world.logProbability(of: $1) }
    #expect(sum.isFinite)
    #expect(abs(world.logProbability(of: stories.joined()) - sum) < 1e-9)
  }

  /// By hand: the probabilities of the choices of one story, in the order of the text.
  @Test func oneStoryByHand() {
    let story =
      "It is cold on the hill. Mia has red boots and Tom an amber kite. Tom nods and Mia nods too. "
      + "Who has the amber kite? Tom does. And the red boots? Mia does. Tom and Mia trade. Now Tom has the red "
      + "boots and Mia has the amber kite. Then Tom goes home with the red boots and Mia with the amber kite. "
      + "What a day on the hill!\n"
    // Cast, scene and weather, place, opening; the facts without replacement; who is the hero (the friend is
    // then known); greeting, talk; mood (2 to 1), event, ending, coda.
    let options: [Double] = [2, 3, 4, 12, 2, 24, 14, 28, 23, 13, 27, 2, 1, 8, 3, 1.5, 4, 2, 3]
    let expected = options.reduce(0) { $0 - log($1) }
    #expect(abs(world.logProbability(of: story) - expected) < 1e-12)
  }

  static let original =
    "The sun shines by the sea. Zoe has a pink scarf and Max a yellow flag. Zoe jumps and Max jumps too. "
    + "Zoe likes the yellow flag and Max likes the pink scarf. Soon Zoe loses the pink scarf. She is sad. Max sees the "
    + "pink scarf by the well and gives it to her. At night Zoe takes home the pink scarf and Max the yellow flag. "
    + "What a day by the sea!\n"

  @Test(arguments: [
    ("the pink scarf by", "the yellow scarf by"), ("pink scarf by", "pink flag by"), ("She is", "He is"),
    ("to her", "to him"), ("gives it", "gives them"), ("day by the sea", "day by the church"),
    ("and Max the", "and Leo the"), ("a pink", "an pink"), ("a pink", "a orange"), ("Max jumps", "Max sings"),
    ("home the pink", "home the red"), ("by the sea. Zoe", "at the sea. Zoe"), ("Soon", "soon"),
    (" Soon", "  Soon"), ("sea!", "sea."), ("!\n", "!"), ("!\n", "!\r\n"), ("!\n", "!\n\n"),
    ("!\n", "!\nThe"), ("The sun", " The sun"), ("Max", "Zoe"), ("pink", "yellow"), ("scarf", "sc\u{E4}rf"),
  ]) func whatTheWorldCannotSayHasNoProbability(change: (original: String, replacement: String)) {
    let changed = replacing(change.original, with: change.replacement, in: Self.original)
    #expect(changed != Self.original)
    #expect(world.logProbability(of: Self.original).isFinite)
    #expect(world.logProbability(of: changed) == -.infinity, "\(changed)")
  }

  @Test func noTextIsATrap() {
    let texts = [
      "", "\n", "\n\n", " ", "a", "小明有一只红色的风筝。\n", "\u{0}\n", "It is cold", "It is cold on the hill.\n",
    ]
    for text in texts {
      #expect(world.logProbability(of: text) == -.infinity, "\(text)")
      #expect(world.choices(of: text) == nil)
      #expect(world.plan(of: text) == nil)
    }
    for length in 0..<Self.original.count {
      #expect(world.logProbability(of: String(Self.original.prefix(length))) == -.infinity)
    }
    #expect(world.plan(of: Self.original + Self.original) == nil)
  }

  @Test func choicesTellWhereTheEntropyIs() throws {
    let choices = try #require(world.choices(of: Self.original))
    let story = Array(Self.original)
    func text(_ name: String) -> String? {
      choices.first { $0.name == name }.map { String(story[$0.characters]) }
    }
    #expect(abs(choices.reduce(0) { $0 - $1.surprisal } - world.logProbability(of: Self.original)) < 1e-12)
    #expect(text("cast") == Self.original)
    #expect(text("scene") == "The sun shines by the sea.")
    #expect(text("place") == "by the sea")
    #expect(
      text("second name") == "Max" && text("second colour") == "yellow" && text("second thing") == "flag")
    #expect(text("hero") == "Zoe" && text("friend") == "Max")
    #expect(text("spot") == "by the well")
    #expect(text("coda") == "What a day by the sea!")
    #expect(choices.first { $0.name == "event" }?.chosen == "found")
    #expect(choices.first { $0.name == "second colour" }?.optionCount == 13)
    #expect(choices.first { $0.name == "friend" }?.surprisal == 0)
    #expect(Set(choices.map(\.name)).count == choices.count, "a name of a choice is used twice in a story")
  }

  /// p(beginning) = Σ p(beginning + next letter), from the first letter to the newline.
  @Test func whatMayFollowABeginningSumsToOne() throws {
    let alphabet = Set(world.text(characters: 20_000, seed: 14)).sorted()
    var beginning = ""
    for character in Self.original {
      let sum = alphabet.reduce(0) { $0 + exp(world.logProbability(ofBeginning: beginning + String($1))) }
      let whole = exp(world.logProbability(ofBeginning: beginning))
      try #require(abs(sum / whole - 1) < 1e-9, "after \(beginning)")
      beginning.append(character)
    }
    let all = world.logProbability(of: Self.original)
    #expect(abs(world.logProbability(ofBeginning: beginning) - all) < 1e-12)
    #expect(world.logProbability(ofBeginning: "") == 0)
    #expect(world.logProbability(ofBeginning: "It is read") == -.infinity)
  }

  /// Once a story has named a colour, recalling it costs nothing; guessing it costs ln 12.
  @Test func whatWasToldIsCertain() {
    let beginning = "The sun shines by the sea. Zoe has a pink scarf and Max a yellow flag. Zoe likes the"
    let fresh = "The sun shines by the sea. Zoe has a "
    func surprisal(of next: String, after beginning: String) -> Double {
      world.logProbability(ofBeginning: beginning) - world.logProbability(ofBeginning: beginning + next)
    }
    #expect(world.logProbability(ofBeginning: beginning) == -.infinity, "two people greet before they talk")
    let greeted = replacing("Zoe likes", with: "Zoe nods and Max nods too. Zoe likes", in: beginning)
    #expect(abs(surprisal(of: " yellow flag and Max likes the pink", after: greeted)) < 1e-12)
    // After "a" and not "an" there are 12 of the 14 colours.
    #expect(abs(surprisal(of: "pink", after: fresh) - log(12)) < 1e-9)
  }

  /// Runs of letters, and everything else but spaces one by one.
  private func tokenCount(of story: String) -> Double {
    var count = 0
    var previous = UInt8(ascii: " ")
    for byte in story.utf8 {
      let continuesWord = isLetter(byte) && isLetter(previous)
      if byte != UInt8(ascii: " "), !continuesWord { count += 1 }
      previous = byte
    }
    return Double(count)
  }

  private func isLetter(_ byte: UInt8) -> Bool {
    UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
  }

  private func check(_ values: [Double], against exact: Double, _ what: String) {
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    let standardError = (variance / count).squareRoot()
    #expect(
      abs(mean - exact) < 4 * standardError, "\(what): mean \(mean) ± \(standardError), exactly \(exact)")
  }

  private func replacing(_ old: String, with new: String, in text: String) -> String {
    text.split(separator: old, maxSplits: 1, omittingEmptySubsequences: false).joined(separator: new)
  }

  private struct Sums {
    var count = 0
    var probability = 0.0
    var entropy = 0.0
    var characters = 0.0

    mutating func add(_ story: String, _ probability: Double) {
      count += 1
      self.probability += probability
      entropy -= probability * log(probability)
      characters += probability * Double(story.utf8.count)
    }

    func expectAgreement(with world: TinyWorld) {
      #expect(abs(probability - 1) < 1e-12 * Double(count).squareRoot())
      #expect(abs(entropy - world.entropyPerStory) < 1e-9, "\(entropy) against \(world.entropyPerStory)")
      #expect(abs(characters - world.expectedCharactersPerStory) < 1e-8)
    }
  }
}
