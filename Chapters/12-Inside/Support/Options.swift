import Notebook

/// What this chapter takes besides the seed.
enum Options {
  static let ownPrompt = "It is calm in the park. Anna has a red kite. Tom has a blue ball. Anna gives the"
  static let prompt = Option.string(
    "prompt", default: ownPrompt, placeholder: "TEXT",
    help: "a text, after which the model is asked for a word")
  static let answer = Option.optionalString(
    "answer", placeholder: "WORD", help: "the word that is explained (default: the one it finds likeliest)")
  static let instead = Option.string(
    "instead", default: "green", placeholder: "WORD",
    help: "what stands in the other story where the answer stands")
  static let stories = Option.integer(
    "stories", default: 40, in: 1...10_000, help: "held-out stories that losses are measured by")
  static let steps = Option.integer(
    "steps", default: 600, in: 1...100_000, help: "steps of training the model with induction heads")
  static let players = Option.integer(
    "players", default: 12, in: 1...80,
    help: "how many words before the last are explained; all subsets up to 12")
  static let orders = Option.integer(
    "orders", default: 100, in: 2...100_000, help: "orders of arrival that are sampled beyond 12 words")
  static let filler = Option.string(
    "filler", default: "the", placeholder: "WORD", help: "what stands where a word is left out")

  static let lensWithoutNorm = Option.flag(
    "lens-without-norm", help: "break it: read the layers without the final norm")
  static let oneDistance = Option.flag(
    "one-distance", help: "break it: train on texts that repeat at one distance")
  static let shuffledPatch = Option.flag(
    "shuffled-patch", help: "break it: put in what stood one place before")

  static let breaking: [any ChapterOption] = [lensWithoutNorm, oneDistance, shuffledPatch]
  static let all: [any ChapterOption] =
    [prompt, answer, instead, stories, steps, players, orders, filler] + breaking
}
