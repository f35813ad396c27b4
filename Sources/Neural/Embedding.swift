import Autodiff
import Randomness

/// A table with one row of numbers for every token: E[id], the same as onehot(id)·E without the product.
///
/// Its gradient reaches only the rows that were looked up; a row looked up twice receives the sum.
public struct Embedding: Module {
  /// `[vocabulary, channels]`.
  public var weight: Tensor

  /// A table with given numbers.
  public init(weight: Tensor) {
    guard weight.rank == 2 else { fatalError("Embedding: a table of shape \(weight.shape) is not a matrix") }
    self.weight = weight
  }

  /// A table of normally distributed numbers; 0.02 is GPT-2's standard deviation.
  public init(
    vocabularySize: Int, channels: Int, deviation: Float = 0.02,
    using generator: inout some RandomNumberGenerator
  ) {
    self.init(weight: .normal([vocabularySize, channels], deviation: deviation, using: &generator))
  }

  /// A table with a standard normal row for every word, drawn from the seed and the word's own bytes: a word has the
  /// same row in every sentence.
  public init(words: [String], channels: Int, seed: Seed) {
    let rows = words.map { word in
      var generator = word.utf8.reduce(seed) { $0.derived(Int($1)) }.generator()
      return Tensor.normal([channels], using: &generator)
    }
    self.init(weight: stack(rows))
  }

  /// The rows of one sequence of tokens: `[time, channels]`.
  public func callAsFunction(_ tokens: [Int]) -> Tensor {
    lookUp(weight, at: tokens)
  }

  /// The rows of a batch of sequences of one length: `[batch, time, channels]`.
  public func callAsFunction(_ tokens: [[Int]]) -> Tensor {
    let time = tokens.first?.count ?? 0
    if let other = tokens.first(where: { $0.count != time }) {
      fatalError("Embedding: a sequence of \(other.count) tokens in a batch of sequences of \(time)")
    }
    return lookUp(weight, at: tokens.flatMap { $0 }).reshaped([tokens.count, time, weight.shape[1]])
  }

  /// h·Eᵀ: how well every token of the vocabulary fits, with the table as output head (weight tying, Press and
  /// Wolf 2017): `[…, channels] → […, vocabulary]`.
  public func logits(_ hidden: Tensor) -> Tensor {
    matmul(hidden, weight, rightTransposed: true)
  }

  /// Presents `weight`.
  public mutating func visitParameters(_ visitor: ParameterVisitor) {
    visitor.visit("weight", &weight)
  }
}
