import Testing

/// What chapter 11 shows of what the documents load and make smaller, by the checks of its transcript.
@Suite("What chapter 11 has to show")
struct PretrainedRequirementTests {
  private let transcript: Transcript

  init() throws { transcript = try Transcript(of: "11-Pretrained") }

  @Test("R-S4-3: GPT-2's own files give the tokens, logits and continuation of the library that made them")
  func foldersAreRead() throws {
    #expect(transcript.has("the same tokens"))
    #expect(try transcript.measured("the same logits") <= 1e-4)
    #expect(transcript.has("the first 8 are those that `transformers` chooses"))
    #expect(transcript.has("read back, it says the same to the bit"))
  }

  @Test("R-S4-6: weights of eight bits, weights left out, and a student of half the width")
  func modelsBecomeSmaller() throws {
    #expect(try transcript.measured("the loss changes by less than a thousandth") <= 1e-3)
    #expect(try transcript.measured("a tenth can go") <= 0.01)
    #expect(try transcript.measured("with this seed, the taught student is the better by") > 0)
  }
}
