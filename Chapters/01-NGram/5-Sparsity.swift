import Formulas
import Language
import Notebook

/// Section 5: the longer the memory, the more of a new text was never seen.
func measureSparsity(_ notebook: ChapterNotebook, _ material: Material, order: Int) -> NGramCounts {
  let (tokenizer, unit) = (material.tokenizer, material.unit.rawValue)
  let (training, heldOut) = (material.training, material.heldOut)
  let trainingCount = training.joined().count
  notebook.heading("Sparsity: most of what can be said was never said")
  let other =
    material.measuresTraining
    ? "The same text is measured: nothing in it can be new."
    : "The models are measured on text that was not counted: \(heldOut.joined().count.grouped) \(unit)."
  let unread =
    material.unread == 0
    ? "" : " Only the first \(Material.mostCharacters) characters are read, \(material.unread) are left out."
  notebook.prose(
    """
    Now a real text: \(material.name), \(trainingCount.grouped) \(unit) to count, \
    \(tokenizer.vocabularySize) of them different.\(unread) A model of order n looks back at n − 1 \
    \(unit). \(other) S2 names the trouble 「数据稀疏」, data sparsity.
    """)
  notebook.declaration(material.world == nil ? "cut" : "stories", in: "Material.swift")
  let progress = notebook.progress("counting", total: trainingCount)
  notebook.code()
  let counts = NGramCounts(
    order: order, vocabularySize: tokenizer.vocabularySize,
    sequences: training, progress: { progress.report(step: $0) })
  let orders = Array(1...order)
  let distinct = orders.map { counts.distinctCount(length: $0) }
  let unseenShare = orders.map { counts.unseenShare(in: heldOut, order: $0) }

  progress.finish()
  var possible = 1.0
  let rows: [[any TableValue]] = orders.map { order in
    possible *= Double(tokenizer.vocabularySize)
    return [
      order, NumberText.scientific(possible, decimals: 1), distinct[order - 1],
      NumberText.compact(100 * unseenShare[order - 1], significant: 2) + " %",
    ]
  }
  notebook.guess(
    "Of what is measured, which share was never seen while counting? Guess it for one token, for two, and for the longest."
  )
  notebook.table(
    "n-grams by order", columns: ["order", "possible, Vⁿ", "counted", "of the measured text unseen"],
    rows: rows)
  notebook.tensor(
    "unseenShare", unseenShare, shape: [orders.count], axes: ["order"], labels: [orders.map { "\($0)" }],
    display: .summary)
  if material.measuresTraining {
    notebook.check(
      "broken: nothing of the text that was counted is new", measured: unseenShare.max() ?? .nan, atMost: 0)
  }
  let smallestStep = zip(unseenShare, unseenShare.dropFirst()).map { $1 - $0 }.min() ?? 0
  notebook.check("a longer n-gram is never seen more often", measured: smallestStep, atLeast: 0)
  return counts
}
