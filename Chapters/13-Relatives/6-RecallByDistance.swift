import Autodiff
import Language
import Neural
import Notebook
import Platform

/// What each model gives a colour that was told before, by how long ago that was.
func recallByDistance(
  _ notebook: ChapterNotebook, _ lesson: Lesson, _ trained: Trained, _ staircase: Staircase
) {
  notebook.heading("How far a colour is remembered")
  notebook.prose(
    """
    Who has a red kite has it to the end of the story. At every place where a colour is said again: what probability does each model give it, and how
    many words ago was it said last? The source knows which of the things may be meant, so its numbers are the best that there are.
    """)
  let colours = Set(
    lesson.heldOutText.flatMap { lesson.world.plan(of: $0)?.cast.map(\.colour) ?? [] }.map { "␣" + $0 })
  let isColour = (0..<lesson.vocabulary).map { colours.contains(lesson.label(of: $0)) }
  let models: [(name: String, logits: ([[Int]]) -> Tensor)] = [
    ("RNN", { trained.rnn($0) }), ("LSTM", { trained.lstm($0) }), ("GPT", { trained.gpt($0) }),
    ("chapter 7", { lesson.seventh($0) }),
  ]
  let counted = staircase.best
  notebook.code()
  var recalls: [Recall] = []
  for story in lesson.heldOut {
    let read = [lesson.start] + story.dropLast()
    let rows = models.map { logSoftmax($0.logits([read])) }  // [1, time, …]
    let byCounts = counted.logProbabilities(of: story)
    for (place, word) in story.enumerated() where isColour[word] {
      guard let last = story[..<place].lastIndex(of: word) else { continue }
      let found = [byCounts[place]] + rows.map { Double($0[0, place, word]) }
      recalls.append(
        Recall(
          story: story, place: place, distance: place - last, found: found))
    }
  }

  let names = ["\(counted.order)-gram"] + models.map(\.name) + ["the source"]
  let ranges = Recall.ranges
  let means = ranges.map { range -> (count: Int, means: [Double]) in
    let some = recalls.filter { range.contains($0.distance) }
    let source = some.map { recall in sourceProbability(of: recall, lesson) }
    let found = (0..<names.count - 1).map { model in
      some.reduce(0) { $0 + exp($1.found[model]) } / Double(max(1, some.count))
    }
    return (some.count, found + [source.reduce(0, +) / Double(max(1, some.count))])
  }
  notebook.guess(
    "How often is the colour right when it was told long ago: by n-grams, RNN, LSTM and GPT?")
  notebook.table(
    "mean probability of the colour", columns: ["words ago", "places"] + names,
    rows: zip(ranges, means).map { range, found in
      ["\(range.lowerBound)–\(range.upperBound)", found.count]
        + found.means.map { NumberText.fixed($0, decimals: 3) }
    })
  notebook.tensor(
    "recallByDistance", names.indices.flatMap { model in means.map { $0.means[model] } },
    shape: [names.count, ranges.count], axes: ["model", "distance"],
    labels: [names, ranges.map { "\($0.lowerBound)–\($0.upperBound)" }], display: .summary)
  notebook.prose(
    """
    Who knows that a colour is due, and not which, gives each of \(colours.count) the same: \(NumberText.fixed(1 / Double(colours.count), decimals: 3)).
    """)
  guard lesson.isOwn else { return }
  let far = means[2].means
  notebook.check(
    "20 words back the GPT remembers more than the LSTM", measured: far[3] - far[2], atLeast: 0.1)
}

/// What the source gives the colour of a recall after all before it.
private func sourceProbability(of recall: Recall, _ lesson: Lesson) -> Double {
  func beginning(_ count: Int) -> Double {
    let text = (try? lesson.tokenizer.decode(Array(recall.story.prefix(count)))) ?? ""
    return lesson.world.logProbability(ofBeginning: text)
  }
  return exp(beginning(recall.place + 1) - beginning(recall.place))
}
