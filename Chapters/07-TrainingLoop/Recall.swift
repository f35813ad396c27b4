import Autodiff
import Language
import Neural
import Notebook

/// Shows a word of a held-out story that only memory can tell, and where the model looks for it.
func showRecall(
  of model: GPT, material: Material, best: Baseline, isAsserted: Bool, notebook: ChapterNotebook
) {
  guard let found = mostTellingRecall(model, material: material, best: best) else { return }
  let tokenizer = material.tokenizer
  let words = found.tokens.map { tokenizer.label(of: $0) }
  let target = words[found.place]
  let before = Array(found.tokens[..<found.place])
  notebook.heading("What attention is for")
  notebook.prose(
    """
    In this held-out story one word is certain for whoever remembers, and open for whoever does not:

    - \(wrapped((try? tokenizer.decode(before)) ?? "")) **\(String(target.drop { $0 == "␣" }))** …

    The \(best.name), which has forgotten the beginning, gives \(target) the probability
    \(NumberText.fixed(found.baseline, decimals: 3)); the GPT gives it
    \(NumberText.fixed(found.probability, decimals: 3)). Where does it know it from? For every head: the share of its
    attention that the last token before the gap pays to the word where it stood before, and what it looks at most.
    """)
  notebook.code(
    """
    let (logits, seen) = observing { model([tokens]) }
    seen["blocks.1.attention.weights"]  // [batch, head, query, key]
    """)
  let read = [found.start] + before
  let (_, seen) = observing { model([read]) }
  // Keys: `read` is the story shifted by its separator, so the word at place p of the story is key p + 1.
  let earlier = before.indices.filter { before[$0] == found.tokens[found.place] }
  let keys = earlier.map { $0 + 1 }
  var rows: [[any TableValue]] = []
  var strongest: Float = 0
  for layer in model.blocks.indices {
    guard let weights = seen["blocks.\(layer).attention.weights"]?.value else { continue }
    let last = weights.shape[2] - 1
    for head in 0..<weights.shape[1] {
      let row = (0..<weights.shape[3]).map { weights[0, head, last, $0] }
      let onWord = keys.reduce(Float(0)) { $0 + row[$1] }
      strongest = max(strongest, onWord)
      let first = row.indices.max { row[$0] < row[$1] } ?? 0
      let top = first == 0 ? "(start)" : words[first - 1]
      rows.append([layer, head, Double(onWord), top, Double(row[first])])
    }
  }
  notebook.table(
    "attention before the gap", columns: ["block", "head", "on \(target)", "most on", "weight"], rows: rows)
  if let weights = seen["blocks.\(model.blocks.count - 1).attention.weights"]?.value {
    let last = weights.sliced(axis: 2, weights.shape[2] - 1..<weights.shape[2])
    notebook.tensor(
      "recallWeights", last.reshaped([weights.shape[1], weights.shape[3]]), axes: ["head", "key"],
      labels: [[], ["(start)"] + before.map { tokenizer.label(of: $0) }], display: .summary)
  }
  if isAsserted {
    notebook.check("the GPT is sure of the word", measured: found.probability, atLeast: 0.5)
    notebook.check("the \(best.name) is not", measured: found.baseline, atMost: 0.25)
    notebook.check("a head looks at the word where it stood before", measured: strongest, atLeast: 0.3)
  }
}

/// A place in a held-out story where the model knows and the n-gram does not.
private struct Recall {
  let start: Int
  let tokens: [Int]
  let place: Int
  let probability: Double
  let baseline: Double
}

/// Among the first held-out stories, the colour of somebody's thing, told before and well out of the n-gram's
/// sight, whose probability under the model exceeds that under the n-gram by the largest factor.
private func mostTellingRecall(_ model: GPT, material: Material, best: Baseline) -> Recall? {
  guard let start = material.start else { return nil }
  let world = TinyWorld()
  let counted = best.model()
  var result: Recall?
  var largest = 0.0
  for tokens in material.heldOutSequences.prefix(20) where tokens.count <= model.configuration.contextLength {
    let story = (try? material.tokenizer.decode(tokens)) ?? ""
    let colours = Set(world.plan(of: story)?.cast.map { "␣" + $0.colour } ?? [])
    let logs = logSoftmax(model([start] + tokens.dropLast()))
    let baseline = counted.logProbabilities(of: tokens)
    for place in tokens.indices where colours.contains(material.tokenizer.label(of: tokens[place])) {
      let log = Double(logs[place, tokens[place]])
      let distance = tokens[..<place].lastIndex(of: tokens[place]).map { place - $0 } ?? 0
      guard distance > best.order, log - baseline[place] > largest else { continue }
      largest = log - baseline[place]
      result = Recall(
        start: start, tokens: tokens, place: place, probability: Double(exp(Tensor(Float(log))).scalar),
        baseline: Double(exp(Tensor(Float(baseline[place]))).scalar))
    }
  }
  return result
}

/// The text without the line end that closes a story.
private func wrapped(_ text: String) -> String {
  String(text.split(separator: "\n").joined(separator: " "))
}
