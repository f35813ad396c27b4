import Randomness

/// Whole sequences (stories, sentences), batched and measured from their start.
public struct TokenSequences: Sendable {
  /// The sequences.
  public let sequences: [[Int]]
  /// The token read before the first of a sequence.
  public let start: Int
  /// The token that fills a row up; it never counts.
  public let padding: Int

  /// The sequences, with the token that every one is taken to follow.
  public init(_ sequences: [[Int]], start: Int, padding: Int = 0) {
    self.sequences = sequences
    self.start = start
    self.padding = padding
  }

  /// The number of tokens of the longest sequence: the context that a model of whole sequences needs.
  public var longest: Int { sequences.lazy.map(\.count).max() ?? 0 }

  /// Sequences drawn uniformly, each as often as it comes; all rows are as long as the longest drawn, or `time`.
  public func randomBatch(
    size: Int, time: Int? = nil, using generator: inout some RandomNumberGenerator
  ) -> Batch {
    let rows = (0..<size).map { _ in sequences[generator.index(below: sequences.count)] }
    return Batch(sequences: rows, start: start, padding: padding, time: time)
  }

  /// Every sequence once, in order, `size` to a batch (the last may have fewer).
  public func batches(size: Int, time: Int? = nil) -> [Batch] {
    guard size > 0 else { fatalError("batches of \(size) sequences") }
    return stride(from: 0, to: sequences.count, by: size).map { first in
      let rows = Array(sequences[first..<min(first + size, sequences.count)])
      return Batch(sequences: rows, start: start, padding: padding, time: time)
    }
  }
}
