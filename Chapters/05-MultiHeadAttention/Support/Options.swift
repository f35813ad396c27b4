import Notebook

/// What the chapter takes beside the text and the seed.
enum Options {
  static let heads = Option.integer(
    "heads", default: 2, in: 1...64, help: "h, which must divide the width")
  static let width = Option.integer("width", default: 8, in: 1...512, help: "channels of a token, d")
  static let causal = Option.flag("causal", help: "let no token see the ones after it")
  static let steps = Option.integer(
    "steps", default: 300, in: 1...5000, help: "steps of training for the two learnt heads")
  static let noOutputProjection = Option.flag("no-output-projection", help: "break it: leave W^O out")
  static let wrongReshape = Option.flag("wrong-reshape", help: "break it: cut the heads by a reshape alone")
  static let sharedHeads = Option.flag(
    "shared-heads", help: "break it: give all heads the same projections")
}
