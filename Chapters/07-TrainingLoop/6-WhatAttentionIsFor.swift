import Autodiff
import Neural
import Notebook

/// Shows a word of a held-out story that only memory can tell, where the model looks for it, and where it looked while it
/// was learning.
func showRecall(_ notebook: ChapterNotebook, _ session: Session, _ fit: Fit, _ best: Baseline) {
  let model = fit.run.model
  guard let found = mostTellingRecall(model, fit.gaps, best: best) else { return }
  let tokenizer = session.material.tokenizer
  let gap = found.gap
  let words = gap.story.map { tokenizer.label(of: $0) }
  let target = words[gap.place]
  let before = Array(gap.story[..<gap.place])
  notebook.heading("What attention is for")
  notebook.prose(
    """
    In this held-out story one word is certain for whoever remembers, and open for whoever does not:

    - \(inOneLine((try? tokenizer.decode(before)) ?? "")) **\(String(target.drop { $0 == "␣" }))** …

    The \(best.name), which has forgotten the beginning, gives \(target) the probability
    \(NumberText.fixed(found.baseline, decimals: 3)); the GPT gives it
    \(NumberText.fixed(found.probability, decimals: 3)). Where does it know it from? For every head: the share of its
    attention that the last token before the gap pays to the word where it stood before, and what it looks at most.
    """)
  notebook.code()
  let read = gap.read
  let (_, seen) = observing { model([read]) }
  // The story stands one place later in `read`: its word p is key p + 1.
  let keys = before.indices.filter { words[$0] == target }.map { $0 + 1 }
  var rows: [[any TableValue]] = []
  var strongest: Float = 0
  for layer in model.blocks.indices {
    let weights = seen.tensor("blocks.\(layer).attention.weights")
    // [1, head, query, key]
    let last = weights.shape[2] - 1
    for head in 0..<weights.shape[1] {
      let row = (0..<weights.shape[3]).map { weights[0, head, last, $0] }
      let onWord = keys.reduce(Float(0)) { $0 + row[$1] }
      strongest = max(strongest, onWord)
      let most = row.indices.max { row[$0] < row[$1] } ?? 0
      let mostOn = most == 0 ? "(start)" : words[most - 1]
      rows.append([layer, head, Double(onWord), mostOn, Double(row[most])])
    }
  }

  notebook.guess(
    "The next word was told sentences ago. In which block does a head look back at it: in the first or in the last?"
  )
  notebook.table(
    "attention before the gap", columns: ["block", "head", "on \(target)", "most on", "weight"], rows: rows)
  let deepest = model.blocks.count - 1
  notebook.code()
  let inDeepest = seen.tensor("blocks.\(deepest).attention.weights")
  let (heads, time) = (inDeepest.shape[1], inDeepest.shape[2])
  let recallWeights = inDeepest.sliced(axis: 2, time - 1..<time)
    .reshaped([heads, time])

  let keyLabels = ["(start)"] + words[..<gap.place]
  let headLabels = (0..<heads).map { "head \($0)" }
  lookOnTheWay(notebook, fit, found, recallWeights, labels: [headLabels, keyLabels])
  lookCloser(notebook, seen, block: deepest, keys: keys, labels: keyLabels)
  if session.plan.isFull {
    notebook.check("the GPT is sure of the word", measured: found.probability, atLeast: 0.5)
    notebook.check("the \(best.name) is not", measured: found.baseline, atMost: 0.25)
    notebook.check("a head looks at the word where it stood before", measured: strongest, atLeast: 0.3)
  }
}

/// Where the last block's heads looked from this gap at each measurement of the training.
private func lookOnTheWay(
  _ notebook: ChapterNotebook, _ fit: Fit, _ found: Recall, _ recallWeights: Tensor, labels: [[String]]
) {
  notebook.prose(
    "And while it was learning? At each measurement, where the heads of the last block looked from here:")
  notebook.declaration("looks", in: "Recall.swift")
  let looks = fit.looks.map { $0[found.index] }
  notebook.code()
  let lookedAt = stack(looks)  // [measurement, head, key]
  let last = lookedAt.selected(axis: 0, looks.count - 1)

  notebook.tensor(
    "recallByStep", lookedAt, axes: ["step", "head", "key"],
    labels: [fit.validationSteps.map { "\($0)" }] + labels, display: .summary)
  notebook.check(
    "at the last one, where the model looks as it is now", measured: last.distance(to: recallWeights),
    atMost: 1e-5)
  if fit.validationSteps.count > 1 {
    notebook.explore(
      .curve("where it looked", curve: "held-out loss", samples: writtenOnTheWay, weights: "recallByStep"))
  }
}

/// The head that looks at the word most: the query of the token before the gap, and every key and value.
private func lookCloser(
  _ notebook: ChapterNotebook, _ seen: Observations, block: Int, keys: [Int], labels: [String]
) {
  notebook.prose(
    "The head of the last block that looks there most: what the last token asks, and what all have to offer.")
  notebook.code()
  let made = ["query", "key", "value", "weights"].map { name in
    seen.tensor("blocks.\(block).attention.\(name)").selected(axis: 0, 0)
  }  // [head, token, size], and [head, query, key]
  let asking = made[0].shape[1] - 1
  func onWord(_ head: Int) -> Float {
    keys.reduce(0) { $0 + made[3][head, asking, $1] }
  }
  let head = (0..<made[0].shape[0]).max { onWord($0) < onWord($1) } ?? 0
  let ofHead = made.map { $0.selected(axis: 0, head) }
  let query = ofHead[0].sliced(axis: 0, asking..<asking + 1)  // [1, size]
  let (key, value) = (ofHead[1], ofHead[2])  // [token, size]
  let weights = ofHead[3].sliced(axis: 0, asking..<asking + 1)  // [1, key]

  notebook.head(
    "recallHead", title: "head \(head) of the last block", query: query, key: key, value: value,
    weights: weights, scale: 1 / Float(query.shape[1]).squareRoot(), queries: [labels[asking]], keys: labels,
    projections: .summary, display: .summary)
}
