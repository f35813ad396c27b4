import Testing

/// What chapter 12 shows of what the documents ask to be explained, by the checks of its transcript.
@Suite("What chapter 12 has to show")
struct InsideRequirementTests {
  private let transcript: Transcript

  init() throws { transcript = try Transcript(of: "12-Inside") }

  @Test("R-S4-8: the words of a text have Shapley values, which meet their axioms, and LIME's beside them")
  func wordsAreExplained() throws {
    #expect(try transcript.measured("they add up to v(all) − v(none)") <= 1e-6)
    #expect(try transcript.measured("a dummy has 0") == 0)
    #expect(try transcript.measured("equals are worth the same") <= 1e-6)
    #expect(try transcript.measured("of the sum of two games they are the sums") <= 1e-6)
    #expect(try transcript.measured("with Shapley's weights the line has the Shapley values") <= 1e-3)
    #expect(try transcript.measured("of this model they do not") >= 0.05)
  }

  @Test("the parts of the model are told apart by what they say, and by what is lost without them")
  func partsAreToldApart() throws {
    #expect(try transcript.measured("at the end it is what the model says") <= 1e-4)
    #expect(try transcript.measured("they add up to the logits") <= 1e-3)
    #expect(try transcript.measured("the head that is worth most") >= 0.1)
    #expect(try transcript.measured("a head of the second block is one") >= 0.5)
    #expect(try transcript.measured("the word's own embedding brings all back") > 0.99)
  }
}
