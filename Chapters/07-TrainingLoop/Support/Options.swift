import Neural
import Notebook

/// What a token of the text is.
enum TokenKind: String, CaseIterable {
  case words
  case characters
}

/// The options of the chapter.
enum Options {
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
  static let exportModel = Option.optionalString(
    "export-model", placeholder: "PATH", help: "write the model alone at the end, or when stopped")
  static let overwrite = Option.flag(
    "overwrite", help: "let --save and --export-model replace a file that is no checkpoint")
  static let resume = Option.optionalString(
    "resume", placeholder: "PATH", help: "go on from a checkpoint, with the options that it keeps")
  static let stretch = Option.flag(
    "stretch", help: "with --resume: draw the schedule of rates out to the new --steps")
  static let noShift = Option.flag("no-shift", help: "break it: let the target be the token itself")

  /// What a checkpoint keeps of a run's options, beside the seed.
  static let kept: [any ChapterOption] = [
    layers, heads, channels, context, batch, steps, rate, warmUp, dropout, positions, tokens, stories,
    noShift,
  ]

  static let all = kept + [save, saveEvery, exportModel, overwrite, resume, stretch]

  /// Refuses options that mean nothing without another.
  static func check(_ notebook: ChapterNotebook) throws(CommandFailure) {
    if notebook[overwrite], notebook[save] == nil, notebook[exportModel] == nil {
      throw .usage("--overwrite goes with --save PATH or --export-model PATH")
    }
    if notebook[stretch], notebook[resume] == nil { throw .usage("--stretch goes with --resume PATH") }
  }
}
