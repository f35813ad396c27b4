import Autodiff
import Generation
import Language
import Neural
import Testing

/// These are the caller's errors: each is thrown before anything is written, and says in one line what is accepted.
@Suite("What a completion refuses")
struct CompletionRefusalTests {
  private let letters = CharacterTokenizer(corpus: "abcdefg")

  private func refusal(_ request: CompletionRequest) -> CompletionError? {
    do {
      _ = try complete(request, with: GPTPredictor(.decided), tokenizer: letters) { _, _ in
        Issue.record("something was written")
        return true
      }
      return nil
    } catch {
      return error as? CompletionError
    }
  }

  @Test("numbers and texts with which nothing is defined")
  func settings() {
    let prompt = CompletionRequest.Prompt.text("ab")
    for (request, expected) in [
      (CompletionRequest(.text("")), CompletionError.emptyPrompt),
      (CompletionRequest(.tokens([])), .emptyPrompt),
      (CompletionRequest(prompt, count: 0), .nothingAsked(0)),
      (CompletionRequest(prompt, count: -1), .nothingAsked(-1)),
      (CompletionRequest(prompt, maximum: .newTokens(-1)), .badMaximum(-1)),
      (
        CompletionRequest(prompt, maximum: .tokensInAll(1)), .promptExceedsMaximum(tokens: 2, maximum: 1)
      ), (CompletionRequest(prompt, temperature: -0.1), .badTemperature(-0.1)),
      (CompletionRequest(prompt, temperature: .infinity), .badTemperature(.infinity)),
      (CompletionRequest(prompt, topK: 0), .badTopK(0)), (CompletionRequest(prompt, topP: 0), .badTopP(0)),
      (CompletionRequest(prompt, topP: 1.5), .badTopP(1.5)),
      (CompletionRequest(prompt, presencePenalty: .infinity), .badPenalty(.infinity)),
      (CompletionRequest(prompt, frequencyPenalty: -.infinity), .badPenalty(-.infinity)),
      (CompletionRequest(prompt, logitBias: [3: .infinity]), .badBias(.infinity, token: 3)),
      (CompletionRequest(prompt, logitBias: [7: 1]), .unknownToken(7, vocabularySize: 7)),
      (CompletionRequest(prompt, endToken: 7), .unknownToken(7, vocabularySize: 7)),
      (CompletionRequest(.tokens([1, 7])), .unknownToken(7, vocabularySize: 7)),
      (CompletionRequest(.tokens([-1])), .unknownToken(-1, vocabularySize: 7)),
      (CompletionRequest(.text("abcdefgab")), .promptTooLong(tokens: 9, contextLength: 8)),
      (CompletionRequest(prompt, stopTexts: ["a", ""]), .emptyStopText),
      (CompletionRequest(prompt, logProbabilityCount: -1), .badLogProbabilityCount(-1)),
    ] as [(CompletionRequest, CompletionError)] {
      #expect(refusal(request) == expected)
      #expect(!"\(expected)".contains("\n") && "\(expected)".count < 100)
    }
    for notANumber in [
      CompletionRequest(prompt, temperature: .nan), CompletionRequest(prompt, topP: .nan),
      CompletionRequest(prompt, presencePenalty: .nan), CompletionRequest(prompt, logitBias: [3: .nan]),
    ] { #expect(refusal(notANumber) != nil) }
  }

  @Test("the bounds themselves are accepted")
  func bounds() throws {
    for request in [
      CompletionRequest(.text("abcdefga"), maximum: .newTokens(1)),
      CompletionRequest(.text("ab"), maximum: .tokensInAll(2)),
      CompletionRequest(.text("ab"), temperature: 0, topK: 1, topP: 1, logProbabilityCount: 0),
      CompletionRequest(.text("ab"), logitBias: [0: -.infinity, 6: 100], logProbabilityCount: 100),
    ] { _ = try complete(request, with: GPTPredictor(.decided), tokenizer: letters) }
  }

  @Test("a prompt that the vocabulary cannot spell is the tokenizer's error, which names the culprit")
  func spelling() {
    #expect(throws: TokenizerError.unknownCharacter("z", position: 2, vocabularySize: 7)) {
      try complete(CompletionRequest(.text("abz")), with: GPTPredictor(.decided), tokenizer: letters)
    }
  }

  @Test("each message says what is accepted")
  func messages() {
    for (error, part) in [
      (CompletionError.emptyPrompt, "at least one token"),
      (.promptTooLong(tokens: 9, contextLength: 8), "9 tokens; the model's context holds 8"),
      (.unknownToken(9, vocabularySize: 7), "no token 9: the model's vocabulary has the ids 0 to 6"),
      (.nothingAsked(0), "0 completions were asked for; at least 1"), (.badMaximum(-1), "0 or more"),
      (.promptExceedsMaximum(tokens: 6, maximum: 5), "6 tokens already, and the whole may have 5"),
      (.badTemperature(-1), "from 0 up"), (.badTopK(0), "1 or more"),
      (.badTopP(2), "above 0 and at most 1"), (.badPenalty(.nan), "finite"),
      (.badBias(.nan, token: 3), "token 3"), (.emptyStopText, "every text contains it"),
      (.badLogProbabilityCount(-2), "-2 likeliest tokens; it has to be 0 or more"),
    ] as [(CompletionError, String)] { #expect("\(error)".contains(part), "«\(part)» is not in «\(error)»") }
  }

  @Test("a model that has diverged ends a completion with an error")
  func nothingToChoose() {
    var model = GPT.decided
    model.forEachParameter { _, parameter in parameter = parameter * .nan }
    #expect(throws: SamplingError.nothingToChoose(logits: 7)) {
      try complete(CompletionRequest(.text("ab")), with: GPTPredictor(model), tokenizer: letters)
    }
  }
}
