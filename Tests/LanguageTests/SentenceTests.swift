import Language
import Testing

/// A sentence as a chapter shows it.
@Suite struct SentenceTests {
  @Test func wordsAreNumberedByTheirFirstAppearance() {
    let sentence = Sentence("the cat  sees,\n the cat")
    #expect(sentence.words == ["the", "cat", "sees", ",", "the", "cat"])
    #expect(sentence.numbers == [0, 1, 2, 3, 0, 1])
    #expect(sentence.distinctWords == ["the", "cat", "sees", ","])
  }

  @Test func ideographsAreWordsAndWhatReadsAsOneStaysWhole() {
    #expect(Sentence("我爱你").words == ["我", "爱", "你"])
    #expect(Sentence("🇨🇳 👨‍👩‍👧‍👦👩🏽‍🚀").words == ["🇨🇳", "👨‍👩‍👧‍👦", "👩🏽‍🚀"])
    #expect(Sentence("1️⃣ e\u{301}").words == ["1️⃣", "e\u{301}"])
  }

  @Test(arguments: ["", " ", "\n\t\u{3000}\u{A0}"]) func whiteSpaceHasNoWords(_ text: String) {
    #expect(
      Sentence(text).words.isEmpty && Sentence(text).numbers.isEmpty && Sentence(text).distinctWords.isEmpty)
  }
}
