import Generation
import Language
import Neural
import Randomness
import Testing

/// Settings with which nothing is defined, and calls that have nothing to work on.
enum Misuse: String, CaseIterable, Codable, Sendable {
  case temperatureBelowZero, infiniteTemperature, nothingKept, noProbability, tooMuchProbability
  case emptyPrompt, emptyBeam, noBeams, negativePenalty, infinitePenalty, unknownToken

  /// What the message has to name.
  var parts: [String] {
    switch self {
    case .temperatureBelowZero: ["temperature -0.1 must be ≥ 0"]
    case .infiniteTemperature: ["temperature inf must be ≥ 0"]
    case .nothingKept: ["topK 0 ≥ 1"]
    case .noProbability: ["topP 0.0 in (0, 1]"]
    case .tooMuchProbability: ["topP 1.1 in (0, 1]"]
    case .emptyPrompt: ["the prompt is empty"]
    case .emptyBeam: ["nothing was read that could be continued"]
    case .noBeams: ["width 0 must be ≥ 1"]
    case .negativePenalty: ["the length penalty -0.5 ≥ 0"]
    case .infinitePenalty: ["the length penalty inf ≥ 0"]
    case .unknownToken: ["tokens [1, 3] in a vocabulary of 3"]
    }
  }

  func run() {
    switch self {
    case .temperatureBelowZero: _ = Sampler(temperature: -0.1)
    case .infiniteTemperature: _ = Sampler(temperature: .infinity)
    case .nothingKept: _ = Sampler(topK: 0)
    case .noProbability: _ = Sampler(topP: 0)
    case .tooMuchProbability: _ = Sampler(topP: 1.1)
    case .emptyPrompt:
      var generator = SeededGenerator(seed: 1)
      _ = try? generate(GPTPredictor(.decided), maximumNewTokens: 1, using: &generator)
    case .emptyBeam: _ = try? BeamSearch(width: 2)(GPTPredictor(.decided), maximumNewTokens: 1)
    case .noBeams: _ = BeamSearch(width: 0)
    case .negativePenalty: _ = BeamSearch(width: 1, lengthPenalty: -0.5)
    case .infinitePenalty: _ = BeamSearch(width: 1, lengthPenalty: .infinity)
    case .unknownToken:
      var predictor = NGramPredictor(
        NGramModel(order: 2, vocabularySize: 3, smoothing: .addConstant(1), sequences: [[0, 1]]))
      predictor.read([1, 3])
    }
  }
}

/// These are programmer errors: they trap, also in release, with what was given.
@Suite("What generation refuses")
struct RefusalTests {
  @Test("what is not defined traps, and the message says what was given", arguments: Misuse.allCases)
  func refused(misuse: Misuse) async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      [misuse] in misuse.run()
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    for part in misuse.parts { #expect(message.contains(part), "«\(part)» is not in «\(message)»") }
  }
}
