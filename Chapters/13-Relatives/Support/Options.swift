import Notebook

/// What this chapter takes besides the seed.
enum Options {
  static let sentence = Option.string(
    "sentence", default: "Mia shows Otto the orange drum and Otto shows her the silver vase.",
    placeholder: "TEXT", help: "a text whose hidden states and tags are shown")
  static let stories = Option.integer(
    "stories", default: 3_000, in: 20...1_000_000, help: "stories to learn from")
  static let texts = Option.integer(
    "texts", default: 10_000, in: 20...1_000_000, help: "short texts that the masked model learns from")
  static let steps = Option.integer(
    "steps", default: 360, in: 1...100_000, help: "steps of training of the RNN, the LSTM and the GPT")
  static let maskedSteps = Option.integer(
    "masked-steps", default: 900, in: 1...100_000, help: "steps of training of the masked model")
  static let states = Option.integer(
    "states", default: 12, in: 1...100, help: "states of the hidden Markov model")
  static let sweeps = Option.integer(
    "sweeps", default: 20, in: 1...10_000, help: "steps of Baum and Welch")
  static let tagged = Option.integer(
    "tagged", default: 10, in: 1...1_000, help: "stories whose tags are known to the taggers")
  static let heldOut = Option.integer(
    "held-out", default: 60, in: 1...10_000, help: "held-out stories that everything is measured by")
  static let written = Option.integer(
    "written", default: 60, in: 1...1_000, help: "texts that are written by each model")

  static let noRescaling = Option.flag(
    "no-rescaling", help: "break it: multiply probabilities as they are")
  static let noTransitions = Option.flag(
    "no-transitions", help: "break it: a random field without weights between tags")
  static let neverForget = Option.flag(
    "never-forget", help: "break it: an LSTM whose forget gate is always open")
  static let maskOnly = Option.flag(
    "mask-only", help: "break it: hide every word that is asked for")
  static let causalMask = Option.flag(
    "causal-mask", help: "break it: let the masked model see one side only")

  static let breaking: [any ChapterOption] = [
    noRescaling, noTransitions, neverForget, maskOnly, causalMask,
  ]
  static let all: [any ChapterOption] =
    [sentence, stories, texts, steps, maskedSteps, states, sweeps, tagged, heldOut, written] + breaking
}
