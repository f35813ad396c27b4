import Testing

/// What chapter 9 shows of the documents' two stages, by the checks of its transcript.
@Suite("What chapter 9 has to show")
struct FineTuningRequirementTests {
  private let transcript: Transcript

  init() throws { transcript = try Transcript(of: "09-FineTuning") }

  @Test("R-S1-8, R-S2-6, R-S4-2: pre-trained and then tuned beats trained from scratch, at equal steps")
  func preTrainingIsWorth() throws {
    #expect(try transcript.measured("at equal steps, with 300 labels, pre-training is worth") >= 0.25)
  }

  @Test("R-S1-11: accuracy, precision, recall and F₁ of labels, and the perplexity beside them")
  func answersAreMeasured() throws {
    #expect(try transcript.measured("the tuned model is right far more often") >= 0.8)
    #expect(try transcript.measured("F₁ is the harmonic mean of precision and recall") > 0.8)
    #expect(try transcript.measured("answers are expected after tuning") <= 2)
  }

  @Test("R-S1-12: one model of two domains, the perplexity of both")
  func domainsShareAModel() throws {
    #expect(try transcript.measured("answers are expected after tuning") <= 2)
    #expect(try transcript.measured("and stories still are") <= 1.5)
  }

  @Test("R-S3-6: what is known by heart is not known of others, and dropout narrows the gap")
  func overfittingIsSeen() throws {
    #expect(try transcript.measured("the thirty are known by heart") <= 0.05)
    #expect(try transcript.measured("and the loss on others is far from it") >= 0.5)
    #expect(try transcript.measured("with this seed, dropout narrows the gap") > 0)
  }
}
