import Foundation
import Generation
import Language
import Testing

@Suite("Completing a half-typed word")
struct WordCompletionTests {
  private let tokenizer = WordTokenizer(corpus: "Bo has a ball, a bell and a Ball. A bee 7 b.\n")
  private var complete: WordCompletion { WordCompletion(tokenizer) }

  private func logits(_ probabilities: [String: Float]) -> [Float] {
    tokenizer.vocabulary.strings.map { log(probabilities[$0] ?? 0.01) }
  }

  private func offers(_ beginning: String, _ probabilities: [String: Float]) -> [String] {
    complete(beginning, logits: logits(probabilities)).map {
      "\(tokenizer.vocabulary.strings[$0.token]) \(($0.probability * 1_000).rounded() / 1_000)"
    }
  }

  @Test("of the words that begin so, each has its share of their probability")
  func handValues() {
    let probabilities: [String: Float] = [" ball": 0.3, " bell": 0.1, " bee": 0.6, " has": 0.9]
    #expect(
      offers(" b", [" ball": 0.3, " bell": 0.1, " bee": 0.6, " b": 0]) == [
        " bee 0.6", " ball 0.3", " bell 0.1", " b 0.0",
      ])
    #expect(offers(" ba", probabilities) == [" ball 1.0"])
    #expect(offers(" be", probabilities) == [" bee 0.857", " bell 0.143"])
    #expect(offers(" bell", probabilities) == [" bell 1.0"])
    #expect(offers(" x", probabilities).isEmpty && offers(" balls", probabilities).isEmpty)
  }

  @Test("a space and capitals count; marks and numbers are never offered")
  func spelling() {
    func words(_ beginning: String) -> Set<String> {
      Set(complete(beginning, logits: logits([:])).map { tokenizer.vocabulary.strings[$0.token] })
    }
    #expect(words(" B") == [" Ball"] && words("B") == ["Bo"] && words("b") == [])
    #expect(words("") == ["Bo"])
    #expect(words(" ") == [" has", " a", " ball", " bell", " and", " Ball", " A", " bee", " b"])
  }

  @Test("of equals the word with the lowest token comes first")
  func ties() {
    let found = complete(" ", logits: logits([:])).map(\.token)
    #expect(found == found.sorted() && found.count == 9)
  }

  @Test("the probabilities are those of the softmax, divided by their sum, however large the logits")
  func conditional() {
    for shift in [0, 1_000, -1_000] as [Float] {
      let logits = tokenizer.vocabulary.strings.indices.map { Float($0 % 5) + shift }
      let found = complete(" b", logits: logits)
      #expect(abs(found.reduce(0) { $0 + $1.probability } - 1) < 1e-12)
      for (one, other) in zip(found, found.dropFirst()) {
        let ratio = exp(Double(logits[one.token] - logits[other.token]))
        #expect(abs(one.probability / other.probability - ratio) < 1e-9 * ratio)
      }
    }
  }
}
