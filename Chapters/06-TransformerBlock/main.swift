import Autodiff
import Formulas
import Language
import Neural
import Notebook
import Randomness

let layers = Option.integer("layers", default: 2, in: 1...24, help: "blocks of the small GPT")
let heads = Option.integer("heads", default: 2, in: 1...64, help: "heads of every attention")
let width = Option.integer("width", default: 8, in: 2...256, help: "channels of a token, d")
let placement = Option<NormPlacement>.choice(
  "norm", default: .pre, help: "normalise before each sub-layer (GPT-2) or after each sum (2017)")
let noResidual = Option.flag(
  "no-residual", help: "break it: pass on what a sub-layer makes, without its input")
let noNorm = Option.flag("no-norm", help: "break it: do not normalise")
let noFeedForward = Option.flag(
  "no-feed-forward", help: "break it: attention alone, as S0 prints the encoder")

Chapter(
  "block", title: "Chapter 6 · The Transformer block",
  summary: "Your sentence through one block, number by number, and what each part of it is for.",
  input: .sentence(default: "the cat sat on the mat"), inspectsModel: true,
  options: [layers, heads, width, placement, noResidual, noNorm, noFeedForward],
  sections: [
    "The encoder in five steps",
    "Layer norm: «…» by hand",
    "The sum that keeps depth alive",
    "The gradient by depth",
    "The feed-forward network: each token on its own",
    "Before or after? And what S0 prints",
    "“Add the results together”",
    "The decoder: cross-attention",
    "A whole GPT",
    "Where the parameters are",
  ],
  source: sourceText,
  examples: [
    "swift run block --norm post": "the block of 2017 in place of GPT-2's",
    "swift run block --no-residual": "what the sums are for",
    "swift run block --observe blocks.*.attention.weights": "inside the small GPT (--list-names lists all)",
  ]
).run { notebook in
  let sentence = Sentence(notebook.text)
  let tokens = sentence.words
  try notebook.requireTokens(tokens.count, atMost: 64)
  let (channels, headCount) = (notebook[width], notebook[heads])
  guard channels.isMultiple(of: headCount) else {
    throw ChapterFailure.usage("--width \(channels) is not a multiple of --heads \(headCount)")
  }
  let wiring = Wiring(
    placement: notebook[placement], hasResidual: !notebook[noResidual],
    hasNorm: !notebook[noNorm], hasFeedForward: !notebook[noFeedForward])
  guard [wiring.hasResidual, wiring.hasNorm, wiring.hasFeedForward].count(where: { !$0 }) <= 1 else {
    throw ChapterFailure.usage(
      "--no-residual, --no-norm and --no-feed-forward exclude each other; break one thing at a time")
  }

  let seed = Seed(notebook.seed)
  var generator = seed.generator()
  let numbers = sentence.numbers
  let vocabulary = sentence.distinctWords + ["<end>"]
  let lesson = Lesson(
    words: tokens, numbers: numbers, vocabulary: vocabulary,
    embedding: Embedding(
      vocabularySize: vocabulary.count, channels: channels, deviation: 1, using: &generator),
    positions: sinusoidalPositions(length: tokens.count, channels: channels),
    block: TransformerBlock(
      BlockConfiguration(channels: channels, headCount: headCount, normPlacement: wiring.placement),
      using: &generator),
    wiring: wiring)
  let model = GPT(
    GPTConfiguration(
      vocabularySize: vocabulary.count, contextLength: 64, layerCount: notebook[layers],
      headCount: headCount, channels: channels, normPlacement: wiring.placement),
    seed: seed.derived(1))
  let (logits, seen) = observing { wiring.logits(model, numbers) }
  try notebook.declareNames(seen.map(\.name))

  let trace = fiveSteps(notebook, lesson)
  try layerNormalization(notebook, lesson, trace)
  try residualSum(notebook, lesson, seed: seed.derived(2))
  gradientByDepth(notebook, seed: seed.derived(3))
  try feedForwardNetwork(notebook, lesson, trace)
  try preAndPost(notebook, lesson)
  try addEverything(notebook)
  try decoder(notebook, lesson, memory: trace.output, seed: seed.derived(4))
  languageModel(notebook, lesson, model, logits: logits)
  sizes(notebook, model)
  notebook.observed(seen) { observed in
    observed.value.shape.enumerated().map { axis, extent in
      let isKey = ["scores", "scaled", "masked", "weights"].contains { observed.name.hasSuffix("." + $0) }
      let isLast = axis == observed.value.rank - 1
      if observed.name == "logits", isLast { return vocabulary }
      return axis == observed.value.rank - 2 || (isKey && isLast) ? tokens : []
    }
  }

  notebook.tryNext([
    "swift run block --text \"your own words\"": "up to 64 tokens",
    "swift run block --norm post": "the block of 2017",
    "swift run block --no-residual": "nothing is added",
    "swift run block --no-norm": "nothing is normalised",
    "swift run block --no-feed-forward": "as S0 prints it: odd",
    "swift run block --observe blocks.*.attention.weights": "inside the GPT",
    "swift run training": "chapter 7: a GPT learns",
  ])
}
