import Autodiff
import Neural
import Randomness
import Training

/// The setting of nanoGPT's training on a CPU: 4 layers, 4 heads, 128 channels, context 64, 65 characters.
let smallConfiguration = GPTConfiguration(
  vocabularySize: 65, contextLength: 64, layerCount: 4, headCount: 4, channels: 128)

/// The small model with room for the 500 tokens that it writes.
let generatingConfiguration = GPTConfiguration(
  vocabularySize: 65, contextLength: 512, layerCount: 4, headCount: 4, channels: 128)

/// GPT-2's smallest model, 124 million parameters.
let largeConfiguration = GPTConfiguration.gpt2Small

/// Training steps of a GPT on random tokens: AdamW, the gradient clipped to length 1.
struct TrainingSteps {
  private var run: TrainingRun<GPT, AdamW>
  private let inputs: [[Int]]
  private let targets: [Int]

  init(_ configuration: GPTConfiguration, batch: Int, time: Int) {
    var random = SeededGenerator(seed: 1)
    let vocabulary = configuration.vocabularySize
    inputs = (0..<batch).map { _ in (0..<time).map { _ in random.index(below: vocabulary) } }
    targets = (0..<batch * time).map { _ in random.index(below: vocabulary) }
    run = TrainingRun(
      model: GPT(configuration, seed: 1), optimizer: AdamW(learningRate: 1e-3, weightDecay: 0.1),
      schedule: .constant(1e-3), maximumNorm: 1, seed: 1)
  }

  /// One step: forward, backward, clip, update.
  mutating func step() throws {
    let (inputs, targets) = (inputs, targets)
    _ = try run.step { model, _ in crossEntropy(logits: model(inputs), targets: targets) }
  }
}
