import Training

/// A row of the table of effects: a recipe that differs by one part from the baseline or from the full recipe.
struct Row: Codable {
  /// What the part is added to, or taken from.
  enum Start: String, Codable {
    case baseline, recipe
  }

  /// How a seed ended.
  struct Outcome: Codable {
    let seed: UInt64
    /// Nats a character after the last step of the schedule.
    let loss: Double
    /// Tokens to the target; nil where it was not met in one and a half times the schedule.
    let tokens: Int?
  }

  /// The text's fingerprint, in hexadecimal.
  let text: String
  let start: Start
  /// The part in question; nil for the start itself.
  let part: Part?
  let recipe: Recipe
  var outcomes: [Outcome] = []

  /// A row without outcomes yet.
  init(_ start: Start, _ recipe: Recipe, part: Part? = nil, on track: Track) {
    text = track.identity
    self.start = start
    self.part = part
    guard let part else {
      self.recipe = recipe
      return
    }
    self.recipe = recipe.has(part) ? recipe.removing(part) : recipe.adding(part)
  }

  /// Whether it is the row of another run: the same text, recipe and place.
  func isSame(as other: Row) -> Bool {
    text == other.text && start == other.start && part == other.part && recipe == other.recipe
  }

  /// Which of the seeds from 1 on have no outcome yet.
  func missing(of seeds: Int) -> [UInt64] {
    (1...UInt64(seeds)).filter { seed in !outcomes.contains { $0.seed == seed } }
  }

  /// Runs a seed, and keeps how it ended.
  mutating func run(on track: Track, seed: UInt64, watch: (_ step: Int, _ loss: Double) -> Void = { _, _ in })
    throws(TrainingError)
  {
    let trial = try Trial(of: recipe, on: track, seed: seed, goesOn: true, watch: watch)
    let tokens = trial.steps(to: track.target).map(recipe.sizes(context: track.context).tokens)
    outcomes.append(Outcome(seed: seed, loss: trial.finalLoss, tokens: tokens))
  }

  /// How its losses differ from the start's, seed by seed, and how likely a difference as large is by chance, on both sides.
  func difference(from other: Row) -> (mean: Double, deviation: Double, p: Double)? {
    let pairs = outcomes.compactMap { own in
      other.outcomes.first { $0.seed == own.seed }.map { own.loss - $0.loss }
    }
    guard pairs.count > 1 else { return nil }
    let test = oneSidedTTest(of: pairs, isBelow: 0)
    return (test.mean, test.deviation, 2 * min(test.p, 1 - test.p))
  }

  /// The mean of the tokens to the target, and their standard deviation; nil where a seed did not meet it.
  var tokens: (mean: Double, deviation: Double)? {
    let all = outcomes.compactMap(\.tokens).map(Double.init)
    guard all.count == outcomes.count, !all.isEmpty else { return nil }
    let mean = all.reduce(0, +) / Double(all.count)
    guard all.count > 1 else { return (mean, 0) }
    let squares = all.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, (squares / Double(all.count - 1)).squareRoot())
  }
}
