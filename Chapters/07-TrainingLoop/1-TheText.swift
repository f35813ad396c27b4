import Notebook

/// A stretch of text as the model reads it: every target is the token after its input.
struct Piece {
  let inputs: [Int]
  let targets: [Int]
}

/// A sequence cut into pieces of at most `context` tokens; each begins where the one before it ended.
func pieces(of sequence: [Int], after start: Int, context: Int) -> [Piece] {
  let inputs = [start] + sequence.dropLast()
  return stride(from: 0, to: sequence.count, by: context).map { first in
    let range = first..<min(first + context, sequence.count)
    return Piece(
      inputs: Array(inputs[range]), targets: Array(sequence[range]))
  }
}

/// The text, what a token of it is, and what the model is asked.
func showText(_ notebook: ChapterNotebook, _ material: Material) {
  notebook.heading("The text")
  let sample = material.heldOutText.split(separator: "\n").first.map(String.init) ?? ""
  let tokens = tokenCount(material.trainingSequences)
  if material.world == nil {
    notebook.prose(
      """
      Your text has \(tokens.grouped) tokens to learn from, of \(material.tokenizer.vocabularySize.grouped) kinds; its last tenth,
      \(material.heldOutCharacters.grouped) characters, is held out and only measured on.
      """)
  } else {
    notebook.prose(
      """
      \(material.trainingSequences.count.grouped) stories of Tiny World to learn from, \(tokens.grouped) tokens of
      \(material.tokenizer.vocabularySize.grouped) kinds, and \(material.heldOutSequences.count.grouped) others that are held out. One of those:

      - \(sample)

      Who has which thing is said once, at the start, and needed again sentences later. The generator knows the
      probability of each of its choices, so the entropy of this source is known exactly.
      """)
  }
  notebook.prose("A model reads pieces of the text, and its targets are the same tokens one place on:")
  notebook.declaration("pieces", in: "1-TheText.swift")
}

/// How many tokens the sequences have in all.
func tokenCount(_ sequences: [[Int]]) -> Int { sequences.reduce(0) { $0 + $1.count } }
