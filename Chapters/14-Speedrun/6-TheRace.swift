import Autodiff
import Neural
import Notebook
import Randomness
import Training

/// The recipe from one seed, beside the baseline's record.
func theRace(_ notebook: ChapterNotebook, _ race: Race) throws -> Trial {
  notebook.heading("The race")
  let (recipe, track) = (race.recipe, race.track)
  notebook.prose(
    """
    The recipe of this run: \(recipe.parts.map { "`\($0.rawValue)`" }.joined(separator: ", ")); \(recipe.steps.grouped) steps. One of them is
    """)
  notebook.declaration("trainOneStep", in: "Trial.swift")
  let progress = notebook.progress("the race", total: recipe.steps)
  let seed = notebook.seed
  let trial: Trial
  do {
    notebook.code()
    trial = try Trial(of: recipe, on: track, seed: seed) {
      progress.report(step: $0, loss: $1)
    }
    let sizes = recipe.sizes(context: track.context)
    let tokens = trial.marks.map { sizes.tokens(through: $0) }
    let stepsToLoss = trial.steps(to: track.target)

    progress.finish()
    show(notebook, race, trial, tokens: tokens, stepsToLoss: stepsToLoss)
  } catch {
    progress.finish()
    notebook.prose("The \(error).")
    notebook.check("the recipe trains", isTrue: false)
    return Trial(seed: notebook.seed, steps: recipe.steps)
  }
  return trial
}

private func show(
  _ notebook: ChapterNotebook, _ race: Race, _ trial: Trial, tokens: [Int], stepsToLoss: Int?
) {
  let (recipe, track) = (race.recipe, race.track)
  notebook.tensor(
    "recipe.loss", trial.losses, shape: [trial.losses.count], axes: ["measurement"],
    labels: [trial.marks.map { "\($0)" }], display: .summary)
  var series = [PlotCell.Series("recipe", x: tokens.map { Double($0) / 1_000 }, y: trial.losses)]
  if let record = race.baselineRecord {
    let sizes = record.recipe.sizes(context: track.context)
    let curve = record.meanLosses
    series.append(
      .init("baseline", x: curve.steps.map { Double(sizes.tokens(through: $0)) / 1_000 }, y: curve.losses))
  }
  let end = series.compactMap(\.x.last).max() ?? 0
  series.append(.init("target", x: [0, end], y: [track.target, track.target]))
  notebook.lineChart(
    "nats a character", series, xAxis: "thousand tokens", isLogarithmic: true)
  guard let stepsToLoss else {
    notebook.scalar("stepsToLoss", .nan)
    notebook.tensor("secondsToLoss", [Double.nan], shape: [], display: .momentary)
    return notebook.prose(
      """
      After \(recipe.steps.grouped) steps it loses \(NumberText.fixed(trial.finalLoss, decimals: 4)), and the target is \(NumberText.fixed(track.target, decimals: 4)): not there.
      """)
  }
  notebook.scalar("stepsToLoss", Double(stepsToLoss))
  let seconds = trial.seconds * Double(stepsToLoss) / Double(trial.steps)
  notebook.tensor("secondsToLoss", [seconds], shape: [], display: .momentary)
  guard let record = race.baselineRecord else { return }
  let sizes = recipe.sizes(context: track.context)
  let own = sizes.tokens(through: recipe.steps)
  let baseline = record.recipe.sizes(context: track.context).tokens(through: record.recipe.steps)
  let share = NumberText.fixed(Double(own) / Double(baseline), decimals: 2)
  notebook.prose(
    """
    The target is met after \(stepsToLoss.grouped) steps. The whole schedule has \(own.grouped) tokens, where the baseline needs \(record.recipe.steps.grouped) steps and \(baseline.grouped) tokens: \(share) of them.
    """)
  guard race.isOwn else { return }
  notebook.check("and at the end it is below the target", measured: trial.finalLoss, atMost: track.target)
  notebook.check(
    "the recipe needs fewer tokens than the baseline, as a part of them",
    measured: Double(own) / Double(baseline), atMost: 1.0 / 3)
}
