import Autodiff
import Neural
import Notebook

/// Where the colour is on its way: what one story's numbers do in another story.
func patching(_ notebook: ChapterNotebook, _ lesson: Lesson, _ seen: Observations) {
  notebook.heading("Patching")
  let (model, tokens, stages) = (lesson.model, lesson.tokens, lesson.stages)
  let (answer, instead) = (lesson.answer, lesson.instead)
  let (answerLabel, insteadLabel) = (lesson.label(of: answer), lesson.label(of: instead))
  guard let place = lesson.place else {
    return notebook.prose("\(answerLabel) does not stand in the text: there is no word to exchange.")
  }
  notebook.prose(
    """
    The same story once more, with \(insteadLabel) in the place of \(answerLabel): now the model should say the other word. Both stories
    differ in one place, and what they say at the end differs, so something has come from there to here. Which way? At each place and
    depth in turn the other story is given the numbers of this one, and what matters is how much of the difference comes back:
    1 when all of it, 0 when nothing. The difference is of two logits, \(answerLabel) less \(insteadLabel).
    """)
  let last = tokens.count - 1
  notebook.code()
  var otherTokens = tokens
  otherTokens[place] = instead
  func difference(_ logits: Tensor) -> [Float] {  // [batch, time, vocabulary]
    let atTheEnd = logits.selected(axis: 1, last)
    return atTheEnd.rows.map { $0[answer] - $0[instead] }
  }
  let here = difference(model([tokens]))[0]
  let there = difference(model([otherTokens]))[0]

  notebook.guess(
    "One word differs between two stories. Which sign does the difference of the logits have in each?")
  notebook.table(
    "\(answerLabel) less \(insteadLabel)", columns: ["story", "difference of the logits"],
    rows: [["with \(answerLabel)", Double(here)], ["with \(insteadLabel)", Double(there)]])
  guard abs(here - there) >= 0.05 else {
    return notebook.prose("The exchange changes next to nothing at the end: there is nothing to bring back.")
  }
  notebook.prose(
    "Every place is tried in one batch: the story so many times, and in row p the place p is exchanged.")
  let shuffled = notebook[Options.shuffledPatch]
  let copies: [Tensor]
  if shuffled {
    notebook.code()
    copies = stages.map { stage in
      let own = seen.tensor(stage)  // [1, time, channels]
      let before = own.sliced(axis: 1, 0..<last)
      let end = own.sliced(axis: 1, last..<last + 1)
      return concatenate([end, before], axis: 1)  // one place too late
    }
  } else {
    notebook.code()
    copies = stages.map { seen.tensor($0) }  // [1, time, channels] each
  }
  notebook.code()
  let time = tokens.count
  let isHere = Tensor.identity(time).reshaped([time, time, 1])
  let batch = Array(repeating: otherTokens, count: time)
  let restored = zip(stages, copies).map { stage, copy in
    let patched = intervening([
      stage: { $0 * (1 - isHere) + copy * isHere }
    ]) { model(batch) }
    return difference(patched).map { ($0 - there) / (here - there) }
  }

  notebook.table(
    "share that comes back", columns: ["place"] + lesson.stageLabels,
    rows: (0..<time).map { position in
      [lesson.words[position]] + restored.map { NumberText.fixed(Double($0[position]), decimals: 3) }
    })
  notebook.tensor(
    "patching", restored.flatMap { $0 }, shape: [stages.count, time], axes: ["exchanged after", "position"],
    labels: [lesson.stageLabels, lesson.words], display: .summary)
  if shuffled {
    if lesson.isOwn {
      notebook.check(
        "broken: the colour's place no longer brings all back",
        measured: restored[0][place],
        atMost: 0.5)
    }
  } else {
    notebook.check(
      "the word's own embedding brings all back", measured: restored[0][place], near: 1, within: 1e-2)
    let elsewhere = restored[0].enumerated().filter { $0.offset != place }.map { abs($0.element) }
    notebook.check("nothing else in the embeddings does", measured: elsewhere.max() ?? 0, atMost: 1e-2)
    let end = restored[stages.count - 1]
    notebook.check("after the last block all stands at the end", measured: end[last], near: 1, within: 1e-2)
    notebook.check(
      "and nowhere else", measured: end.dropLast().map(abs).max() ?? 0, atMost: 1e-2)
  }
  notebook.prose(
    """
    A gradient gives another answer, for the price of one run: how much the difference would change if a word's embedding grew
    (*gradient × input*). It is exact for a linear model. Here it tells what would matter to a small change, and patching what matters to
    this one:
    """)
  notebook.code()
  let (_, tracked) = observing {
    gradient(at: model) { model in
      let logits = model([tokens]).selected(axis: 1, last)
      return
        (logits.selected(axis: 1, answer)
        - logits.selected(axis: 1, instead)).sum()
    }
  }
  let embedded = tracked["embedded"]
  let slope = embedded?.gradient ?? .zeros(seen.tensor("embedded").shape)
  let product = (slope * seen.tensor("embedded")).sum(alongAxis: -1)

  let byGradient = product.scalars
  notebook.tensor(
    "gradientTimesInput", byGradient, shape: [time], axes: ["position"], labels: [lesson.words],
    display: .summary)
  let strongest = byGradient.indices.sorted { abs(byGradient[$0]) > abs(byGradient[$1]) }.prefix(5)
  notebook.table(
    "the words with the largest products, and the one that was exchanged",
    columns: ["position", "word", "gradient × input", "embedding patched"],
    rows: (strongest.contains(place) ? Array(strongest) : strongest + [place]).map {
      [
        $0, lesson.words[$0], NumberText.fixed(Double(byGradient[$0]), decimals: 3),
        NumberText.fixed(Double(restored[0][$0]), decimals: 3),
      ]
    })
}
