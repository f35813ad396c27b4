import Autodiff
import Neural
import Randomness
import Training

/// One run of a recipe from one seed: what it lost on the way, and what it has become.
struct Trial: Hashable, Codable {
  let seed: UInt64
  /// Nats a character before the first step, after every interval, and after the last step of the schedule.
  var losses: [Double] = []
  /// The steps after which they were measured.
  var marks: [Int] = []
  /// The steps of the schedule.
  let steps: Int
  /// The fingerprint of the parameters after the schedule's last step, in hexadecimal.
  var parameters = ""
  /// What the steps took, without the measurements.
  var seconds = 0.0

  /// The loss after the last step of the schedule.
  var finalLoss: Double { marks.lastIndex { $0 <= steps }.map { losses[$0] } ?? .nan }

  /// The first measurement that is at or below a loss, in steps.
  func steps(to target: Double) -> Int? { zip(marks, losses).first { $0.1 <= target }?.0 }
}

extension Trial {
  /// Trains by a recipe. A run that has not met the target at the end of its schedule goes on at the last rate for as
  /// much as half of the schedule again, if it may.
  init(
    of recipe: Recipe, on track: Track, seed: UInt64, goesOn: Bool = false,
    watch: (_ step: Int, _ loss: Double) -> Void = { _, _ in }
  ) throws(TrainingError) {
    self.init(seed: seed, steps: recipe.steps)
    if recipe.has(.muon) {
      try train(recipe, track, recipe.muon, goesOn, watch)
    } else {
      try train(recipe, track, recipe.adamW, goesOn, watch)
    }
  }

  private mutating func train(
    _ recipe: Recipe, _ track: Track, _ optimizer: some Optimizer, _ goesOn: Bool,
    _ watch: (_ step: Int, _ loss: Double) -> Void
  ) throws(TrainingError) {
    var run = recipe.begun(on: track, seed: seed, by: optimizer)
    let sizes = recipe.sizes(context: track.context)
    let clock = ContinuousClock()
    measure(run, track, watch)
    while run.step < steps
      || goesOn && run.step < steps * 3 / 2 && self.steps(to: track.target) == nil
    {
      let begun = clock.now
      try trainOneStep(&run, on: track, sizes)
      seconds += (clock.now - begun) / .seconds(1)
      if run.step.isMultiple(of: Track.interval) || run.step == steps { measure(run, track, watch) }
      if run.step == steps { parameters = String(Training.fingerprint(of: run.model), radix: 16) }
    }
  }

  private mutating func measure(
    _ run: TrainingRun<FastGPT, some Optimizer>, _ track: Track,
    _ watch: (_ step: Int, _ loss: Double) -> Void
  ) {
    let loss = run.loss(on: track)
    marks.append(run.step)
    losses.append(loss)
    watch(run.step, loss)
  }
}

/// One step: windows of the text, and of each what follows every token.
func trainOneStep<Method: Optimizer>(
  _ run: inout TrainingRun<FastGPT, Method>, on track: Track,
  _ sizes: GrowingSizes
) throws(TrainingError) {
  let size = sizes(step: run.step + 1)
  let windows = track.batch(size, using: &run.generator)
  let targets = windows.flatMap { $0.dropFirst() }
  try run.step { model, _ in
    let logits = model(windows.map { Array($0.dropLast()) })
    return crossEntropy(logits: logits, targets: targets)
  }
}
