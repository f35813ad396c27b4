import Language
import Notebook
import Randomness

let highestOrder = Option.integer(
  "order", default: 8, in: 1...8, help: "the highest order n that is counted: n − 1 tokens are remembered")
let smoothing = Option.choice(
  "smoothing", default: SmoothingChoice.kneserNey,
  help: "how the counts that samples are drawn from are smoothed")
let addedCount = Option.number(
  "k", default: 1, in: 0.001...1000, help: "what add-k smoothing adds to every count")
let unit = Option.choice("tokens", default: TokenUnit.characters, help: "what a token of the text is")
let noSmoothing = Option.flag("no-smoothing", help: "break it: what was never seen is impossible")
let testOnTraining = Option.flag("test-on-training", help: "break it: measure on the text that was counted")
let noEnd = Option.flag("no-end", help: "break it: toy sentences that have no </s>")

Chapter(
  "ngram", title: "Chapter 1 · Counting: the n-gram model",
  summary: "A language model that only counts: probabilities, smoothing, perplexity, samples, and its limit.",
  input: .corpus(default: "stories of Tiny World", minimumCharacters: 20),
  options: [highestOrder, smoothing, addedCount, unit, noSmoothing, testOnTraining, noEnd],
  sections: [
    "Counting",
    "The probability of a sentence",
    "All strings sum to 1",
    "What normalising throws away",
    "Sparsity: most of what can be said was never said",
    "Smoothing, and perplexity",
    "Samples by order",
    "What it forgets",
    "The bridge: counting is learning",
  ],
  source: sourceText,
  examples: [
    "swift run ngram --tokens words": "words instead of characters",
    "swift run ngram --file book.txt": "your own text, in any language",
    "swift run ngram --no-smoothing": "one unseen n-gram, and the perplexity is infinite",
  ]
).run { notebook in
  // Everything that can be refused is looked at before the first cell.
  let material = try Material(
    notebook, unit: notebook[unit], testsOnTraining: notebook[testOnTraining])
  let toy = try Toy(k: notebook[addedCount])

  countWords(notebook, toy)
  try chainSentences(notebook, toy)
  try addUpAllStrings(notebook, toy, hasEnd: !notebook[noEnd])
  normalize(notebook, material)
  let counts = measureSparsity(notebook, material, highestOrder: notebook[highestOrder])
  compareSmoothings(
    notebook, material, counts, k: notebook[addedCount], isSmoothed: !notebook[noSmoothing])
  drawSamples(
    notebook, material, counts,
    by: notebook[noSmoothing] ? .maximumLikelihood : notebook[smoothing], k: notebook[addedCount])
  try crossTheBridge(notebook, toy)

  notebook.tryNext([
    "swift run ngram --tokens words": "the same staircase, in words",
    "swift run ngram --no-smoothing": "zero, and an infinite perplexity",
    "swift run ngram --test-on-training": "the best score is worth nothing",
    "swift run ngram --no-end": "sentences that never end do not sum to 1",
    "swift run ngram --tokens words --smoothing likelihood": "whose beads are they?",
    "swift run ngram --file FILE": "a text of yours, in any language",
    "swift run embeddings": "chapter 2: words that know that they are alike",
  ])
}
