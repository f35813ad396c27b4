import Language
import Neural
import Notebook
import Training

/// Happy or sad: a story without its end, a person, and what three hundred labelled stories teach.
func labelledTask(_ notebook: ChapterNotebook, _ lesson: Lesson) throws -> LabelledTask {
  notebook.heading("A labelled task")
  let (world, seed, count) = (lesson.world, notebook.seed, notebook[Options.heldOut])
  notebook.code()
  let labelled = world.labelledStories(count: 300, longest: 84, seed: seed)
  let heldOut = world.labelledStories(
    count: count, longest: 84, seed: seed ^ 0x9_0000)

  notebook.prose(
    """
    A story up to its last event, a person of it, and a label: happy is who will go home with something, sad whose hands are
    empty. The sentence that tells it is cut off. Both labels are equally likely, so guessing is right half of the time.

    \(labelled.prefix(4).map { "- \($0.text) **\($0.person): \($0.mood.rawValue)**" }.joined(separator: "\n"))
    """)
  notebook.prose(
    """
    The label is put as something to say. After the story comes the marker `<sad>`, and then the name of the one who is,
    or "Nobody". All that is read before it is not to be learned; the loss is on the one token of the answer:
    """)
  notebook.declaration("labelSequence", in: "2-ALabelledTask.swift")
  let sequences = try labelled.map { try labelSequence($0, lesson) }
  notebook.prose(
    "Tuning is training that does not begin at random, with a smaller rate and few steps:")
  notebook.declaration("tuned", in: "1-WhatItStartsFrom.swift")
  let (start, plan) = (lesson.model, lesson.labelPlan)
  let progress = notebook.progress("tuning on labels", total: plan.steps)
  notebook.code()
  let model = try tuned(start, on: sequences, by: plan) {
    $0($1, dropout: $2)
  } watch: { result, _ in
    progress.report(step: result.step, loss: Double(result.loss))
  }

  progress.finish()
  let table = try confusion(of: model, on: heldOut, lesson)
  notebook.prose("A person whom the likeliest next token names is taken for sad, all others for happy:")
  notebook.declaration("confusion", in: "2-ALabelledTask.swift")
  notebook.tensor(
    "confusion", table.counts.joined().map(Double.init), shape: [2, 2], axes: ["label", "answer"],
    labels: [["happy", "sad"], ["happy", "sad"]], display: .plainTable)
  notebook.code()
  let accuracy = table.accuracy
  let precision = [table.precision(of: 0), table.precision(of: 1)]
  let recall = [table.recall(of: 0), table.recall(of: 1)]
  let f1 = [table.f1(of: 0), table.f1(of: 1)]

  notebook.scalar("accuracy", accuracy)
  for (name, values) in [("precision", precision), ("recall", recall), ("f1", f1)] {
    notebook.tensor(
      name, values, shape: [2], axes: ["class"], labels: [["happy", "sad"]], display: .plainTable)
  }
  notebook.prose(
    """
    **Accuracy** is the share of right answers. **Precision** asks of those that were called sad: how many are? **Recall** asks
    of those that are sad: how many were found? **F₁** is their harmonic mean, 2·P·R/(P + R), and near 1 only where both are.
    """)
  let task = LabelledTask(
    stories: labelled, heldOut: heldOut, sequences: sequences, tuned: model, accuracy: accuracy)
  let bag = try bagAccuracy(task, count: 300, lesson)
  notebook.table(
    "held-out stories", columns: ["labelled by", "accuracy"],
    rows: [["a coin", 0.5], ["a bag of words", bag], ["the tuned model", accuracy]])
  notebook.prose(
    """
    A bag of words knows that somebody gave something away, and not who. The label is in no word: it is in who does what.
    """)
  let (sum, half) = (precision[1] + recall[1], 2 * precision[1] * recall[1])
  notebook.check(
    "F₁ is the harmonic mean of precision and recall", measured: sum == 0 ? 0 : half / sum, near: f1[1],
    within: 1e-12)
  if lesson.isOwn {
    notebook.check("a bag of words stays below 85 %", measured: bag, atMost: 0.85)
    notebook.check("the tuned model is right far more often", measured: accuracy, atLeast: 0.8)
  }
  return task
}

/// A labelled story as the model reads it: the story, `<sad>`, and a name.
func labelSequence(
  _ story: TinyWorld.LabelledStory, _ lesson: Lesson
) throws -> TargetedSequence {
  let sad = story.emptyHanded ?? "Nobody"
  var sequence = TargetedSequence()
  sequence.read([lesson.start] + (try lesson.tokens(of: story.text)))
  sequence.read([lesson.token(.sad)])
  sequence.learn(try lesson.tokens(of: " " + sad))
  return sequence
}

/// How a model labels stories: in the rows what is true, in the columns what
/// it says; 0 is happy, 1 sad.
func confusion(
  of model: GPT, on stories: [TinyWorld.LabelledStory], _ lesson: Lesson
) throws -> ConfusionTable {
  var table = ConfusionTable(classCount: 2)
  let texts = try stories.map {
    try labelSequence($0, lesson).tokens.dropLast()
  }
  for (story, said) in zip(stories, likeliestNext(after: texts, model)) {
    let isSad = try [said] == lesson.tokens(of: " " + story.person)
    table.note(isSad ? 1 : 0, for: story.mood == .sad ? 1 : 0)
  }
  return table
}

/// The share of held-out stories that a bag of words labels rightly, which has seen so many; the person is a word of
/// the text.
func bagAccuracy(_ task: LabelledTask, count: Int, _ lesson: Lesson) throws -> Double {
  func texts(_ stories: some Sequence<TinyWorld.LabelledStory>) throws -> [[Int]] {
    try stories.map { try lesson.tokens(of: $0.text) + lesson.tokens(of: " " + $0.person) }
  }
  func labels(_ stories: some Sequence<TinyWorld.LabelledStory>) -> [Int] {
    stories.map { $0.mood == .sad ? 1 : 0 }
  }
  let bag = BagOfWords(
    try texts(task.stories.prefix(count)), labels: labels(task.stories.prefix(count)),
    width: lesson.words.vocabularySize)
  let answers = bag.answers(to: try texts(task.heldOut))
  let right = zip(answers, labels(task.heldOut)).count { $0 == $1 }
  return Double(right) / Double(task.heldOut.count)
}

/// The likeliest token after each text, many texts at once; behind the end of a text nothing counts.
func likeliestNext(after texts: [ArraySlice<Int>], _ model: GPT) -> [Int] {
  stride(from: 0, to: texts.count, by: 25).flatMap { first in
    let some = texts[first..<min(first + 25, texts.count)]
    let time = some.map(\.count).max() ?? 0
    let padded = some.map { $0 + Array(repeating: 0, count: time - $0.count) }
    let logits = model(padded.map(Array.init))  // [texts, time, vocabulary]
    let rows = logits.reshaped([some.count * time, logits.shape[2]]).rows
    return some.enumerated().map { index, text in
      let row = rows[index * time + text.count - 1]
      return row.indices.max { row[$0] < row[$1] } ?? 0
    }
  }
}
