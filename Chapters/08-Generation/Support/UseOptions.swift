import Notebook

/// What the applications take.
extension Options {
  static let heldOut = Option.integer(
    "held-out", default: 12, in: 1...500, help: "held-out stories that the applications are tried on")
  static let ownTyped =
    "All is calm in the park. Anna has a red kite. Tom has a blue boat. Anna waves and Tom waves too. "
    + "Who has the red kite? Anna oes. And the blue book? Tom does. Anna and Tom trade. "
    + "Now Anna has the blue boat and Tom has the red kite."
  static let typed = Option.string(
    "typed", default: ownTyped, placeholder: "TEXT", help: "a text with typing errors, to be corrected")
  static let slips = Option.number(
    "slips", default: 0.05, in: 0...0.5, help: "share of words that the hand slips in")
  static let mixUps = Option.number(
    "mix-ups", default: 0.1, in: 0...0.5, help: "share of names, colours and things that are mixed up")
  static let noChannel = Option.flag("no-channel", help: "break it: correct by the language model alone")
  static let code = Option.flag("code", help: "train a GPT of letters on this package's Swift, too: minutes")
  static let steps = Option.optionalInteger(
    "steps", in: 0...100_000, help: "steps of that training (default: 1500)")

  static let uses: [any ChapterOption] = [
    heldOut, typed, slips, mixUps, noChannel, code, steps,
  ]
}
