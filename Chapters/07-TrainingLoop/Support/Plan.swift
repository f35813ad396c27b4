import Neural
import Notebook
import Training

/// The sizes of a run, as the reader chose them.
struct Plan {
  let configuration: GPTConfiguration
  let batch: Int
  let steps: Int
  let rate: Float
  let warmUp: Int
  let shiftsTargets: Bool
  /// Whether the model and its training are at least as large as the chapter's defaults, so that what the chapter
  /// claims of them can be asserted.
  let isFull: Bool

  init(_ notebook: ChapterNotebook, vocabularySize: Int) throws {
    let (channels, heads) = (notebook[Options.channels], notebook[Options.heads])
    guard channels % heads == 0 else {
      throw CommandFailure.usage("--channels \(channels) cannot be shared evenly by --heads \(heads)")
    }
    configuration = GPTConfiguration(
      vocabularySize: vocabularySize, contextLength: notebook[Options.context],
      layerCount: notebook[Options.layers], headCount: heads, channels: channels,
      positions: notebook[Options.positions], dropoutRate: Float(notebook[Options.dropout]))
    batch = notebook[Options.batch]
    steps = notebook[Options.steps]
    rate = Float(notebook[Options.rate])
    warmUp = min(notebook[Options.warmUp], steps)
    shiftsTargets = !notebook[Options.noShift]
    isFull =
      notebook[Options.layers] >= 2 && channels >= 128 && notebook[Options.context] >= 96 && batch >= 16
      && steps >= 2_000 && heads == 4 && rate == 0.003 && warmUp == 100 && shiftsTargets
      && configuration.positions == .learned && configuration.block.dropoutRate == 0
      && notebook[Options.tokens] != .characters && notebook[Options.stories] >= 6_000
  }

  /// Whether the training is long and the model large enough to learn to copy what it reads.
  var learnsToCopy: Bool {
    !shiftsTargets && steps >= 200 && rate == 0.003 && warmUp <= 100 && configuration.block.channels >= 64
      && configuration.block.dropoutRate == 0
  }

  /// Warm-up, then half a cosine down to a tenth.
  var schedule: LearningRateSchedule {
    .cosine(
      peak: rate, floor: rate / 10, warmUp: warmUp,
      steps: max(steps, warmUp + 1))
  }
}

/// A GPT in training.
typealias Run = TrainingRun<GPT, AdamW>
