import Notebook
import Randomness

let length = Option.integer("length", default: 32, in: 2...512, help: "positions, the rows of the table")
let channels = Option.integer("channels", default: 16, in: 1...512, help: "channels of a position, d")
let base = Option.number("base", default: 10_000, in: 2...1e8, help: "what 10000 is in the formula")
let back = Option.integer(
  "back", default: 2, in: 1...6, help: "how far back the task of the last section looks")
let steps = Option.integer("steps", default: 300, in: 1...5_000, help: "training steps of the last section")
let noPositions = Option.flag("no-positions", help: "break it: a table of zeros")
let oneBased = Option.flag("one-based", help: "count positions from 1, as S1 does")
let swap = Option.flag("swap", help: "cosine on even channels, sine on odd ones")

Chapter(
  "positions", title: "Chapter 3 · Positional encoding",
  summary: "How a Transformer is told where a token stands, and three misprints that would not tell it.",
  options: [length, channels, base, back, steps, noPositions, oneBased, swap],
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
    length: notebook[length], channels: notebook[channels], base: notebook[base],
    first: notebook[oneBased] ? 1 : 0, isSwapped: notebook[swap], isAbsent: notebook[noPositions])
  let seed = Seed(notebook.seed)

  try showTable(notebook, encoding)
  try showDistance(notebook, encoding)
  showRotation(notebook, encoding)
  try showPrintedForms(notebook, encoding)
  showOrder(notebook, encoding, seed: seed.derived(0))
  try showJoining(notebook, encoding)
  learnPositions(notebook, encoding, back: notebook[back], steps: notebook[steps], seed: seed.derived(1))

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
