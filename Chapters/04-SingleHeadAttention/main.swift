import Language
import Notebook
import Randomness

Chapter(
  "attention", title: "Chapter 4 · Single-head attention",
  summary: "What each token of your sentence takes from the others: every number, from words to output.",
  input: .sentence(default: "the cat sat on the mat"), inspectsModel: true,
  options: [
    Options.width, Options.keyWidth, Options.causal, Options.noScale, Options.noPositions,
    Options.maskAfterSoftmax, Options.softmaxOverQueries,
  ],
  exclusive: [[Options.noScale, Options.maskAfterSoftmax, Options.softmaxOverQueries]],
  sections: [
    "Query, key, value",
    "Scores, weights, output",
    "What does «…» look at?",
    "Why √d_k?",
    "Attention is blind to order",
    "The causal mask",
    "Keys are compared, queries are not",
    "As printed",
  ],
  source: sourceText, isScript: true,
  examples: [
    "swift run attention --text \"我 爱 你\"": "any language: words, or characters where there are no spaces",
    "swift run attention --causal": "no token sees a later one, as in GPT",
    "swift run attention --no-scale --key-width 256": "softmax saturates",
  ]
).run { notebook in
  try notebook.requireTokens(Sentence(notebook.text).words.count, atMost: 64)
  let (causal, breakage) = (notebook[Options.causal], Breakage(of: notebook))
  let isMasked = causal && breakage != .maskAfterSoftmax
  try notebook.declareNames(["scores", "scaled"] + (isMasked ? ["masked"] : []) + ["weights", "output"])

  let lesson = queryKeyValue(
    notebook, text: notebook.text, width: notebook[Options.width], keyWidth: notebook[Options.keyWidth],
    noPositions: notebook[Options.noPositions], seed: notebook.seed)
  let attention = try scoresWeightsOutput(notebook, lesson, causal: causal, breakage: breakage)
  followOneQuery(notebook, lesson, attention)
  whyTheRoot(
    notebook, seed: Seed(notebook.seed).derived(1), ownWidth: notebook[Options.keyWidth],
    isScaled: attention.isScaled)
  blindToOrder(notebook, lesson, attention)
  causalMask(notebook, lesson, attention)
  try keysAreCompared(notebook, lesson)
  try asPrinted(notebook, lesson, attention, seed: notebook.seed)

  notebook.tryNext([
    "swift run attention --text \"your words\"": "up to 64, in any language",
    "swift run attention --causal": "no token sees a later one",
    "swift run attention --no-scale --key-width 256": "one token takes all",
    "swift run attention --mask-after-softmax": "rows that fall short of 1",
    "swift run attention --no-positions": "equal words, equal outputs",
    "swift run attention --json -": "every number, for machines",
    "swift run multihead": "several heads at once",
  ])
}
