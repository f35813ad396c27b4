import Randomness

/// The windows of `context` consecutive tokens of a long text, each with the tokens that follow.
///
/// The window that begins at i reads tokens i ..< i + context and predicts tokens i + 1 ... i + context: the
/// targets are the inputs shifted by one. Training draws windows at random; validation takes fixed ones.
public struct TokenWindows: Sendable {
  /// The text's tokens.
  public let tokens: [Int]
  /// The number of tokens that a window reads.
  public let context: Int

  /// The windows of `tokens`; throws ``CorpusError/tooShort(_:count:minimum:unit:)`` when there is not even one.
  ///
  /// `name` is what the error calls the text. Traps when `context` is not positive.
  public init(tokens: [Int], context: Int, name: String = "text") throws(CorpusError) {
    guard context > 0 else { fatalError("TokenWindows: a context of \(context) tokens") }
    guard tokens.count > context else {
      throw .tooShort(name, count: tokens.count, minimum: context + 1, unit: "tokens")
    }
    self.tokens = tokens
    self.context = context
  }

  /// The number of places at which a full window can begin: `tokens.count − context`.
  public var count: Int { tokens.count - context }

  /// The windows that begin at `starts`, as the rows of a batch.
  public func batch(startingAt starts: some Sequence<Int>) -> Batch {
    var inputs: [Int] = []
    var targets: [Int] = []
    var rows = 0
    for start in starts {
      guard start >= 0, start < count else { fatalError("window \(start) of \(count)") }
      inputs += tokens[start..<(start + context)]
      targets += tokens[(start + 1)...(start + context)]
      rows += 1
    }
    return Batch(batchSize: rows, time: context, inputs: inputs, targets: targets)
  }

  /// `batchSize` windows that begin at places drawn uniformly: the same seed draws the same.
  public func randomBatch(
    size batchSize: Int, using generator: inout some RandomNumberGenerator
  ) -> Batch {
    batch(startingAt: (0..<batchSize).map { _ in generator.index(below: count) })
  }

  /// `windowCount` windows spread evenly from the first to the last, `batchSize` to a batch (the last may have fewer).
  ///
  /// All starts differ when there are that many; else there are only as many windows as starts.
  public func evenBatches(windowCount: Int, batchSize: Int) -> [Batch] {
    let wanted = min(windowCount, count)
    let starts = (0..<max(0, wanted)).map { wanted == 1 ? 0 : $0 * (count - 1) / (wanted - 1) }
    return batches(of: starts, size: batchSize) { batch(startingAt: $0) }
  }

  /// Windows side by side that predict every token but the first exactly once; the last is padded, not kept.
  public func everyTokenOnce(batchSize: Int) -> [Batch] {
    let starts = Array(stride(from: 0, to: tokens.count - 1, by: context))
    return batches(of: starts, size: batchSize) { starts in
      var inputs: [Int] = []
      var targets: [Int] = []
      var keeps: [Bool] = []
      for start in starts {
        let length = min(context, tokens.count - 1 - start)
        let padding = repeatElement(0, count: context - length)
        inputs += tokens[start..<(start + length)] + padding
        targets += tokens[(start + 1)..<(start + 1 + length)] + padding
        keeps += (0..<context).map { $0 < length }
      }
      return Batch(
        batchSize: starts.count, time: context, inputs: inputs, targets: targets, keeps: keeps)
    }
  }

  private func batches(of starts: [Int], size: Int, _ make: ([Int]) -> Batch) -> [Batch] {
    guard size > 0 else { fatalError("batches of \(size) windows") }
    return stride(from: 0, to: starts.count, by: size).map { first in
      make(Array(starts[first..<min(first + size, starts.count)]))
    }
  }
}
