import Language
import Neural
import Notebook
import Randomness
import Training

/// What a token of the text is.
enum TokenKind: String, CaseIterable {
  case words
  case characters
}

/// The options of the chapter.
enum Settings {
  static let layers = Option.integer("layers", default: 2, in: 1...48, help: "blocks in the stack")
  static let heads = Option.integer("heads", default: 4, in: 1...64, help: "heads in a block")
  static let channels = Option.integer("channels", default: 128, in: 1...2048, help: "width of a token")
  static let context = Option.integer(
    "context", default: 96, in: 2...4096, help: "tokens that the model sees at once")
  static let batch = Option.integer("batch", default: 16, in: 1...1024, help: "sequences in a step")
  static let steps = Option.integer("steps", default: 2_000, in: 0...1_000_000, help: "steps in all")
  static let rate = Option.number(
    "rate", default: 0.003, in: 0...100, help: "learning rate after the warm-up")
  static let warmUp = Option.integer("warm-up", default: 100, in: 0...1_000_000, help: "steps of warm-up")
  static let dropout = Option.number("dropout", default: 0, in: 0...0.9, help: "share dropped in training")
  static let positions = Option<PositionKind>.choice(
    "positions", default: PositionKind.learned, help: "where positions come from")
  static let tokens = Option.optionalChoice(
    "tokens", TokenKind.self, help: "what a token is (default: words; characters with your own text)")
  static let stories = Option.integer(
    "stories", default: 6_000, in: 20...1_000_000, help: "stories of Tiny World to train on")
  static let save = Option.optionalString(
    "save", placeholder: "PATH", help: "write a checkpoint at the end, or when stopped")
  static let saveEvery = Option.optionalInteger(
    "save-every", in: 1...1_000_000, help: "write it also after every N steps")
  static let overwrite = Option.flag("overwrite", help: "let --save replace a file that is no checkpoint")
  static let resume = Option.optionalString(
    "resume", placeholder: "PATH", help: "go on from a checkpoint, with the options that it keeps")
  static let stretch = Option.flag(
    "stretch", help: "with --resume: draw the schedule of rates out to the new --steps")
  static let noShift = Option.flag("no-shift", help: "break it: let the target be the token itself")

  static let all: [any ChapterOption] = [
    layers, heads, channels, context, batch, steps, rate, warmUp, dropout, positions, tokens, stories,
    noShift,
    save, saveEvery, overwrite, resume, stretch,
  ]

  /// What a checkpoint keeps of a run's options, beside the seed.
  static let kept: [any ChapterOption] = [
    layers, heads, channels, context, batch, steps, rate, warmUp, dropout, positions, tokens, stories,
    noShift,
  ]

  /// Refuses options that mean nothing without another.
  static func check(_ notebook: ChapterNotebook) throws(ChapterFailure) {
    if notebook[overwrite], notebook[save] == nil { throw .usage("--overwrite goes with --save PATH") }
    if notebook[stretch], notebook[resume] == nil { throw .usage("--stretch goes with --resume PATH") }
  }
}

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
    let (channels, heads) = (notebook[Settings.channels], notebook[Settings.heads])
    guard channels % heads == 0 else {
      throw ChapterFailure.usage("--channels \(channels) cannot be shared evenly by --heads \(heads)")
    }
    configuration = GPTConfiguration(
      vocabularySize: vocabularySize, contextLength: notebook[Settings.context],
      layerCount: notebook[Settings.layers], headCount: heads, channels: channels,
      positions: notebook[Settings.positions], dropoutRate: Float(notebook[Settings.dropout]))
    batch = notebook[Settings.batch]
    steps = notebook[Settings.steps]
    rate = Float(notebook[Settings.rate])
    warmUp = min(notebook[Settings.warmUp], steps)
    shiftsTargets = !notebook[Settings.noShift]
    isFull =
      notebook[Settings.layers] >= 2 && channels >= 128 && notebook[Settings.context] >= 96 && batch >= 16
      && steps >= 2_000 && heads == 4 && rate == 0.003 && warmUp == 100 && shiftsTargets
      && configuration.positions == .learned && configuration.block.dropoutRate == 0
      && notebook[Settings.tokens] != .characters && notebook[Settings.stories] >= 6_000
  }

  /// Whether the training is long and the model large enough to learn to copy what it reads.
  var learnsToCopy: Bool {
    !shiftsTargets && steps >= 200 && rate == 0.003 && warmUp <= 100 && configuration.block.channels >= 64
      && configuration.block.dropoutRate == 0
  }

  /// Warm-up, then half a cosine down to a tenth.
  var schedule: LearningRateSchedule {
    .cosine(peak: rate, floor: rate / 10, warmUp: warmUp, steps: max(steps, warmUp + 1))
  }

  /// The run before its first step.
  func newRun(seed: UInt64) -> Run {
    Run(
      model: GPT(configuration, seed: Seed(seed)),
      optimizer: AdamW(beta2: 0.99, weightDecay: 0.01), schedule: schedule, seed: Seed(seed).derived(1))
  }
}

/// A GPT in training.
typealias Run = TrainingRun<GPT, AdamW>
