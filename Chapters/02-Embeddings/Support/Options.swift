import Notebook

/// What the command line takes.
enum Options {
  static let channels = Option.integer(
    "channels", default: 8, in: 2...256, help: "numbers that a word gets, d")
  static let steps = Option.integer("steps", default: 600, in: 1...20_000, help: "steps of training")
  static let merges = Option.integer(
    "merges", default: 300, in: 0...2_000, help: "byte pairs that are merged")
  static let words = Option.optionalString(
    "words", placeholder: "LIST", help: "2 to 12 words to compare, with commas between: red,kite,Anna")
  static let noTraining = Option.flag("no-training", help: "break it: leave the numbers random")
  static let frozen = Option.flag("frozen", help: "break it: train everything but the table of the words")
  static let shuffled = Option.flag(
    "shuffled", help: "break it: shuffle the words of the text before training")
}

/// What a run breaks on purpose, if it does.
enum Breakage {
  case none, noTraining, frozen, shuffled

  init(_ notebook: ChapterNotebook) {
    self =
      notebook[Options.noTraining]
      ? .noTraining : notebook[Options.frozen] ? .frozen : notebook[Options.shuffled] ? .shuffled : .none
  }
}
