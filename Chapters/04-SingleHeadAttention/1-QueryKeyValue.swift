import Autodiff
import Language
import Neural
import Notebook
import Randomness

/// From words to vectors, and from each vector a question, an offer and an answer.
func queryKeyValue(
  _ notebook: ChapterNotebook, text: String, width: Int, keyWidth: Int, noPositions: Bool, seed: UInt64
) -> Lesson {
  let time = Sentence(text).words.count
  notebook.prose(
    """
    Attention lets every token of a sentence ask all the tokens a question and take home a mixture of their \
    answers. Your sentence has \(time == 1 ? "one token" : "\(time) tokens"). Each is a row of \(width) numbers: a \
    random row for the word (equal words, equal rows)\
    \(noPositions ? "; its place is left out" : ", plus the sines and cosines of its place").
    """)
  notebook.code()
  let sentence = Sentence(text)
  let (words, numbers) = (sentence.words, sentence.numbers)
  let embedding = Embedding(
    words: sentence.distinctWords + [""], channels: width, seed: Seed(seed))
  let positions = sinusoidalPositions(length: words.count, channels: width)
  var input = embedding(numbers)  // [time, width]

  if !noPositions {
    notebook.code()
    input += positions
  }
  notebook.tensor("input", input, axes: ["token", "channel"], labels: [words, []])

  notebook.heading("Query, key, value")
  notebook.prose(
    """
    Three matrices turn each row into three: the **query** says what the token looks for, the **key** what it \
    offers, the **value** what it hands over when it is chosen. Each row is projected by itself; no token sees \
    another yet. The matrices are random: this chapter shows the machine, `training` what it learns.
    """)
  notebook.formula(.s1_3_1_1_QKV)
  notebook.declaration("Head", in: "Head.swift")
  // Any head would do; this one, of the default seed, happens to look at words where a reader would.
  notebook.code()
  let head = Head(
    width: width, keyWidth: keyWidth, seed: Seed(seed).derived(18))
  let query = head.query(input)  // X·W^Q: [time, width] → [time, d_k]
  let key = head.key(input)
  let value = head.value(input)

  for (name, tensor) in [("query", query), ("key", key), ("value", value)] {
    notebook.tensor(name, tensor, axes: ["token", "channel"], labels: [words, []], formula: .s1_3_1_1_QKV)
  }
  return Lesson(
    sentence: sentence, embedding: embedding, positions: positions, hasPositions: !noPositions, head: head,
    input: input, query: query, key: key, value: value)
}
