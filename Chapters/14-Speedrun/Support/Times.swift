import Neural
import Randomness
import Training

/// How long a recipe takes to the end of its schedule, and how long the baseline, side by side.
///
/// Each trains a slice of its steps in turn, so that a machine that is busy for a while is busy for both.
struct Times {
  /// Seconds of all steps, without the measurements.
  let recipe: Double
  let baseline: Double
  /// How many steps that were.
  let steps: (recipe: Int, baseline: Int)
  /// Nats a character at the end.
  let recipeLoss: Double
  let baselineLoss: Double

  /// The recipe's part of the baseline's seconds.
  var share: Double { recipe / baseline }

  /// A step of the recipe, in steps of the baseline.
  var step: Double { share * Double(steps.baseline) / Double(steps.recipe) }

  /// Into how many slices a schedule is cut.
  static let slices = 25

  /// Trains both from one seed, the recipe's slice before the baseline's.
  init(
    of recipe: Recipe, beside baseline: Recipe, on track: Track, seed: UInt64,
    watch: (_ slice: Int) -> Void = { _ in }
  ) throws(TrainingError) {
    let recipes = [recipe, baseline]
    var runs = recipes.map { $0.begun(on: track, seed: seed) }
    var seconds = [0.0, 0.0]
    for slice in 1...Self.slices {
      for (index, recipe) in recipes.enumerated() {
        let sizes = recipe.sizes(context: track.context)
        let begun = ContinuousClock.now
        try runs[index].train(through: recipe.steps * slice / Self.slices, on: track, sizes)
        seconds[index] += (ContinuousClock.now - begun) / .seconds(1)
      }
      watch(slice)
    }
    steps = (recipe.steps, baseline.steps)
    (self.recipe, self.baseline) = (seconds[0], seconds[1])
    (recipeLoss, baselineLoss) = (runs[0].loss(on: track), runs[1].loss(on: track))
  }
}

extension [Double] {
  /// The one in the middle; of an even number the mean of the two there. Traps when there is none.
  var median: Double {
    let sorted = sorted()
    return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
  }
}

/// A run by whichever optimizer, which can be trained on and measured.
protocol Paced {
  mutating func train(through step: Int, on track: Track, _ sizes: GrowingSizes) throws(TrainingError)
  func loss(on track: Track) -> Double
}

extension TrainingRun: Paced where Model == FastGPT {
  /// Makes the steps that are still missing.
  mutating func train(through last: Int, on track: Track, _ sizes: GrowingSizes) throws(TrainingError) {
    while step < last { try trainOneStep(&self, on: track, sizes) }
  }

  /// Nats a character on the held-out text.
  func loss(on track: Track) -> Double { track.loss { model($0) } }
}

extension Recipe {
  /// A run of it that has made no step yet.
  func begun(on track: Track, seed: UInt64) -> any Paced {
    has(.muon) ? begun(on: track, seed: seed, by: muon) : begun(on: track, seed: seed, by: adamW)
  }

  /// The same by an optimizer.
  func begun<Method: Optimizer>(
    on track: Track, seed: UInt64, by optimizer: Method
  ) -> TrainingRun<FastGPT, Method> {
    let start = Seed(seed)
    return TrainingRun(
      model: FastGPT(track.configuration(ofModel), seed: start), optimizer: optimizer, schedule: schedule,
      maximumNorm: has(.muon) ? nil : 1, seed: start.derived(1))
  }
}
