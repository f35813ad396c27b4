import Autodiff
import Language
import Notebook

/// Section 4: only the rows that were used learn, unless the table also makes the logits.
func followGradient(_ notebook: ChapterNotebook, _ corpus: WordText, _ vocabulary: Vocabulary, _ ids: [Int]) {
  let isRepeated = Set(ids).count < ids.count
  notebook.heading("Only the rows in use learn")
  notebook.prose(
    """
    The gradient goes back the way the numbers came. Let every number that was looked up have the gradient 1 (the \
    loss is their sum): then a row of E collects 1 for every time that its word stands there, \
    \(isRepeated ? "twice or more for a word that repeats" : "once for each word"), and 0 if it does not.
    """)
  notebook.code()
  let table = Tensor.zeros([vocabulary.count, 3])
  let rowGradients = gradient(at: table) { lookUp($0, at: ids).sum() }

  func unmovedRows(_ gradient: Tensor) -> Int { gradient.rows.count { $0.allSatisfy { $0 == 0 } } }
  notebook.guess(
    "Which rows of the gradient are zero, and what stands in the others?")
  notebook.tensor(
    "gradient", rowGradients, axes: ["word", "channel"],
    labels: [corpus.labels(of: vocabulary.strings), []])
  let uses = (0..<vocabulary.count).map { id in Float(ids.count { $0 == id }) }
  notebook.check(
    "each row is how often its word was used",
    isTrue: rowGradients.scalars == uses.flatMap { Array(repeating: $0, count: 3) })
  notebook.check(
    "rows without a gradient", count: unmovedRows(rowGradients), equals: vocabulary.count - Set(ids).count)

  notebook.prose(
    """
    So it is where the table is only looked up in. GPT-2 uses the same table at its end too (a **tied head**): every \
    row is multiplied with what comes out at every place, to say how likely its word is next, and every row learns.
    """)
  notebook.code()
  let (inputs, targets) = (Array(ids.dropLast()), Array(ids.dropFirst()))
  let tied = Tensor.identity(vocabulary.count)
  let tiedGradients = gradient(at: tied) { table in
    let embedded = lookUp(table, at: inputs)
    let logits = matmul(embedded, table, rightTransposed: true)
    return crossEntropy(logits: logits, targets: targets)
  }

  notebook.check("with a tied head, rows without a gradient", count: unmovedRows(tiedGradients), equals: 0)
}
