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
    #expect(WordTokenizer.words(of: "我 爱\u{3000}你") == ["我", " 爱", "\u{3000}", "你"])
  }

  /// Letters, marks and digits of any script; an apostrophe only between two of them.
  @Test(arguments: [
    (["a1²½Ⅷ", " ٣"]), (["e\u{301}a", "_", "b"]), (["a", "''", "b"]), (["a'b’c", "'"]), (["'", "a"]),
    (["हिन्दी", " ไทย"]), (["a", ".", "b", "-", "c"]), ([" ,", " \u{301}"]),
  ]) func wordsAreRunsOfLettersMarksAndDigits(words: [String]) {
    let expected = words.flatMap { $0 == "''" ? ["'", "'"] : [$0] }
    #expect(WordTokenizer.words(of: words.joined()) == expected)
  }

  /// Only the single space ␣ joins the word after it; every other white space is a token of its own.
  @Test func otherWhiteSpaceStandsAlone() {
    #expect(
      WordTokenizer.words(of: "a\u{A0}b\tc\u{85}d \ne\u{2028}\u{B} f ")
        == ["a", "\u{A0}", "b", "\t", "c", "\u{85}", "d", " ", "\n", "e", "\u{2028}", "\u{B}", " f", " "])
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
    // A string that is a word of the corpus already has that word's id.
    let known = WordTokenizer(corpus: "c a b", unknownWords: .replace(with: " a"))
    #expect(known.vocabulary.strings == [" a", " b", "c"])
    #expect(try known.encode("x") == [0])
  }

  /// At least so many times: a word of exactly the count is kept, and the rarer ones are refused.
  @Test func wordsBelowTheCountAreUnknown() throws {
    let tokenizer = WordTokenizer(corpus: "a b b b c c a", minimumCount: 2)
    #expect(tokenizer.vocabulary.strings == [" b", " c"])
    #expect(throws: TokenizerError.unknownWord("a", position: 0, vocabularySize: 2)) {
      try tokenizer.encode("a")
    }
  }

  @Test func unknownIDIsRefused() {
    let tokenizer = WordTokenizer(corpus: "a b")
    #expect(throws: TokenizerError.unknownToken(2, vocabularySize: 2)) { try tokenizer.decode([0, 2]) }
    #expect(throws: TokenizerError.unknownToken(-1, vocabularySize: 2)) { try tokenizer.decode([-1]) }
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
    #expect(try Vocabulary(["\u{E9}"]) != Vocabulary(["e\u{301}"]))
    #expect(try Vocabulary(["\u{E9}"]).id(of: "e\u{301}") == nil)
  }

  @Test func vocabulariesAreEqualInOneOrder() throws {
    #expect(try Vocabulary(["a", "b"]) == Vocabulary(["a", "b"]))
    #expect(try Vocabulary(["a", "b"]) != Vocabulary(["b", "a"]))
    #expect(try Vocabulary(["a", "b"]) != Vocabulary(["a"]))
  }

  /// By bytes, on every run: capitals before small letters, ASCII before all others.
  @Test func distinctStringsAreSortedByTheirBytes() {
    let words = Vocabulary(sortedFrom: ["é", "b", "a", "B", "ab", "b", ""])
    #expect(words.strings == ["", "B", "a", "ab", "b", "é"])
    #expect(words.strings.map { words.id(of: $0) } == [0, 1, 2, 3, 4, 5])
    #expect(words.string(of: -1) == nil && words.string(of: 6) == nil)
  }

  @Test func repetitionIsNamedAlsoInASavedList() {
    let error = #expect(throws: TokenizerError.self) { try Vocabulary(["a", " b", " b"]) }
    #expect(error?.description == "the vocabulary has “␣b” twice")
    #expect(throws: TokenizerError.badVocabulary("the vocabulary has “a” twice")) {
      try JSONDecoder().decode(Vocabulary.self, from: Data(#"["a","a"]"#.utf8))
    }
  }
}
