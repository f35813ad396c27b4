import Notebook
import Training

/// Runs a record again, and compares it bit for bit.
func verify(_ notebook: ChapterNotebook, _ race: Race, _ path: String) throws {
  let record = try Record(at: path, option: "--verify", on: race.track)
  let trials = record.trials.prefix(notebook[Options.seeds] ?? record.trials.count)
  notebook.prose(
    """
    \(path): \(record.recipe.parts.isEmpty ? "the baseline" : record.recipe.parts.map(\.rawValue).joined(separator: ", ")), \(record.recipe.steps.grouped) steps, \(trials.count) of \(record.trials.count.counted("seed")).
    """)
  let progress = notebook.progress("the record again", total: trials.count * record.recipe.steps)
  for (index, kept) in trials.enumerated() {
    compare(
      notebook,
      try trial(of: record.recipe, race, seed: kept.seed) { step, loss in
        progress.report(step: index * record.recipe.steps + step, loss: loss)
      }, kept)
  }
  progress.finish()
  show(notebook, record)
  notebook.check("the record counts", isTrue: record.counts)
}

/// Runs a recipe from every seed, and writes the record.
func makeRecord(_ notebook: ChapterNotebook, _ race: Race, of recipe: Recipe, to path: String) throws {
  let seeds = notebook[Options.seeds] ?? race.track.seeds
  let progress = notebook.progress("the record", total: seeds * recipe.steps)
  let trials = try (0..<seeds).map { index in
    try trial(of: recipe, race, seed: UInt64(index + 1)) { step, loss in
      progress.report(step: index * recipe.steps + step, loss: loss)
    }
  }
  progress.finish()
  let record = Record(of: recipe, on: race.track, trials, machine: Machine.description)
  try record.write(to: path)
  notebook.table(
    "the record", columns: ["seed", "nats a character"],
    rows: trials.map { [Int($0.seed), NumberText.fixed($0.finalLoss, decimals: 4)] })
  show(notebook, record)
  notebook.prose(
    "It is kept in \(path), and \(record.counts ? "counts" : "does not count: its mean is not below the target at p < 0.01")."
  )
}

/// The mean of a record's losses held against the target.
func show(_ notebook: ChapterNotebook, _ record: Record) {
  guard let test = record.test else { return notebook.prose("One seed says nothing of chance.") }
  notebook.table(
    columns: ["mean", "deviation", "target", "t", "p"],
    rows: [
      [test.mean, test.deviation, record.target, test.t, test.p].map {
        NumberText.fixed($0, decimals: 4)
      }
    ])
}

/// Makes the rows of the table that are not kept yet, of all parts or of one.
func makeTable(_ notebook: ChapterNotebook, _ race: Race, in path: String) throws {
  let named = try Part.named(notebook[Options.part].map { [$0] } ?? [], in: "--part")
  var effects = try Effects(at: path)
  let rows = Effects.rows(
    baseline: race.baseline, recipe: race.recipe, on: race.track, parts: named.isEmpty ? Part.allCases : named
  ).map(effects.kept)
  let seeds = notebook[Options.seeds] ?? race.track.seeds
  let total = rows.reduce(0) { $0 + $1.recipe.steps } * seeds
  var done = total - rows.reduce(0) { $0 + $1.missing(of: seeds).count * $1.recipe.steps }
  let progress = notebook.progress("rows of the table", total: total, after: done)
  if done < total { progress.begin() }
  for var row in rows {
    for seed in row.missing(of: seeds) {
      try row.run(on: race.track, seed: seed) { step, loss in
        progress.report(step: min(total, done + step), loss: loss)
      }
      try effects.keep(row)
      done += row.recipe.steps
    }
  }
  progress.finish()
  show(notebook, effects, race)
}

/// Looks for the shortest schedule of the baseline that counts, to a twentieth of its steps.
func shortestBaseline(_ notebook: ChapterNotebook, _ race: Race) throws -> Recipe {
  var tried: [[any TableValue]] = []
  let seeds = max(2, notebook[Options.seeds] ?? race.track.seeds)
  let progress = notebook.progress("schedules of the baseline", total: 12 * seeds)
  func gets(_ recipe: Recipe) throws -> Bool {
    let losses = try (1...UInt64(seeds)).map { seed in
      let loss = try trial(of: recipe, race, seed: seed).finalLoss
      progress.report(step: tried.count * seeds + Int(seed), loss: loss)
      return loss
    }
    let test = oneSidedTTest(of: losses, isBelow: race.track.target)
    tried.append([recipe.steps, test.mean, test.deviation, test.p])
    return test.mean <= race.track.target && test.p < 0.01
  }
  let shortest = try shortestSchedule(from: race.baseline, where: gets)
  progress.finish()
  notebook.table("schedules of the baseline", columns: ["steps", "mean", "deviation", "p"], rows: tried)
  notebook.prose("The shortest that counts has \(shortest.steps.grouped) steps.")
  return shortest
}

