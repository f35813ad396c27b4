import Kernels

/// Something that has read a text and says how likely each next token is: a GPT with its cache, an n-gram model, a
/// decoder after its source.
///
/// A predictor is a value. A copy is a branch of the text: several completions go on from one reading of the prompt,
/// and the hypotheses of a ``BeamSearch`` are copies of each other. Reading a text at once or in parts comes to the
/// same.
public protocol TokenPredictor {
  /// The number of different tokens.
  var vocabularySize: Int { get }

  /// How many tokens are looked at together; absent where there is no limit to what may be read at once.
  var contextLength: Int? { get }

  /// The logits of the next token, `[vocabulary]`; empty before the first token where nothing is said of that.
  var logits: [Float] { get }

  /// Reads further tokens; traps for one that is not in the vocabulary.
  mutating func read(_ tokens: [Int])

  /// Reads further tokens, and gives the logits after each of them: `[tokens, vocabulary]`.
  mutating func logits(reading tokens: [Int]) -> [[Float]]
}

extension TokenPredictor {
  /// The logits after each token, read one by one.
  public mutating func logits(reading tokens: [Int]) -> [[Float]] {
    tokens.map {
      read([$0])
      return logits
    }
  }

  /// ln P(token | all before it) for each of some tokens that would come next; absent where nothing is said of a token,
  /// as of the first of a text.
  ///
  /// ```swift
  /// GPTPredictor(model).logProbabilities(of: story)  // [nil, −2.1, −0.3, …]
  /// ```
  public func logProbabilities(of tokens: [Int]) -> [Double?] {
    logProbabilityRows(before: tokens).map { $0.row.isEmpty ? nil : Double($0.row[$0.token]) }
  }

  /// The logarithms of the probabilities of all tokens in the place of each; a row is empty where nothing is said.
  func logProbabilityRows(before tokens: [Int]) -> [(token: Int, row: [Float])] {
    guard !tokens.isEmpty else { return [] }
    var branch = self
    let rows = [logits] + branch.logits(reading: tokens.dropLast())
    return zip(tokens, rows).map { ($0, naturalLogarithms(ofSoftmax: $1)) }
  }
}

/// ln softmax(logits); what is not a number counts as impossible. Empty for no logits.
func naturalLogarithms(ofSoftmax logits: [Float]) -> [Float] {
  logSoftmax(Buffer(logits.map { $0.isNaN ? -.infinity : $0 }), rows: 1, columns: logits.count).array
}
