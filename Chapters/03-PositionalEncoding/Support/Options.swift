import Notebook

/// What the chapter takes beside the seed.
enum Options {
  static let length = Option.integer(
    "length", default: 32, in: 2...512, help: "positions, the rows of the table")
  static let channels = Option.integer(
    "channels", default: 16, in: 1...512, help: "channels of a position, d")
  static let base = Option.number("base", default: 10_000, in: 2...1e8, help: "what 10000 is in the formula")
  static let back = Option.integer(
    "back", default: 2, in: 1...6, help: "how far back the task of the last section looks")
  static let steps = Option.integer(
    "steps", default: 300, in: 1...5_000, help: "training steps of the last section")
  static let noPositions = Option.flag("no-positions", help: "break it: a table of zeros")
  static let oneBased = Option.flag("one-based", help: "count positions from 1, as S1 does")
  static let swap = Option.flag("swap", help: "cosine on even channels, sine on odd ones")
}
