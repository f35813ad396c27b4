import Language
import Notebook
import Randomness

Chapter(
  "block", title: "Chapter 6 · The Transformer block",
  summary: "Your sentence through one block, number by number, and what each part of it is for.",
  input: .sentence(default: "the cat sat on the mat"), inspectsModel: true,
  options: [
    Options.layers, Options.heads, Options.width, Options.placement, Options.noResidual, Options.noNorm,
    Options.noFeedForward,
  ],
  exclusive: [[Options.noResidual, Options.noNorm, Options.noFeedForward]],
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
  try notebook.requireTokens(Sentence(notebook.text).words.count, atMost: 64)
  let (layers, heads, width) = (notebook[Options.layers], notebook[Options.heads], notebook[Options.width])
  guard width.isMultiple(of: heads) else {
    throw CommandFailure.usage("--width \(width) is not a multiple of --heads \(heads)")
  }
  let (placement, seed) = (notebook[Options.placement], Seed(notebook.seed))
  let breakage = Breakage(
    noResidual: notebook[Options.noResidual], noNorm: notebook[Options.noNorm],
    noFeedForward: notebook[Options.noFeedForward])
  try notebook.declareNames(observableNames(layers: layers, placement: placement, breakage: breakage))

  let lesson = fiveSteps(
    notebook, text: notebook.text, width: width, heads: heads, placement: placement, breakage: breakage,
    seed: seed)
  try layerNormByHand(notebook, lesson)
  try residualSum(notebook, lesson)
  gradientByDepth(notebook, seed: seed)
  try feedForwardNetwork(notebook, lesson)
  try beforeOrAfter(notebook, lesson)
  try addTheResults(notebook)
  try crossAttention(notebook, lesson)
  let (model, seen) = wholeGPT(notebook, lesson, layers: layers)
  parameters(notebook, model)
  notebook.observed(seen) { observed in
    observed.value.shape.enumerated().map { axis, extent in
      let isKey = ["scores", "scaled", "masked", "weights"].contains { observed.name.hasSuffix("." + $0) }
      let isLast = axis == observed.value.rank - 1
      if observed.name == "logits", isLast { return lesson.vocabulary }
      return axis == observed.value.rank - 2 || (isKey && isLast) ? lesson.words : []
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
