import Formulas
import Language
import Notebook

/// Section 5: the longer the memory, the more of a new text was never seen.
func measureSparsity(_ notebook: ChapterNotebook, _ material: Material, highestOrder: Int) -> NGramCounts {
  notebook.heading("Sparsity: most of what can be said was never said")
  let other =
    material.measuresTraining
    ? "The same text is measured: nothing in it can be new."
    : "The models are measured on text that was not counted: \(material.heldOutTokens.grouped) \(material.unit.rawValue)."
  let unread =
    material.unread == 0
    ? "" : " Only the first \(Material.mostCharacters) characters are read, \(material.unread) are left out."
  notebook.prose(
    """
    Now a real text: \(material.name), \(material.trainingTokens.grouped) \(material.unit.rawValue) to count, \
    \(material.tokenizer.vocabularySize) of them different.\(unread) A model of order n looks back at n − 1 \
    \(material.unit.rawValue). \(other) S2 names the trouble 「数据稀疏」, data sparsity.
    """)
  notebook.code(
    """
    let counts = NGramCounts(order: \(highestOrder), vocabularySize: V, sequences: training)
    counts.unseenShare(in: heldOut, order: n)
    """)
  let progress = notebook.progress("counting", total: material.trainingTokens)
  let counts = NGramCounts(
    order: highestOrder, vocabularySize: material.tokenizer.vocabularySize, sequences: material.training,
    progress: { progress.report(step: $0) })
  progress.finish()
  let orders = Array(1...highestOrder)
  let shares = orders.map { counts.unseenShare(in: material.heldOut, order: $0) }
  var possible = 1.0
  let rows: [[any TableValue]] = orders.map { order in
    possible *= Double(material.tokenizer.vocabularySize)
    return [
      order, NumberText.scientific(possible, decimals: 1), counts.distinctCount(length: order),
      NumberText.compact(100 * shares[order - 1], significant: 2) + " %",
    ]
  }
  notebook.table(
    "n-grams by order", columns: ["order", "possible, Vⁿ", "counted", "of the measured text unseen"],
    rows: rows)
  notebook.tensor(
    "unseenShare", shares, shape: [orders.count], axes: ["order"], labels: [orders.map { "\($0)" }],
    display: .summary)
  if material.measuresTraining {
    notebook.check(
      "broken: nothing of the text that was counted is new", measured: shares.max() ?? .nan, atMost: 0)
  }
  let smallestStep = zip(shares, shares.dropFirst()).map { $1 - $0 }.min() ?? 0
  notebook.check("a longer n-gram is never seen more often", measured: smallestStep, atLeast: 0)
  return counts
}
