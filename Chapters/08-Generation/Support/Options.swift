import Notebook

/// What this chapter takes besides the seed.
enum Options {
  static let ownPrompt =
    "It is windy by the river. Tom has a yellow kite and Mia a purple boat. Tom"
  static let prompt = Option.string(
    "prompt", default: ownPrompt, placeholder: "TEXT",
    help: "the beginning that the model continues")
  static let temperature = Option.number(
    "temperature", default: 0.8, in: 0...1_000, help: "what logits are divided by; 0 is greedy")
  static let topK = Option.optionalInteger(
    "top-k", in: 1...1_000_000, help: "choose among the K likeliest tokens")
  static let topP = Option.number(
    "top-p", default: 1, in: 0.001...1,
    help: "choose among the likeliest that have probability P together")
  static let count = Option.integer(
    "count", default: 3, in: 1...100, help: "completions that are written")
  static let stop = Option.optionalString(
    "stop", placeholder: "TEXT", help: "end a completion before this text")
  static let maximumTokens = Option.integer(
    "maximum-tokens", default: 60, in: 0...10_000, help: "new tokens of a completion")
  static let beams = Option.integer(
    "beams", default: 4, in: 1...64, help: "beginnings that a search keeps")
  static let lengthPenalty = Option.number(
    "length-penalty", default: 0, in: 0...10,
    help: "how far a search excuses length, the exponent of lp")
  static let judged = Option.integer(
    "judged", default: 80, in: 1...500, help: "held-out stories whose ends are written and judged")
  static let model = Option.optionalString(
    "model", placeholder: "PATH",
    help: "a model of your own, as training --export-model or --save writes it")
  static let stopInTokens = Option.flag(
    "stop-in-tokens", help: "break it: look for the stop text in each token alone")

  static let all: [any ChapterOption] = [
    prompt, temperature, topK, topP, count, stop, maximumTokens, beams, lengthPenalty, judged, model,
    stopInTokens,
  ]
}
