import Notebook

/// What the command line may ask of this chapter.
enum Options {
  static let width = Option.integer("width", default: 8, in: 1...512, help: "channels of a token, d")
  static let keyWidth = Option.integer(
    "key-width", default: 4, in: 1...512, help: "channels of a query, key and value, d_k")
  static let causal = Option.flag("causal", help: "let no token see the ones after it")
  static let noScale = Option.flag("no-scale", help: "break it: do not divide the scores by √d_k")
  static let noPositions = Option.flag(
    "no-positions", help: "break it: do not tell the head where a token stands")
  static let maskAfterSoftmax = Option.flag(
    "mask-after-softmax", help: "break it: hide later tokens after the softmax, not before as --causal does")
  static let softmaxOverQueries = Option.flag(
    "softmax-over-queries", help: "break it: let columns sum to 1, and not rows")
}

/// What the reader broke of the way from scores to weights.
enum Breakage {
  case nothing, noScale, maskAfterSoftmax, softmaxOverQueries

  init(of notebook: ChapterNotebook) {
    self =
      if notebook[Options.noScale] {
        .noScale
      } else if notebook[Options.maskAfterSoftmax] {
        .maskAfterSoftmax
      } else {
        notebook[Options.softmaxOverQueries] ? .softmaxOverQueries : .nothing
      }
  }
}
