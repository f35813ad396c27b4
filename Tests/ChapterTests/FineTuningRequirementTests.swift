import Foundation
import Testing

/// What chapter 9 shows of the documents' two stages, by the checks of its transcript, which `TranscriptTests` holds to the
/// program.
@Suite("What chapter 9 has to show")
struct FineTuningRequirementTests {
  private static let transcript = String(
    decoding: (try? Data(
      contentsOf: packageFolder.appending(path: "Chapters/09-FineTuning/transcript.txt"))) ?? Data(),
    as: UTF8.self)

  /// The number that a check of this name measured, if it passed.
  private func measured(_ check: String) throws -> Double {
    let line = try #require(
      Self.transcript.split(separator: "\n").first { $0.hasPrefix("✓ \(check)  (") }, "\(check)")
    return try #require(line.split(separator: "(").last.flatMap { Double($0.prefix { $0 != " " }) })
  }

  @Test("R-S1-8, R-S2-6, R-S4-2: pre-trained and then tuned beats trained from scratch, at equal steps")
  func preTrainingIsWorth() throws {
    #expect(try measured("at equal steps, with 300 labels, pre-training is worth") >= 0.25)
  }

  @Test("R-S1-11: accuracy, precision, recall and F₁ of labels, and the perplexity beside them")
  func answersAreMeasured() throws {
    #expect(try measured("the tuned model is right far more often") >= 0.8)
    #expect(try measured("F₁ is the harmonic mean of precision and recall") > 0.8)
    #expect(try measured("answers are expected after tuning") <= 2)
  }

  @Test("R-S1-12: one model of two domains, the perplexity of both")
  func domainsShareAModel() throws {
    #expect(try measured("answers are expected after tuning") <= 2)
    #expect(try measured("and stories still are") <= 1.5)
  }

  @Test("R-S3-6: what is known by heart is not known of others, and dropout narrows the gap")
  func overfittingIsSeen() throws {
    #expect(try measured("the thirty are known by heart") <= 0.05)
    #expect(try measured("and the loss on others is far from it") >= 0.5)
    #expect(try measured("with this seed, dropout narrows the gap") > 0)
  }
}
