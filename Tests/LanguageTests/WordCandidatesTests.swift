import Foundation
import Language
import Testing

@Suite("Words that may have been meant") struct WordCandidatesTests {
  private let tokenizer = WordTokenizer(
    corpus: "Tim has a red kite. The cat has a hat, a cup and a cat. Tom has a car.\n")
  private let typing = TypingErrors(slipRate: 0.1, mixUpRate: 0.1, mixUps: [["cat", "cup"]])

  /// A channel turned round is the channel asked for every word.
  @Test func holdsEveryWordThatExplainsWhatIsObserved() throws {
    let candidates = WordCandidates(typing, of: tokenizer)
    for piece in [" cat", " cup", " har", " hat", "Tim", " Tim", " Tom", " kiet", " cst", " a", "The"] {
      let space = piece.hasPrefix(" ") ? " " : ""
      let observed = String(piece.dropFirst(space.count))
      let expected = tokenizer.vocabulary.strings.enumerated().compactMap { token, string -> WordCandidate? in
        guard (string.first == " ") == (space == " "), string.last?.isLetter == true else { return nil }
        let p = typing.probability(of: observed, meaning: String(string.dropFirst(space.count)))
        return p > 0 ? WordCandidate(token: token, logLikelihood: log(p)) : nil
      }
      guard !expected.isEmpty else { continue }
      #expect(candidates(piece) == expected, "\(piece)")
    }
    let id = try #require(tokenizer.vocabulary.id(of: " cat"))
    #expect(candidates(" cup").contains { $0.token == id })
  }

  /// What no outcome explains stands for the nearest words, all of them, at −10 an edit.
  @Test func theNearestWordsExplainTheRest() {
    let candidates = WordCandidates(typing, of: tokenizer)
    func words(_ piece: String) -> [String] {
      candidates(piece).map { "\(tokenizer.vocabulary.strings[$0.token]) \($0.logLikelihood)" }
    }
    #expect(words(" kixe") == [" kite -10.0"])
    #expect(words(" caz") == [" car -10.0", " cat -10.0"])
    #expect(words("Txxe") == ["Tim -30.0"], "“The” is nearer, but has a space before it")
  }

  @Test func marksStandForThemselves() throws {
    let candidates = WordCandidates(typing, of: tokenizer)
    for mark in [".", ",", "\n"] {
      let token = try #require(tokenizer.vocabulary.id(of: mark))
      #expect(candidates(mark) == [WordCandidate(token: token, logLikelihood: 0)])
    }
    #expect(candidates("!").isEmpty && candidates(" 7").isEmpty)
  }
}
