import Notebook

/// What this chapter takes besides the seed.
enum Options {
  static let model = Option.optionalString(
    "model", placeholder: "PATH",
    help: "the model to start from, as training --export-model writes it (default: chapter 7's)")
  static let labelSteps = Option.integer(
    "label-steps", default: 60, in: 1...100_000, help: "steps of tuning on labelled stories")
  static let talkSteps = Option.integer(
    "talk-steps", default: 320, in: 1...100_000, help: "steps of tuning on dialogues")
  static let rate = Option.number(
    "rate", default: 0.002, in: 0...1, help: "the highest learning rate of tuning")
  static let rank = Option.integer("rank", default: 4, in: 1...64, help: "rank of the adapters")
  static let adapterRate = Option.number(
    "adapter-rate", default: 0.01, in: 0...1, help: "the highest learning rate of adapters")
  static let auxiliary = Option.number(
    "auxiliary", default: 0.5, in: 0...100,
    help: "λ of the dialogues: how much the language counts beside the answers")
  static let seeds = Option.integer(
    "seeds", default: 1, in: 1...20, help: "seeds that the learning curves are drawn with")
  static let heldOut = Option.integer(
    "held-out", default: 200, in: 2...100_000,
    help: "labelled stories to judge by, and half as many dialogues")
  static let chat = Option.flag("chat", help: "tune on dialogues alone, and talk with the model")

  static let lossOnEverything = Option.flag(
    "loss-on-everything", help: "break it: learn stories and questions like the answers")
  static let noStories = Option.flag(
    "no-stories", help: "break it: no stories among the dialogues, and λ = 0")

  static let breaking: [any ChapterOption] = [lossOnEverything, noStories]
  static let all: [any ChapterOption] =
    [model, labelSteps, talkSteps, rate, rank, adapterRate, auxiliary, seeds, heldOut, chat] + breaking
}
