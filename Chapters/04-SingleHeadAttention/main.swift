import Autodiff
import Formulas
import Language
import Neural
import Notebook
import Randomness

let width = Option.integer("width", default: 8, in: 1...512, help: "channels of a token, d")
let keyWidth = Option.integer(
  "key-width", default: 4, in: 1...512, help: "channels of a query, key and value, d_k")
let causal = Option.flag("causal", help: "let no token see the ones after it")
let noScale = Option.flag("no-scale", help: "break it: do not divide the scores by √d_k")
let noPositions = Option.flag("no-positions", help: "break it: do not tell the head where a token stands")
let maskTooLate = Option.flag("mask-after-softmax", help: "break it: hide later tokens after the softmax")
let overQueries = Option.flag("softmax-over-queries", help: "break it: let columns sum to 1, and not rows")

Chapter(
  "attention", title: "Chapter 4 · Single-head attention",
  summary: "What each token of your sentence takes from the others: every number, from words to output.",
  input: .sentence(default: "the cat sat on the mat"), inspectsModel: true,
  options: [width, keyWidth, causal, noScale, noPositions, maskTooLate, overQueries],
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
  source: sourceText,
  examples: [
    "swift run attention --text \"我 爱 你\"": "any language: words, or characters where there are no spaces",
    "swift run attention --causal": "no token sees a later one, as in GPT",
    "swift run attention --no-scale --key-width 256": "softmax saturates",
  ]
).run { notebook in
  let sentence = Sentence(notebook.text)
  let tokens = sentence.words
  try notebook.requireTokens(tokens.count, atMost: 64)
  let flow = Flow(
    isCausal: notebook[causal], isScaled: !notebook[noScale], masksTooLate: notebook[maskTooLate],
    isOverQueries: notebook[overQueries])
  guard [!flow.isScaled, flow.masksTooLate, flow.isOverQueries].count(where: { $0 }) <= 1 else {
    throw ChapterFailure.usage(
      "--no-scale, --mask-after-softmax and --softmax-over-queries exclude each other; break one thing at a time"
    )
  }
  try notebook.declareNames(
    ["scores", "scaled"] + (flow.hidesBeforeSoftmax ? ["masked"] : []) + ["weights", "output"])

  let seed = Seed(notebook.seed)
  // Any head would do; this one, of the default seed, happens to look at words where a reader would.
  var generator = seed.derived(18).generator()
  let lesson = Lesson(
    words: tokens, numbers: sentence.numbers,
    // The row of the empty word, which no sentence has, is for trying another end.
    embedding: Embedding(words: sentence.distinctWords + [""], channels: notebook[width], seed: seed),
    positions: sinusoidalPositions(length: tokens.count, channels: notebook[width]),
    hasPositions: !notebook[noPositions],
    head: Head(width: notebook[width], keyWidth: notebook[keyWidth], using: &generator))

  let attention = try attend(notebook, lesson, flow)
  followOneQuery(notebook, lesson, flow, attention)
  whyTheRoot(notebook, seed: seed.derived(1), ownWidth: notebook[keyWidth], isScaled: flow.isScaled)
  order(notebook, lesson, flow, attention)
  causalMask(notebook, lesson, flow)
  try keyShift(notebook, lesson)
  try printedForms(notebook, lesson, attention, seed: seed.derived(2))

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
