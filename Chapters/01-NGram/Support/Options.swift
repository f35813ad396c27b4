import Language
import Notebook

/// What the command line takes.
enum Options {
  static let order = Option.integer(
    "order", default: 8, in: 1...8, help: "the highest order n that is counted: n − 1 tokens are remembered")
  static let smoothing = Option.choice(
    "smoothing", default: SmoothingChoice.kneserNey,
    help: "how the counts that samples are drawn from are smoothed")
  static let k = Option.number(
    "k", default: 1, in: 0.001...1000, help: "what add-k smoothing adds to every count")
  static let tokens = Option.choice(
    "tokens", default: TokenUnit.characters, help: "what a token of the text is")
  static let noSmoothing = Option.flag("no-smoothing", help: "break it: what was never seen is impossible")
  static let testOnTraining = Option.flag(
    "test-on-training", help: "break it: measure on the text that was counted")
  static let noEnd = Option.flag("no-end", help: "break it: toy sentences that have no </s>")
}

/// What a token of the text is.
enum TokenUnit: String, CaseIterable {
  case characters, words

  /// "character" or "word".
  var token: String { String(rawValue.dropLast()) }

  func tokenizer(of text: String) -> any Tokenizer {
    switch self {
    case .characters: CharacterTokenizer(corpus: text)
    case .words: WordTokenizer(corpus: text)
    }
  }
}

/// The smoothings by the names that the command line has for them.
enum SmoothingChoice: String, CaseIterable {
  case maximumLikelihood = "likelihood"
  case addK = "add-k"
  case interpolation
  case absolute
  case kneserNey = "kneser-ney"

  /// A name that fits beside a row.
  func label(k: Double) -> String {
    switch self {
    case .maximumLikelihood: "likelihood"
    case .addK: NGramSmoothing.addConstant(k).name
    case .interpolation: "interpol."
    case .absolute: "absolute"
    case .kneserNey: "Kneser–Ney"
    }
  }
}
