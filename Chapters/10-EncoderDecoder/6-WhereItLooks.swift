import Autodiff
import Language
import Neural
import Notebook

/// The reader's text: its translation, and where the decoder looks while it writes.
func showAttention(_ notebook: ChapterNotebook, _ session: Session, _ fit: Fit) throws {
  let (material, model) = (session.material, fit.model)
  let (end, limit, breakage) = (material.end, session.configuration.contextLength, session.breakage)
  let source = session.textTokens
  notebook.heading("Where it looks")
  notebook.code()
  let written = greedy(
    model, [source], end: end, limit: limit, by: breakage)[0]
  let text = try material.targetTokenizer.decode(written)

  let meaning = material.sourceWorld.meaning(of: session.text)
  let verdict =
    meaning == nil
    ? "Tiny World itself would not say your text in these words, so that nobody can judge the translation."
    : material.targetWorld.meaning(of: text + "\n") == meaning
      ? "The judge: its meaning is kept." : "The judge: its meaning is not kept."
  notebook.prose(
    """
    - \(oneLine(session.text))
    - \(text)

    \(verdict)
    """)
  guard breakage != .noCrossAttention else {
    notebook.prose(
      "There is no cross-attention to be seen: nothing of your text reached the decoder.")
    return
  }
  notebook.prose(
    """
    The weights of the last block's cross-attention, the mean of its heads: each row a token that is written, each
    column a token of the source.
    """)
  notebook.code()
  let memory = model.encode([source])
  let (_, seen) = observing {
    model.decode([[end] + written], reading: memory, by: breakage)
  }
  let last = model.decoder.count - 1
  let weights = seen.tensor("decoder.\(last).crossAttention.weights")
  // [1, head, target, source] → [target, source]
  let crossWeights = weights.selected(axis: 0, 0).mean(alongAxis: 0)

  let rows = material.targetTokenizer.labels(of: written + [end])
  let columns = material.sourceTokenizer.labels(of: source)
  notebook.guess(
    "Where in the source does the decoder look for each word that it writes? Find a word that has no partner there."
  )
  notebook.tensor(
    "crossWeights", crossWeights, axes: ["written", "source"], labels: [rows, columns],
    formula: .g_CROSS)
  let sums = crossWeights.sum(alongAxis: 1)
  notebook.check(
    "every row sums to 1: off by", measured: sums.distance(to: .ones(sums.shape)), atMost: 1e-5)
}
