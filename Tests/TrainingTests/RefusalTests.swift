import Autodiff
import Neural
import Randomness
import Testing
import Training

/// Settings with which nothing is defined, and calls that have nothing to work on.
enum Misuse: String, CaseIterable, Codable, Sendable {
  case stepZero, temperatureBelowZero, infiniteTemperature, nothingKept, noProbability, tooMuchProbability
  case clippingToNothing, otherTargets, noWindows, emptyWindows, noBatch, noCharacters, emptyPrompt
  case otherMoment, otherGradient, extraGradient, missingGradient, nameTwice

  /// What the message has to name.
  var parts: [String] {
    switch self {
    case .stepZero: ["steps count from 1, not 0"]
    case .temperatureBelowZero: ["temperature -0.1 must be ≥ 0"]
    case .infiniteTemperature: ["temperature inf must be ≥ 0"]
    case .nothingKept: ["topK 0 ≥ 1"]
    case .noProbability: ["topP 0.0 in (0, 1]"]
    case .tooMuchProbability: ["topP 1.1 in (0, 1]"]
    case .clippingToNothing: ["a norm of 0.0 is not positive"]
    case .otherTargets: ["meanLoss: 2 windows and 1 targets"]
    case .noWindows: ["meanLoss: 0 windows and 0 targets"]
    case .emptyWindows: ["meanLoss: 1 windows and 1 targets"]
    case .noBatch: ["meanLoss: 1 windows and 1 targets in batches of 0"]
    case .noCharacters: ["5 tokens over 0 characters"]
    case .emptyPrompt: ["the prompt is empty"]
    case .otherMoment: ["firstMoment.weight has shape [3]", "[2, 2]"]
    case .otherGradient: ["of shape [2] has no gradient of that name and shape"]
    case .extraGradient: ["the gradient 1 of shape [2] has no parameter"]
    case .missingGradient: ["parameter 1 of shape [1] has no gradient of that name and shape"]
    case .nameTwice: ["two tensors have the name a"]
    }
  }

  func run() {
    var generator = SeededGenerator(seed: 1)
    switch self {
    case .stepZero: _ = LearningRateSchedule.constant(1)(step: 0)
    case .temperatureBelowZero: _ = Sampler(temperature: -0.1)
    case .infiniteTemperature: _ = Sampler(temperature: .infinity)
    case .nothingKept: _ = Sampler(topK: 0)
    case .noProbability: _ = Sampler(topP: 0)
    case .tooMuchProbability: _ = Sampler(topP: 1.1)
    case .clippingToNothing:
      var gradient = Tensor([3, 4])
      clip(&gradient, toNorm: 0)
    case .otherTargets: loss([[0], [1]], [[1]])
    case .noWindows: loss([], [])
    case .emptyWindows: loss([[]], [[]])
    case .noBatch: loss([[0]], [[1]], batchSize: 0)
    case .noCharacters: _ = lossPerCharacter(meanLossPerToken: 1, tokens: 5, characters: 0)
    case .emptyPrompt:
      let model = GPT(
        GPTConfiguration(vocabularySize: 3, contextLength: 2, layerCount: 1, headCount: 1, channels: 2),
        seed: 1)
      _ = try? generate(model, prompt: [], maximumNewTokens: 1, using: &generator)
    case .otherMoment:
      var model = TwoParameters(weight: .ones([2, 2]), bias: .ones([1]))
      var optimizer = AdamW()
      optimizer.state.tensors = ["firstMoment.weight": .zeros([3])]
      optimizer.update(&model, along: model)
    case .otherGradient:
      var (model, optimizer) = (Tensor([1, 2]), AdamW())
      optimizer.update(&model, along: Tensor([1]))
    case .extraGradient:
      var (model, optimizer) = ([Tensor([1])], AdamW())
      optimizer.update(&model, along: [Tensor([1]), Tensor([1, 2])])
    case .missingGradient:
      var (model, optimizer) = ([Tensor([1]), Tensor([2])], AdamW())
      optimizer.update(&model, along: [Tensor([1])])
    case .nameTwice:
      _ = SafeTensors.encode([(name: "a", value: Tensor([1])), (name: "a", value: Tensor([2]))])
    }
  }

  private func loss(_ inputs: [[Int]], _ targets: [[Int]], batchSize: Int = 32) {
    _ = meanLoss(inputs: inputs, targets: targets, batchSize: batchSize) { .zeros([$0.count, 1, 2]) }
  }
}

/// These are programmer errors: they trap, also in release, with what was given.
@Suite("What training refuses")
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
