import Language
import Neural
import Notebook

/// The options of the chapter.
enum Options {
  static let sentence = "Anna has a red kite and Tom blue boots."

  static let from = Option<TinyWorld.Language>.choice(
    "from", default: TinyWorld.Language.english,
    help: "the language that is read; the other is written")
  static let stories = Option.flag(
    "stories", help: "whole stories in the place of one to three sentences")
  static let texts = Option.integer(
    "texts", default: 8_000, in: 50...1_000_000, help: "texts to learn from")
  static let layers = Option.integer("layers", default: 2, in: 1...24, help: "blocks in each stack")
  static let heads = Option.integer("heads", default: 4, in: 1...64, help: "heads in an attention")
  static let channels = Option.integer(
    "channels", default: 64, in: 2...1024, help: "width of a token")
  static let norm = Option<NormPlacement>.choice(
    "norm", default: NormPlacement.pre, help: "the layer norm before or after each sub-layer")
  static let batch = Option.integer(
    "batch", default: 800, in: 1...100_000, help: "tokens to write in a step, about")
  static let steps = Option.integer(
    "steps", default: 1_600, in: 0...1_000_000, help: "steps in all")
  static let warmUp = Option.integer(
    "warm-up", default: 100, in: 0...1_000_000, help: "steps of warm-up")
  static let factor = Option.number(
    "factor", default: 0.4, in: 0...100, help: "what multiplies the rates of 2017")
  static let smoothing = Option.number(
    "smoothing", default: 0.1, in: 0...1, help: "ε: the share of a label given to all tokens alike")
  static let beams = Option.integer(
    "beams", default: 1, in: 1...32, help: "beginnings kept while writing")

  static let noCrossAttention = Option.flag(
    "no-cross-attention", help: "break it: the decoder never sees the source")
  static let noPositions = Option.flag(
    "no-positions", help: "break it: no positions on either side")
  static let noTargetMask = Option.flag(
    "no-target-mask", help: "break it: the decoder sees the tokens that it is to write")
  static let memoryAsInput = Option.flag(
    "memory-as-input",
    help: "break it: the encoder's states enter the decoder in the place of its own past")

  static let breaking: [any ChapterOption] = [
    noCrossAttention, noPositions, noTargetMask, memoryAsInput,
  ]
  static let all: [any ChapterOption] =
    [
      from, stories, texts, layers, heads, channels, norm, batch, steps, warmUp, factor, smoothing,
      beams,
    ] + breaking
}
