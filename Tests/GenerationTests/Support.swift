import Autodiff
import Generation
import Language
import ModelSupport
import Neural
import Platform
import Randomness

extension GPT {
  /// A tiny model with parameters large enough that its choices are not all alike.
  static let decided: GPT = {
    var model = GPT(.tiny, seed: 4)
    var generator = SeededGenerator(seed: 6)
    model.forEachParameter { _, parameter in
      parameter = parameter + .normal(parameter.shape, deviation: 0.4, using: &generator)
    }
    return model
  }()
}

/// Counts the tokens that a predictor and all its copies have read.
final class ReadingCount {
  var tokens = 0
}

/// A predictor whose logits depend on all that it has read, in no way that has a pattern.
struct ErraticPredictor: TokenPredictor {
  let vocabularySize: Int
  var contextLength: Int?
  var seed: UInt64 = 1
  var count = ReadingCount()
  private(set) var logits: [Float] = []

  init(vocabularySize: Int, contextLength: Int? = nil, needsBeginning: Bool = false, seed: UInt64 = 1) {
    self.vocabularySize = vocabularySize
    self.contextLength = contextLength
    self.seed = seed
    if !needsBeginning { read([]) }
  }

  mutating func read(_ tokens: [Int]) {
    count.tokens += tokens.count
    for token in tokens { seed = Seed(seed).derived(token).value }
    var generator = SeededGenerator(seed: seed)
    logits = (0..<vocabularySize).map { _ in 2 * Float(generator.normal()) }
  }
}

/// A predictor that goes on with the tokens given, whatever it has read, and is as good as sure of each.
struct ScriptedPredictor: TokenPredictor {
  let vocabularySize: Int
  let script: [Int]
  private var written = 0
  var contextLength: Int? { nil }

  init(_ script: [Int], vocabularySize: Int) {
    self.script = script
    self.vocabularySize = vocabularySize
  }

  var logits: [Float] {
    (0..<vocabularySize).map { $0 == script[min(written, script.count - 1)] ? 30 : 0 }
  }

  /// What is read must be what was to be written.
  mutating func read(_ tokens: [Int]) { written += tokens.count }
}

extension ScriptedPredictor {
  /// A predictor that writes bytes, each a token of ``bytes``.
  init(bytes text: some Sequence<UInt8>) {
    self.init(Array(BytePairTokenizer.bytes.encode(bytes: Array(text))), vocabularySize: 256)
  }
}

extension BytePairTokenizer {
  /// Every byte is a token, and nothing else is.
  static var bytes: BytePairTokenizer {
    do { return try BytePairTokenizer(merges: []) } catch { fatalError("\(error)") }
  }
}

/// The place of the largest number, the first of equals.
func place(ofLargest row: [Float]) -> Int {
  row.indices.max { row[$0] < row[$1] || (row[$0] == row[$1] && $0 > $1) } ?? 0
}

/// P(0) = 0.6, P(1) = 0.4; after 0 all five tokens are alike, after 1 token 2 has nearly all.
struct GardenPath: TokenPredictor {
  var vocabularySize: Int { 5 }
  var contextLength: Int? { nil }
  var text: [Int] = []
  mutating func read(_ tokens: [Int]) { text += tokens }
  var logits: [Float] {
    let probabilities: [Float] =
      switch text.first {
      case nil: [0.6, 0.4, 0, 0, 0]
      case 0: [0.2, 0.2, 0.2, 0.2, 0.2]
      default: [0, 0, 0.95, 0.05, 0]
      }
    return probabilities.map { log($0) }
  }
}
