import Notebook
import Training

/// What a record is, the newest one, and this run held against it.
func aRecord(_ notebook: ChapterNotebook, _ race: Race, _ trial: Trial) {
  notebook.heading("A record")
  notebook.prose(
    """
    Elsewhere a record is a log that one believes. Here the same seed gives the same bits, on every processor with a fused multiply-add and with any number of threads, and so a record is a file
    that says what to run and what came out: losses, and a number of all parameters at the end, of every seed. The seconds in it are quoted.
    """)
  notebook.declaration("Record", in: "Record.swift")
  guard let record = race.newest else {
    return notebook.prose("There is no record of a recipe on this text yet; `--record PATH` makes one.")
  }
  notebook.table(
    "the newest record", columns: ["seed", "nats a character", "parameters"],
    rows: record.trials.map { [Int($0.seed), NumberText.fixed($0.finalLoss, decimals: 4), $0.parameters] })
  show(notebook, record)
  notebook.check("the record counts", isTrue: record.counts)
  guard race.recipe == record.recipe, let kept = record.trials.first(where: { $0.seed == trial.seed }) else {
    return
  }
  compare(notebook, trial, kept)
}

/// Checks that two runs of a seed are one, and says what differs.
func compare(_ notebook: ChapterNotebook, _ trial: Trial, _ kept: Trial) {
  guard hasBitsOfEveryMachine else {
    return notebook.prose(
      "This build has no fused multiply-adds, so its bits are its own: seed \(kept.seed) is not compared.")
  }
  notebook.code()
  let differing = zip(trial.losses, kept.losses).count {
    $0.bitPattern != $1.bitPattern
  }
  let isSameModel = trial.parameters == kept.parameters

  if let first = trial.losses.indices.first(where: {
    trial.losses[$0].bitPattern != kept.losses[$0].bitPattern
  }) {
    notebook.prose(
      """
      The first loss that differs is that after \(trial.marks[first].grouped) steps: \(trial.losses[first]) here, \(kept.losses[first]) in the record.
      """)
  }
  if !isSameModel {
    notebook.prose("The parameters are \(trial.parameters) here, and \(kept.parameters) in the record.")
  }
  notebook.check("seed \(kept.seed): losses that differ in any bit", count: differing, equals: 0)
  notebook.check("seed \(kept.seed): the parameters are the record's", isTrue: isSameModel)
}
