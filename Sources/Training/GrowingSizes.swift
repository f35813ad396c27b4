/// Batch and context that grow during a run: short sequences first, long ones when there is something to be learned from them.
///
/// A run's steps are cut into as many equal parts as there are stages, usually three. A small batch makes more updates of
/// the same tokens while the gradient is large against its noise; a short context costs less and holds the local patterns
/// that are learned first.
///
/// ```swift
/// let sizes = GrowingSizes(
///   [.init(batch: 4, context: 32), .init(batch: 8, context: 64), .init(batch: 16, context: 96)], steps: 300)
/// sizes(step: 100)           // batch 4, context 32: the first third's last step
/// sizes.tokens(through: 101) // 100·4·32 + 8·64
/// ```
public struct GrowingSizes: Sendable, Hashable, Codable {
  /// The sizes of a batch.
  public struct Stage: Sendable, Hashable, Codable {
    /// How many sequences.
    public let batch: Int
    /// How many tokens each of them has.
    public let context: Int

    /// A batch's sizes.
    public init(batch: Int, context: Int) {
      self.batch = batch
      self.context = context
    }
  }

  /// The sizes, in the order of the run.
  public let stages: [Stage]
  /// The run's steps.
  public let steps: Int

  /// The stages of a run; traps when they are not valid.
  public init(_ stages: [Stage], steps: Int) {
    self.stages = stages
    self.steps = steps
    guard isValid else { fatalError("GrowingSizes: \(stages) in \(steps) steps") }
  }

  /// Whether there is a stage, all sizes are positive, and there is a step for each.
  public var isValid: Bool {
    !stages.isEmpty && steps >= stages.count && plausibleSteps.contains(steps)
      && stages.allSatisfy { (1...1_000_000).contains($0.batch) && (1...1_000_000).contains($0.context) }
  }

  /// The sizes of a step, from 1; after the run's last, those of the last stage. Traps when the step is not positive.
  public func callAsFunction(step: Int) -> Stage {
    guard step > 0 else { fatalError("GrowingSizes: steps count from 1, not \(step)") }
    let index = stages.indices.last { lastStep(before: $0) < step } ?? 0
    return stages[index]
  }

  /// How many tokens the first `step` steps train on.
  public func tokens(through step: Int) -> Int {
    stages.indices.reduce(0) { total, index in
      let end = index + 1 == stages.count ? step : min(step, lastStep(before: index + 1))
      return total + max(0, end - lastStep(before: index)) * stages[index].batch * stages[index].context
    }
  }

  /// How many steps come before a stage.
  private func lastStep(before index: Int) -> Int { steps * index / stages.count }
}
