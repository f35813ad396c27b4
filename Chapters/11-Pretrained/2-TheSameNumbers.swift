import Autodiff
import Foundation
import Generation
import Language
import Neural
import Notebook

/// What the model says, beside what was read in the same folder by others.
func sameNumbers(_ notebook: ChapterNotebook, _ lesson: Lesson) throws {
  notebook.heading("The same numbers")
  notebook.prose(
    """
    A model has been read rightly when it says the same. The text becomes tokens, and the tokens become logits:
    """)
  let (model, tokenizer) = (lesson.pretrained.model, lesson.pretrained.tokenizer)
  let text = notebook[Options.prompt]
  notebook.code()
  let tokens = try tokenizer.encode(text)
  let logits = model(tokens)  // [time, vocabulary]

  let names = tokens.map { tokenizer.label(of: $0) }
  notebook.tensor(
    "tokens", tokens.map(Double.init), shape: [tokens.count], axes: ["token"], labels: [names],
    display: .plainTable)
  notebook.tensor("logits", logits, axes: ["token", "vocabulary"], labels: [names, []], display: .summary)
  let theirs = lesson.isOwn ? try Reference.of(text) : nil
  if let theirs { compare(notebook, tokens, logits, with: theirs) }
  notebook.prose("And so it goes on, the likeliest token each time:")
  let count = notebook[Options.newTokens]
  var generator = lesson.seed.generator()
  notebook.code()
  let written = try generate(
    GPTPredictor(model), prompt: tokens, maximumNewTokens: count,
    sampler: .greedy, using: &generator)

  notebook.table(
    "", columns: ["prompt", "goes on"],
    rows: [[text, read(written, by: tokenizer)]])
  if let theirs, !notebook[Options.linearLayout], count >= theirs.greedy.count {
    notebook.check(
      "the first \(theirs.greedy.count) are those that `transformers` chooses",
      isTrue: Array(written.prefix(theirs.greedy.count)) == theirs.greedy)
  }
}

/// Tokens and logits beside what `transformers` made of the same folder and the same text.
private func compare(
  _ notebook: ChapterNotebook, _ tokens: [Int], _ logits: Tensor, with theirs: Reference
) {
  notebook.prose(
    """
    The script that made the folder wrote down what `transformers` says to this text, with PyTorch; of the logits those at the last
    two places:
    """)
  let time = tokens.count
  notebook.code()
  let places = time - theirs.logits.shape[0]..<time
  let farthest = logits.sliced(axis: 0, places).distance(to: theirs.logits)

  notebook.check("the same tokens", isTrue: tokens == theirs.tokens)
  if notebook[Options.linearLayout] {
    notebook.check("broken: no shape is wrong, and the logits are", measured: farthest, atLeast: 1e-3)
  } else {
    notebook.check("the same logits", measured: farthest, atMost: 1e-4)
  }
}

/// The text of some tokens, or their names where they spell no text: an untrained model writes bytes as they come.
private func read(_ tokens: [Int], by tokenizer: AnyTokenizer) -> String {
  let bytes = try? tokenizer.decodeBytes(tokens)
  return bytes.flatMap { String(validating: $0, as: UTF8.self) }
    ?? tokens.map(tokenizer.label).joined(separator: " ")
}
