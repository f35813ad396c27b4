import Autodiff
import Generation
import Neural
import Notebook
import Randomness

/// What can be seen in the model, and how a head is taken out without editing a layer; gives what was seen.
func seeAndChange(_ notebook: ChapterNotebook, _ lesson: Lesson) throws -> Observations {
  notebook.heading("See and change")
  let (model, tokens, answer) = (lesson.model, lesson.tokens, lesson.answer)
  notebook.prose(
    """
    The text, and the word that is asked for:

    - \(lesson.words.dropFirst().map { $0.replacing("␣", with: " ") }.joined().trimmingPrefix(" ")) **\(lesson.label(of: answer))** …

    Every layer of this course gives its intermediates names, and `observing` keeps them. What can be seen by a name can also be changed by
    it: `intervening` puts something else in its place, and the rest of the model goes on with that. Here a head of the first block looks at
    nothing:
    """)
  notebook.code()
  let (logits, seen) = observing { model(tokens) }  // [time, vocabulary]
  let headless = intervening([
    "blocks.0.attention.weights": { $0.zeroing(head: 0) }
  ]) { model(tokens) }
  let unchanged = intervening(["blocks.0.attention.weights": { $0 }]) {
    model(tokens)
  }

  let last = tokens.count - 1
  func likely(_ logits: Tensor) -> [any TableValue] {
    let row = softmax(logits).rows[last]
    let best = row.indices.max { row[$0] < row[$1] } ?? 0
    return [lesson.label(of: best), Double(row[best]), Double(row[answer])]
  }
  notebook.table(
    "after the text", columns: ["", "likeliest", "p", "p of \(lesson.label(of: answer))"],
    rows: [["the model"] + likely(logits), ["without head 0 of block 0"] + likely(headless)])
  notebook.check("a change that changes nothing", measured: unchanged.distance(to: logits), atMost: 0)
  let attention = seen.filter { $0.name.hasPrefix("blocks.0.") }
  notebook.table(
    "\(seen.count) names, of which the first block's", columns: ["name", "shape"],
    rows: attention.map { [$0.name, "\($0.value.shape)"] })
  notebook.prose(
    """
    Nothing in the model knows of this. It works at every name, at several at once, while a gradient is taken, and when the model writes token
    by token: the short way that a single token otherwise takes is then not taken.
    """)
  let count = Lesson.continuation
  notebook.code()
  func continuation() throws -> [Int] {
    var generator = SeededGenerator(seed: 1)
    return try generate(
      GPTPredictor(model), prompt: tokens, maximumNewTokens: count,
      sampler: Sampler(temperature: 0), using: &generator)
  }
  let told = try continuation()
  let toldHeadless = try intervening([
    "blocks.0.attention.weights": { $0.zeroing(head: 0) }
  ]) { try continuation() }

  func text(_ tokens: [Int]) -> String {
    tokens.map { lesson.label(of: $0).replacing("␣", with: " ").replacing("\n", with: "⏎") }.joined()
  }
  notebook.table(
    "how it goes on", columns: ["", "text"],
    rows: [["the model", text(told)], ["without the head", text(toldHeadless)]])
  var cache = KeyValueCache(layerCount: model.blocks.count)
  let oneByOne = intervening(["blocks.0.attention.weights": { $0.zeroing(head: 0) }]) {
    concatenate(tokens.map { model([$0], cache: &cache) }, axis: 0)
  }
  notebook.check(
    "token by token it is the same model", measured: oneByOne.distance(to: headless), atMost: 1e-3)
  return seen
}
