import Randomness

/// How a model is tuned.
struct TuningPlan {
  var steps: Int
  /// How many sequences a step draws.
  var batch = 12
  /// The highest learning rate.
  var rate: Float
  /// λ: how much the tokens count that are not to be learned.
  var auxiliaryWeight: Float = 0
  var seed: Seed
}