/// The recipe with the fewest steps that `gets` there, by doubling, then halving, to a twentieth of its steps; at most
/// 100,000.
func shortestSchedule(from recipe: Recipe, where gets: (Recipe) throws -> Bool) rethrows -> Recipe {
  func of(_ steps: Int) -> Recipe {
    var result = recipe
    result.steps = steps
    return result
  }
  var (short, long) = (0, max(Track.interval, recipe.steps))
  while long < 100_000, try !gets(of(long)) { (short, long) = (long, min(100_000, long * 2)) }
  while long - short > max(Track.interval, long / 20) {
    let middle = (short + long) / 2 / Track.interval * Track.interval
    if middle > short, try gets(of(middle)) { long = middle } else { short = max(middle, short + 1) }
  }
  return of(long)
}

/// Tells what the recipe takes to the end of its schedule, and what the baseline, and what they then lose.
func timeBoth(_ notebook: ChapterNotebook, _ race: Race) throws {
  let seeds = notebook[Options.seeds] ?? 1
  let progress = notebook.progress("both in turn", total: seeds * Times.slices)
  let all = try (0..<seeds).map { index in
    try toItsEnd(seed: UInt64(index + 1)) { seed throws(TrainingError) in
      try Times(of: race.recipe, beside: race.baseline, on: race.track, seed: seed) {
        progress.report(step: index * Times.slices + $0)
      }
    }
  }
  progress.finish()
  notebook.table(
    "both in turn, a twenty-fifth of the steps at a time",
    columns: ["seed", "recipe, s", "baseline, s", "share", "recipe, nats", "baseline, nats"],
    rows: all.enumerated().map { index, times in
      [index + 1]
        + [times.recipe, times.baseline, times.share].map { NumberText.fixed($0, decimals: 2) }
        + [times.recipeLoss, times.baselineLoss].map { NumberText.fixed($0, decimals: 4) }
    })
  let (recipe, baseline) = (all.map(\.recipe).median, all.map(\.baseline).median)
  let steps = (recipe: race.recipe.steps, baseline: race.baseline.steps)
  notebook.prose(
    """
    \(Machine.description): the recipe's \(steps.recipe.grouped) steps take \(NumberText.fixed(recipe, decimals: 1)) s, the baseline's \(steps.baseline.grouped) take \(NumberText.fixed(baseline, decimals: 1)) s, by the median. That is \(NumberText.fixed(all.map(\.share).median, decimals: 2)) of the seconds; a step of the recipe takes \(NumberText.fixed(all.map(\.step).median, decimals: 2)) times as long.
    \(race.baselineRecord == nil ? "There is no record of the baseline on this text: whether its schedule is long enough, and no longer, is not known." : "The target is \(NumberText.fixed(race.track.target, decimals: 4)); whether a recipe gets there, the mean of a record's seeds decides.")
    """)
  notebook.tensor("recipe.seconds", [recipe], shape: [], display: .momentary)
  notebook.tensor("baseline.seconds", [baseline], shape: [], display: .momentary)
}

private func trial(
  of recipe: Recipe, _ race: Race, seed: UInt64, watch: (_ step: Int, _ loss: Double) -> Void = { _, _ in }
) throws -> Trial {
  try toItsEnd(seed: seed) { seed throws(TrainingError) in
    try Trial(of: recipe, on: race.track, seed: seed, watch: watch)
  }
}

/// What is trained from a seed; a run that diverges ends the command with one line that names the seed.
private func toItsEnd<Result>(
  seed: UInt64, _ train: (_ seed: UInt64) throws(TrainingError) -> Result
) throws(CommandFailure) -> Result {
  do throws(TrainingError) {
    return try train(seed)
  } catch {
    throw .input("seed \(seed): \(error)")
  }
}
