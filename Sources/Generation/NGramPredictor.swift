import Language
import Platform

/// An n-gram model that has read a text, from its beginning: ln P(w | the last n − 1 symbols) are its logits.
public struct NGramPredictor: TokenPredictor {
  /// The model that reads.
  public let model: NGramModel
  private var symbols: [Int]

  /// A model at the beginning of a text, of whose first token it already says something.
  public init(_ model: NGramModel) {
    self.model = model
    symbols = [model.beginning]
  }

  /// The number of different tokens.
  public var vocabularySize: Int { model.vocabularySize }

  /// Nothing: a text of any length can be read.
  public var contextLength: Int? { nil }

  /// ln P of each token after what was read; −∞ for what the model holds impossible.
  public var logits: [Float] { model.distribution(after: symbols).map { Float(log($0)) } }

  /// Reads further tokens, of which it remembers the last n − 1.
  public mutating func read(_ tokens: [Int]) {
    guard tokens.allSatisfy((0..<vocabularySize).contains) else {
      fatalError("NGramPredictor: tokens \(tokens) in a vocabulary of \(vocabularySize)")
    }
    symbols = (symbols + tokens).suffix(max(0, model.order - 1))
  }
}
