import Autodiff
import Exchange
import Foundation
import Generation
import Language
import Neural
import Testing
import Training

/// The opposite of the bugs of the samples that call a finished model: S1-CODE (§4), S2-CODE-A (§5.1), S4-CODE-A
/// (§5.1).
@Suite struct PretrainedSampleTests {
  /// The tiny GPT-2 of chapter 11, from its folder.
  private static func tinyGPT2() throws -> PretrainedModel {
    let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try PretrainedModel(
      contentsOfFolder: sources.appending(path: "Chapters/11-Pretrained/tiny-gpt2").path)
  }

  private let pretrained: PretrainedModel

  init() throws { pretrained = try Self.tinyGPT2() }

  @Test("S1-CODE, bugs 1 to 4 and 10: a model in a file is asked by a function, without a key")
  func completionIsAFunction() throws {
    let request = CompletionRequest(
      .text("Anna has"), maximum: .newTokens(150), count: 1, stopTexts: [], temperature: 0.7, seed: 3)
    let found = try complete(
      request, with: GPTPredictor(pretrained.model), tokenizer: pretrained.tokenizer)
    #expect(found.choices.count == 1 && found.choices[0].tokens.count == 150)
    #expect(found.choices[0].reason == .length)
  }

  @Test("S1-CODE, bug 9: white space at the beginning of what is written stays")
  func whiteSpaceStays() throws {
    let space = try #require(pretrained.tokenizer.encode(" ").first)
    let request = CompletionRequest(
      .text("Anna"), maximum: .newTokens(1), temperature: 0, logitBias: [space: 1e6])
    let found = try complete(request, with: GPTPredictor(pretrained.model), tokenizer: pretrained.tokenizer)
    #expect(found.choices[0].text == " ")
  }

  @Test("S2-CODE-A, bugs 1, 2 and 10: a loaded model is trained by a loop on a text, and its loss falls")
  func loadedModelsAreTuned() throws {
    let text = TargetedSequence(
      learning: try pretrained.tokenizer.encode("The quick brown fox jumps over the lazy dog."))
    let batch = try ChosenTargets([text])
    var run = TrainingRun(model: pretrained.model, optimizer: AdamW(), schedule: .constant(1e-2), seed: 1)
    var losses: [Float] = []
    for _ in 0..<20 { losses.append(try run.step { model, _ in batch.loss(model(batch.inputs)) }.loss) }
    #expect(losses[19] < 0.8 * losses[0])
    let tokens = text.tokens
    #expect(run.model(tokens).scalars != pretrained.model(tokens).scalars)
  }

  @Test("S2-CODE-A, bug 4: the targets are shifted once: −ln P of each token after all before it")
  func targetsAreShiftedOnce() throws {
    let tokens = try pretrained.tokenizer.encode("The quick brown fox")
    let batch = try ChosenTargets([TargetedSequence(learning: tokens)])
    let loss = batch.loss(pretrained.model(batch.inputs)).scalar
    let logarithms = GPTPredictor(pretrained.model).logProbabilities(of: tokens).compactMap { $0 }
    #expect(logarithms.count == tokens.count - 1)
    #expect(abs(Double(loss) + logarithms.reduce(0, +) / Double(logarithms.count)) < 1e-5)
  }

  @Test("S2-CODE-A, bug 8: what is written is told without the prompt")
  func textIsWithoutPrompt() throws {
    let request = CompletionRequest(.text("Anna has the"), maximum: .newTokens(8), temperature: 0)
    let choice = try complete(
      request, with: GPTPredictor(pretrained.model), tokenizer: pretrained.tokenizer
    ).choices[0]
    #expect(choice.tokens == [238, 238, 238, 143, 143, 143, 238, 238])  // What `transformers` chooses.
    #expect(!choice.text.contains("Anna"))
  }
}
