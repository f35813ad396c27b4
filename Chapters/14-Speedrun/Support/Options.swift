import Notebook

/// What this chapter takes besides the text and the seed.
enum Options {
  static let without = Option.strings(
    "without", placeholder: "PART", help: "take this part from the recipe")
  static let with = Option.strings("with", placeholder: "PART", help: "put this part into the recipe")
  static let steps = Option.optionalInteger(
    "steps", in: 25...100_000, help: "steps of the schedule, in the place of the record's")
  static let target = Option<Double?>.optionalNumber(
    "target", in: 0...100, help: "with --file: nats a character to be reached (default: 1.88)")
  static let baseline = Option.optionalString(
    "baseline", placeholder: "PATH",
    help: "find the shortest schedule of the baseline that gets there, and write its record")
  static let record = Option.optionalString(
    "record", placeholder: "PATH", help: "run the recipe from every seed, and write its record")
  static let verify = Option.optionalString(
    "verify", placeholder: "PATH", help: "run a record again, and compare it bit for bit")
  static let table = Option.optionalString(
    "table", placeholder: "PATH",
    help: "make the rows of the table of effects that the file has not yet, and keep them there")
  static let time = Option.flag(
    "time", help: "train the recipe and the baseline, some steps of each in turn, and tell both their seconds"
  )
  static let part = Option.optionalString(
    "part", placeholder: "NAME", help: "with --table: the rows of this part alone")
  static let seeds = Option.optionalInteger(
    "seeds", in: 1...64,
    help: "seeds of a record, a row, or the times; or those of a record that are verified")
  static let noWarmUp = Option.flag("no-warm-up", help: "break it: the highest rate from the first step on")
  static let noDecay = Option.flag("no-decay", help: "break it: the highest rate to the last step")

  static let breaking: [any ChapterOption] = [noWarmUp, noDecay]
  /// Each is a run of another kind.
  static let kinds: [any ChapterOption] = [baseline, record, verify, table, time]
  static let all: [any ChapterOption] = [without, with, steps, target] + kinds + [part, seeds] + breaking

  /// Refuses options that mean nothing without another.
  static func check(_ notebook: ChapterNotebook) throws(CommandFailure) {
    if notebook[part] != nil, notebook[table] == nil { throw .usage("--part goes with --table PATH") }
    if notebook[seeds] != nil, !notebook[time],
      [baseline, record, verify, table].allSatisfy({ notebook[$0] == nil })
    {
      throw .usage(
        "--seeds goes with --baseline, --record, --verify, --table or --time; one run has one --seed")
    }
    if notebook[target] != nil, notebook.givenText == nil {
      throw .usage("--target goes with --file PATH: that of Tiny World is known")
    }
    if let path = notebook[record] { try Record.requirePlace(path, option: "--record") }
    if let path = notebook[table] { try Record.requireFolder(of: path) }
    if let path = notebook[baseline] { try Record.requirePlace(path, option: "--baseline") }
  }
}
