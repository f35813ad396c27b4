import Notebook
import Randomness

Chapter(
  "positions", title: "Chapter 3 · Positional encoding",
  summary: "How a Transformer is told where a token stands, and three misprints that would not tell it.",
  options: [
    Options.length, Options.channels, Options.base, Options.back, Options.steps, Options.noPositions,
    Options.oneBased, Options.swap,
  ],
  sections: [
    "A position as a vector",
    "The dot product measures distance",
    "k steps further is a rotation",
    "Three misprints, and what each destroys",
    "Without positions, order is invisible",
    "Added, appended or multiplied?",
    "Learned positions: a task that needs them",
  ],
  source: sourceText,
  examples: [
    "swift run positions --length 128 --channels 64": "the picture of the famous paper",
    "swift run positions --no-positions": "what is lost without",
    "swift run positions --base 20": "clocks that are all fast",
  ]
).run { notebook in
  let encoding = Encoding(
    length: notebook[Options.length], channels: notebook[Options.channels], base: notebook[Options.base],
    first: notebook[Options.oneBased] ? 1 : 0, isSwapped: notebook[Options.swap],
    isAbsent: notebook[Options.noPositions])
  let seed = Seed(notebook.seed)

  try encoding.positionAsVector(notebook)
  try encoding.dotProduct(notebook)
  encoding.rotation(notebook)
  try encoding.misprints(notebook)
  encoding.orderInvisible(notebook, seed: seed.derived(0))
  try addedAppendedMultiplied(notebook)
  encoding.learnedPositions(
    notebook, back: notebook[Options.back], steps: notebook[Options.steps], seed: seed.derived(1))

  notebook.tryNext([
    "swift run positions --length 128 --channels 64": "the picture of the famous paper",
    "swift run positions --no-positions": "order is invisible, and copying a gamble",
    "swift run positions --one-based": "S1's counting: harmless by itself",
    "swift run positions --swap": "the clocks turn the other way",
    "swift run positions --channels 7": "a sine without its cosine",
    "swift run positions --base 20": "clocks that are all fast",
    "swift run attention": "chapter 4: what the positions are for",
  ])
}
