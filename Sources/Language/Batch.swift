/// Sequences of token ids side by side, with the token that follows at every place: what one training step reads.
///
/// `inputs`, `targets` and `keeps` are [batch, time], row-major. `targets[b, t]` is the token after
/// `inputs[b, 0...t]`; where `keeps[b, t]` is false the place is padding and its loss must not count.
public struct Batch: Sendable, Hashable {
  /// The number of sequences.
  public let batchSize: Int
  /// The number of places of each sequence.
  public let time: Int
  /// The tokens read.  // [batch, time]
  public let inputs: [Int]
  /// The tokens to be predicted.  // [batch, time]
  public let targets: [Int]
  /// Whether the place is text and not padding.  // [batch, time]
  public let keeps: [Bool]

  /// `[batchSize, time]`.
  public var shape: [Int] { [batchSize, time] }
  /// The number of places that are not padding.
  public var keptCount: Int { keeps.reduce(0) { $0 + ($1 ? 1 : 0) } }

  /// Rows of one length, without padding unless `keeps` says where; traps when the counts do not fit the shape.
  public init(batchSize: Int, time: Int, inputs: [Int], targets: [Int], keeps: [Bool]? = nil) {
    let keeps = keeps ?? [Bool](repeating: true, count: inputs.count)
    guard inputs.count == batchSize * time, targets.count == inputs.count, keeps.count == inputs.count else {
      fatalError(
        "Batch: shape [\(batchSize), \(time)] with \(inputs.count) inputs, \(targets.count) targets "
          + "and \(keeps.count) flags")
    }
    self.batchSize = batchSize
    self.time = time
    self.inputs = inputs
    self.targets = targets
    self.keeps = keeps
  }

  /// Whole sequences, each measured from its start: the first token is predicted from `start` alone.
  ///
  /// Row b reads `start, s₀ … sₙ₋₂` and predicts `s₀ … sₙ₋₁`; shorter rows are filled with `padding`, not kept,
  /// to `time` places (absent: to the longest row). Traps when a sequence is longer than `time`.
  public init(sequences: [[Int]], start: Int, padding: Int = 0, time: Int? = nil) {
    let longest = sequences.lazy.map(\.count).max() ?? 0
    let time = time ?? longest
    guard longest <= time else { fatalError("Batch: a sequence of \(longest) tokens in \(time) places") }
    var inputs: [Int] = []
    var targets: [Int] = []
    var keeps: [Bool] = []
    for sequence in sequences {
      let missing = time - sequence.count
      if !sequence.isEmpty { inputs += [start] + sequence.dropLast() }
      inputs += repeatElement(padding, count: missing)
      targets += sequence + repeatElement(padding, count: missing)
      keeps += sequence.map { _ in true } + repeatElement(false, count: missing)
    }
    self.init(batchSize: sequences.count, time: time, inputs: inputs, targets: targets, keeps: keeps)
  }
}
