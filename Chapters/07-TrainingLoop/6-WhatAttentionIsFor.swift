import Autodiff
import Neural
import Notebook

/// Shows a word of a held-out story that only memory can tell, and where the model looks for it.
func showRecall(_ notebook: ChapterNotebook, _ session: Session, _ model: GPT, _ best: Baseline) {
  guard let found = mostTellingRecall(model, material: session.material, best: best) else { return }
  let tokenizer = session.material.tokenizer
  let words = found.tokens.map { tokenizer.label(of: $0) }
  let target = words[found.place]
  let before = Array(found.tokens[..<found.place])
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
  let read = [found.start] + before
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

  notebook.table(
    "attention before the gap", columns: ["block", "head", "on \(target)", "most on", "weight"], rows: rows)
  let deepest = model.blocks.count - 1
  notebook.code()
  let inDeepest = seen.tensor("blocks.\(deepest).attention.weights")
  let (heads, time) = (inDeepest.shape[1], inDeepest.shape[2])
  let recallWeights = inDeepest.sliced(axis: 2, time - 1..<time)
    .reshaped([heads, time])

  notebook.tensor(
    "recallWeights", recallWeights, axes: ["head", "key"],
    labels: [[], ["(start)"] + words[..<found.place]], display: .summary)
  if session.plan.isFull {
    notebook.check("the GPT is sure of the word", measured: found.probability, atLeast: 0.5)
    notebook.check("the \(best.name) is not", measured: found.baseline, atMost: 0.25)
    notebook.check("a head looks at the word where it stood before", measured: strongest, atLeast: 0.3)
  }
}
