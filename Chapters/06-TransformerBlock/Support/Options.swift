import Neural
import Notebook

/// What this chapter takes besides the text and the seed.
enum Options {
  static let layers = Option.integer("layers", default: 2, in: 1...24, help: "blocks of the small GPT")
  static let heads = Option.integer("heads", default: 2, in: 1...64, help: "heads of every attention")
  static let width = Option.integer("width", default: 8, in: 2...256, help: "channels of a token, d")
  static let placement = Option<NormPlacement>.choice(
    "norm", default: .pre, help: "normalise before each sub-layer (GPT-2) or after each sum (2017)")
  static let noResidual = Option.flag(
    "no-residual", help: "break it: pass on what a sub-layer makes, without its input")
  static let noNorm = Option.flag("no-norm", help: "break it: do not normalise")
  static let noFeedForward = Option.flag(
    "no-feed-forward", help: "break it: attention alone, as S0 prints the encoder")
}
