import Notebook

/// What this chapter takes besides the seed.
enum Options {
  static let model = Option.optionalString(
    "model", placeholder: "DIR", help: "a folder with a GPT-2 in Hugging Face's layout (default: a tiny one)")
  static let ownPrompt = "Anna has the"
  static let prompt = Option.string(
    "prompt", default: ownPrompt, placeholder: "TEXT", help: "the text that it goes on with")
  static let newTokens = Option.integer(
    "new-tokens", default: 12, in: 0...10_000, help: "how many tokens it goes on")
  static let export = Option.optionalString(
    "export", placeholder: "DIR", help: "where the written folder stays (default: nowhere)")
  static let tune = Option.optionalString(
    "tune", placeholder: "FILE", help: "a text to go on training with (default: Tiny World's stories)")
  static let steps = Option.integer(
    "steps", default: 60, in: 0...100_000, help: "steps of that training")
  static let heldOut = Option.integer(
    "held-out", default: 100, in: 1...10_000, help: "stories, or stretches of the text, to measure losses by")
  static let studentSteps = Option.integer(
    "student-steps", default: 200, in: 1...100_000, help: "steps of training a student")
  static let studentStories = Option.integer(
    "student-stories", default: 50, in: 1...100_000, help: "stories that a student reads")
  static let temperature = Option.number(
    "temperature", default: 2, in: 0.1...100, help: "T: how soft the teacher speaks")
  static let soft = Option.number(
    "soft", default: 0.9, in: 0...1, help: "α: how much the teacher counts, beside the text")
  static let seeds = Option.integer("seeds", default: 1, in: 1...20, help: "students of each kind")

  static let linearLayout = Option.flag(
    "linear-layout", help: "break it: read square weights the other way round")
  static let hardTeacher = Option.flag(
    "hard-teacher", help: "break it: the teacher names its likeliest token alone")

  static let breaking: [any ChapterOption] = [linearLayout, hardTeacher]
  static let all: [any ChapterOption] =
    [
      model, prompt, newTokens, export, tune, steps, heldOut, studentSteps, studentStories, temperature, soft,
      seeds,
    ] + breaking
}
