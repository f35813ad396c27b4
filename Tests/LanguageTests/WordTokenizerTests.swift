import Foundation
import Language
import Randomness
import Testing

@Suite struct WordTokenizerTests {
  @Test func wordTakesTheSpaceBeforeItAndNewlineStandsAlone() {
    #expect(WordTokenizer.words(of: "the dog,\nthe cat.") == ["the", " dog", ",", "\n", "the", " cat", "."])
  }

  @Test func severalSpacesStayCountable() {
    #expect(WordTokenizer.words(of: "a  b \n") == ["a", " ", " b", " ", "\n"])
  }

  @Test func apostropheInsideAWordStays() {
    #expect(
      WordTokenizer.words(of: "don't 'tis dogs' it’s") == ["don't", " '", "tis", " dogs", "'", " it’s"])
  }

  @Test func ideographsAreWordsByThemselves() {
    #expect(WordTokenizer.words(of: "我爱你，ok吗") == ["我", "爱", "你", "，", "ok", "吗"])
  }

  @Test func everyTextRoundTripsThroughItsOwnVocabulary() throws {
    var generator = SeededGenerator(seed: 2)
    for text in awkwardTexts + (0..<300).map({ _ in randomText(using: &generator) }) {
      try expectRoundTrip(text, WordTokenizer(corpus: text))
    }
  }

  @Test func unknownWordIsNamed() {
    let tokenizer = WordTokenizer(corpus: "the cat sat")
    let error = #expect(throws: TokenizerError.self) { try tokenizer.encode("the dog sat") }
    #expect(error == .unknownWord(" dog", position: 1, vocabularySize: 3))
    #expect(
      error?.description
        == "the word “␣dog”, number 2 of the text, is not among the 3 words of the vocabulary")
  }

  @Test func unknownWordCanBeReplaced() throws {
    let tokenizer = WordTokenizer(
      corpus: "a b a b c", minimumCount: 2, unknownWords: .replace(with: "<unk>"))
    #expect(tokenizer.vocabulary.strings == [" b", "<unk>"])  // "a" begins the text once and follows once.
    #expect(try tokenizer.decode(tokenizer.encode("x b")) == "<unk> b")
  }

  @Test func vocabularySurvivesBeingSaved() throws {
    for text in awkwardTexts {
      let tokenizer = WordTokenizer(corpus: text, unknownWords: .replace(with: "<unk>"))
      let data = try JSONEncoder().encode(tokenizer)
      #expect(try JSONDecoder().decode(WordTokenizer.self, from: data) == tokenizer)
    }
  }
}

@Suite struct VocabularyTests {
  @Test func idsFollowTheListAndRepetitionIsRefused() throws {
    let words = try Vocabulary(["the", "cat", "</s>"])
    #expect(try words.ids(of: ["cat", "the", "</s>"]) == [1, 0, 2])
    #expect(words.string(of: 2) == "</s>")
    #expect(words.string(of: 3) == nil)
    #expect(throws: TokenizerError.self) { try Vocabulary(["a", "b", "a"]) }
    #expect(throws: TokenizerError.unknownWord("dog", position: 1, vocabularySize: 3)) {
      try words.ids(of: ["the", "dog"])
    }
  }

  @Test func equalLookingStringsWithDifferentBytesAreTwo() throws {
    #expect(try Vocabulary(["\u{E9}", "e\u{301}"]).count == 2)
    #expect(Vocabulary(sortedFrom: ["\u{E9}", "e\u{301}", "\u{E9}"]).count == 2)
  }
}
