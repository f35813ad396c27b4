import Autodiff
import Language
import Neural
import Notebook
import Randomness
import Testing

@testable import RelativesChapter

/// What chapter 13 measures and shows of its own is what its words say.
@Suite("Chapter 13's parts")
struct RelativesPartsTests {
  private let stories = TinyWorld().stories(count: 40, seed: 5)

  @Test("every word has the tag that the story's plan gives it, and a sentence ends where one ends")
  func tags() throws {
    let story = try #require(stories.first)
    let cast = try #require(TinyWorld().plan(of: story)?.cast)
    let sentences = TaggedSentences.sentences(of: TinyWorld(), 40, seed: 5)
    let first = TaggedSentences.words(of: story)
    let words = sentences.flatMap(\.words)
    #expect(Array(words.prefix(first.count)) == first && !words.contains { $0.hasPrefix(" ") || $0 == "\n" })
    for sentence in sentences {
      #expect(sentence.words.count == sentence.tags.count)
      #expect([".", "!", "?"].contains(sentence.words.last))
      #expect(!sentence.words.dropLast().contains { [".", "!", "?"].contains($0) })
    }
    for (word, tag) in zip(first, sentences.flatMap(\.tags)) {
      #expect((tag == .person) == cast.contains { $0.name == word }, "\(word)")
      #expect((tag == .thing) == cast.contains { $0.thing == word }, "\(word)")
      #expect((tag == .colour) == cast.contains { $0.colour == word }, "\(word)")
    }
    #expect(Tag.allCases.map(\.number) == [0, 1, 2, 3])
  }

  @Test("words to learn from have numbers of their own, and all others share one")
  func symbols() {
    let one = TaggedSentence(words: ["Mia", "has", "Mia"], tags: [.person, .other, .person])
    let other = TaggedSentence(words: ["Tom", "has", "hat"], tags: [.person, .other, .thing])
    let material = TaggedSentences(training: [one], heldOut: [other, one])
    #expect(material.symbolCount == 3 && material.symbols(one) == [0, 1, 0])
    #expect(material.symbols(other) == [2, 1, 2])
    #expect(material.knows("has") && !material.knows("Tom"))
    #expect(material.unknownShare == 0.5)
    let all = TaggingScore(material.heldOut, material) { $0.tags.map(\.number) }
    #expect([all.words, all.named, all.unknown, all.sentences] == [1, 1, 1, 1])
    let persons = TaggingScore(material.heldOut, material) { $0.words.map { $0 == "has" ? 0 : 1 } }
    #expect(abs(persons.words - 5.0 / 6) < 1e-12 && persons.named == 0.75)
    #expect(persons.unknown == 0.5 && persons.sentences == 0.5)
  }

  @Test("a share of nothing is 0; a model that does not stand there has no loss")
  func sharesAndStairs() {
    #expect(Share().value == 0)
    let counts = NGramCounts(order: 1, vocabularySize: 2, sequences: [[0, 1]])
    var staircase = Staircase(best: NGramModel(counts: counts, smoothing: .addConstant(1)))
    staircase.add("a", 1)
    staircase.add("b", 2)
    #expect(staircase.loss(of: "b") == 2 && staircase.loss(of: "c").isNaN)
  }

  @Test("a gap is of a name said first, of one said again, or of another word")
  func gaps() throws {
    let texts = try ShortTexts(seed: 3, count: 50, heldOut: 20)
    let gaps = Gap.all(in: texts)
    #expect(gaps.count == texts.heldOut.reduce(0) { $0 + $1.count })
    for gap in gaps {
      let label = texts.label(of: gap.word)
      let isNamed = texts.isNamed(gap.word)
      let before = gap.text[..<gap.place].map { texts.label(of: $0) }
      #expect((gap.kind == .other) == !isNamed && !label.hasPrefix("␣"))
      if isNamed { #expect((gap.kind == .again) == before.contains(label), "\(label)") }
    }
    #expect(Set(gaps.map { "\($0.kind)" }).count == 3)
    #expect(texts.training.count == 50 && texts.context > (texts.heldOut.map(\.count).max() ?? 0))
  }

  @Test("a text is judged whole, and by its first word that the world never says there")
  func judging() throws {
    let texts = try ShortTexts(seed: 3, count: 200, heldOut: 2)
    let told = JudgedText(texts.heldOut[0], texts)
    #expect(told.isAccepted && told.possibleWords == texts.heldOut[0].count && !told.text.contains("\n"))
    let cut = JudgedText(Array(texts.heldOut[0].dropLast()), texts)
    #expect(!cut.isAccepted && cut.possibleWords == texts.heldOut[0].count - 1)
    let doubled = JudgedText([texts.heldOut[0][0], texts.heldOut[0][0]], texts)
    #expect(!doubled.isAccepted && doubled.possibleWords == 1)
    #expect(JudgedText([texts.start], texts).text == "(nothing)")
  }

  @Test("distances lie in one range each")
  func ranges() {
    for distance in 1...99 { #expect(Recall.ranges.count { $0.contains(distance) } == 1) }
  }

  @Test("matrices begin with 1 over the root of their rows, tables with what is asked for")
  func start() {
    let sizes = GPTConfiguration(
      vocabularySize: 100, contextLength: 64, layerCount: 1, headCount: 2, channels: 64, tiesHead: false)
    var model = startOfTraining(sizes, 1, ofTables: 0.5)
    var seen: [String: Float] = [:]
    model.forEachParameter { name, weight in
      if weight.rank == 2 { seen[name] = (square(weight).mean().scalar).squareRoot() }
    }
    #expect(abs((seen["embedding.weight"] ?? 0) - 0.5) < 0.02, "\(seen)")
    #expect(abs((seen["blocks.0.attention.query.weight"] ?? 0) - 0.125) < 0.01, "\(seen)")
    #expect(abs((seen["head.weight"] ?? 0) - 0.125) < 0.01, "\(seen)")
  }

  @Test("a gradient by distance begins with the last word, and stops where a text is not read")
  func reaching() {
    let model = RecurrentLanguageModel<ElmanLayer>(vocabularySize: 5, channels: 8, layerCount: 1, seed: 2)
    let lengths = reach(model, [[0, 1, 2, 3], [3, 2, 1, 0]], [4, 4]) { model, texts in
      // The first two words are forgotten.
      model(texts.map { Array($0.suffix(2)) })
    }
    #expect(lengths.count == 2)
    let whole = reach(model, [[0, 1, 2, 3], [3, 2, 1, 0]], [4, 4]) { $0($1) }
    #expect(whole.count == 4 && whole[0] > whole[3] && whole.allSatisfy { $0 > 0 })
  }
}
