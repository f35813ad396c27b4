import Language
import Notebook
import Randomness

Chapter(
  "ngram", title: "Chapter 1 · Counting: the n-gram model",
  summary: "A language model that only counts: probabilities, smoothing, perplexity, samples, and its limit.",
  input: .corpus(default: "stories of Tiny World", minimumCharacters: 20),
  options: [
    Options.order, Options.smoothing, Options.k, Options.tokens, Options.noSmoothing, Options.testOnTraining,
    Options.noEnd,
  ],
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
  let (k, seed, noSmoothing) = (notebook[Options.k], Seed(notebook.seed), notebook[Options.noSmoothing])
  let smoothing = noSmoothing ? .maximumLikelihood : notebook[Options.smoothing]
  // What can be refused is looked at before the first cell.
  let material = try Material(notebook, seed: seed)

  let toy = try countWords(notebook)
  let models = try chainSentences(notebook, toy, k: k)
  try addUpAllStrings(notebook, toy, models, k: k, noEnd: notebook[Options.noEnd])
  normalize(notebook, material)
  let counts = measureSparsity(notebook, material, order: notebook[Options.order])
  compareSmoothings(notebook, material, counts, k: k, noSmoothing: noSmoothing)
  let samples = try drawSamples(notebook, material, counts, smoothing, k: k, seed: seed)
  try showForgetting(notebook, material, counts, samples, smoothing, k: k)
  crossTheBridge(notebook, toy)

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
