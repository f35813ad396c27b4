import Autodiff
import Neural
import Notebook

/// What the model would say after each half of a block.
func logitLens(_ notebook: ChapterNotebook, _ lesson: Lesson, _ seen: Observations) {
  notebook.heading("The logit lens")
  let (model, tokens, stages, answer) = (lesson.model, lesson.tokens, lesson.stages, lesson.answer)
  let withoutNorm = notebook[Options.lensWithoutNorm]
  notebook.prose(
    """
    A pre-norm stack is a stream that every layer adds to, and only at its end it is normalised and read. Nothing forbids to read it
    earlier: what would the model say if there were no further layers?
    """)
  notebook.formula(.g_LENS)
  let said: [Tensor]
  if withoutNorm {
    notebook.code()
    said = stages.map { model.embedding.logits(seen.tensor($0)) }
  } else {
    notebook.code()
    said = stages.map { model.logits(of: seen.tensor($0)) }
    // [1, time, channels] → [1, time, vocabulary] each
  }
  let last = tokens.count - 1
  let next = Array(tokens.dropFirst()) + [answer]
  notebook.code()
  let logProbabilities = said.map { logits in
    let rows = logSoftmax(logits).reshaped([tokens.count, -1]).rows
    return zip(rows, next).map { $0[$1] }
  }

  notebook.table(
    "after “\(lesson.words.suffix(3).joined().replacing("␣", with: " "))”",
    columns: ["read after", "likeliest", "p", "second", "p", "p of \(lesson.label(of: answer))"],
    rows: zip(stages, said).map { stage, logits in
      let row = softmax(logits).reshaped([tokens.count, -1]).rows[last]
      let order = row.indices.sorted { row[$0] > row[$1] }
      return [
        stage, lesson.label(of: order[0]), Double(row[order[0]]), lesson.label(of: order[1]),
        Double(row[order[1]]), Double(row[answer]),
      ]
    })
  notebook.prose(
    "And of every word of the text, given those before it: ln p of what comes next, the answer at the end.")
  let labels = lesson.stageLabels
  notebook.table(
    "ln p of the next word", columns: ["given"] + labels + ["next"],
    rows: tokens.indices.map { position in
      [lesson.words[position]] + logProbabilities.map { NumberText.fixed(Double($0[position]), decimals: 2) }
        + [lesson.label(of: next[position])]
    })
  notebook.tensor(
    "lens", logProbabilities.flatMap { $0 }, shape: [stages.count, tokens.count],
    axes: ["read after", "position"],
    labels: [labels, lesson.words], display: .summary)
  guard let whole = said.last else { return }
  let distance = whole.distance(to: seen.tensor("logits"))
  if withoutNorm {
    notebook.check("broken: at the end it is not what the model says", measured: distance, atLeast: 0.1)
  } else {
    notebook.check("at the end it is what the model says", measured: distance, atMost: 1e-4)
  }
}
