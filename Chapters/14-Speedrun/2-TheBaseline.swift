import Notebook
import Training

/// Chapter 7's training, as short as it can be: its record, and whether that counts.
func theBaseline(_ notebook: ChapterNotebook, _ race: Race) throws {
  notebook.heading("The baseline")
  guard let record = race.baselineRecord else {
    return notebook.prose(
      """
      There is no record of the baseline on this text yet: `--baseline PATH` looks for the shortest schedule that gets to the target, which may take
      hours. Without it there is a loss to be seen, and nothing to compare it with.
      """)
  }
  let target = race.track.target
  notebook.prose(
    """
    A record says little without what it is compared with, and a slow baseline makes every part look good. So the baseline is chapter 7's training, a GPT and AdamW, with
    the *shortest* schedule that gets there: `--baseline PATH` halves and doubles the number of steps until it is found. One run may be lucky. A record
    counts when the mean of its seeds is at or below the target, and when that would happen in fewer than one of a hundred cases if the true mean
    were no lower than the target (Student's t, one-sided). These \(record.trials.count) runs were made before, and have been kept:
    """)
  let losses = record.trials.map(\.finalLoss)
  notebook.code()
  let test = oneSidedTTest(of: losses, isBelow: target)
  let counts = test.mean <= target && test.p < 0.01

  notebook.table(
    "the baseline after \(record.recipe.steps.grouped) steps", columns: ["seed", "nats a character"],
    rows: record.trials.map { [Int($0.seed), NumberText.fixed($0.finalLoss, decimals: 4)] })
  show(notebook, record)
  let curve = record.meanLosses
  notebook.tensor(
    "baseline.loss", curve.losses, shape: [curve.losses.count], axes: ["measurement"],
    labels: [curve.steps.map { "\($0)" }], display: .summary)
  notebook.check("the baseline counts", isTrue: counts)
}
