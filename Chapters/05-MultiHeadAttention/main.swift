import Autodiff
import Formulas
import Language
import Neural
import Notebook
import Randomness

let heads = Option.integer("heads", default: 2, in: 1...64, help: "h, which must divide the width")
let width = Option.integer("width", default: 8, in: 1...512, help: "channels of a token, d")
let causal = Option.flag("causal", help: "let no token see the ones after it")
let steps = Option.integer(
  "steps", default: 300, in: 1...5000, help: "steps of training for the two learnt heads")
let noOutputProjection = Option.flag("no-output-projection", help: "break it: leave W^O out")
let wrongReshape = Option.flag("wrong-reshape", help: "break it: cut the heads by a reshape alone")
let sharedHeads = Option.flag("shared-heads", help: "break it: give all heads the same projections")

Chapter(
  "multihead", title: "Chapter 5 · Multi-head attention",
  summary:
    "Several heads side by side on your sentence, what joins them, and two heads that learn two things.",
  input: .sentence(default: "the cat sat on the mat"), inspectsModel: true,
  options: [heads, width, causal, steps, noOutputProjection, wrongReshape, sharedHeads],
  sections: [
    "Heads side by side",
    "By hand: TOY-M",
    "Reshape, then transpose",
    "More heads, the same number of parameters",
    "What W^O is for",
    "Two heads learn two things",
  ],
  source: sourceText,
  examples: [
    "swift run multihead --heads 4 --text \"我 爱 你\"": "four heads, any language",
    "swift run multihead --wrong-reshape": "heads that mix up the tokens",
    "swift run multihead --shared-heads": "heads that cannot learn two things",
  ]
).run { notebook in
  let sentence = Sentence(notebook.text)
  let tokens = sentence.words
  try notebook.requireTokens(tokens.count, atMost: 64)
  guard notebook[width].isMultiple(of: notebook[heads]) else {
    throw ChapterFailure.usage(
      "--width \(notebook[width]) is not a multiple of --heads \(notebook[heads]): the heads share the channels evenly"
    )
  }
  let breakage = Breakage(
    hasNoOutputProjection: notebook[noOutputProjection], isCutWrongly: notebook[wrongReshape],
    sharesHeads: notebook[sharedHeads])
  guard breakage.count <= 1 else {
    throw ChapterFailure.usage(
      "--no-output-projection, --wrong-reshape and --shared-heads exclude each other; break one thing at a time"
    )
  }
  let seed = Seed(notebook.seed)
  let lesson = Lesson(
    sentence, width: notebook[width], headCount: notebook[heads], isCausal: notebook[causal],
    breakage: breakage, seed: seed.derived(0))
  let (output, seen) = observing { scope("attention") { lesson.attend(lesson.input) } }
  try notebook.declareNames(seen.map(\.name))

  let pass = Pass(output: output, seen: seen)
  try sideBySide(notebook, lesson, pass)
  try byHand(notebook)
  cutting(notebook, lesson)
  try parameterCounts(notebook)
  try whatJoinsThem(notebook, lesson, pass, seed: seed.derived(1))
  twoQuestions(notebook, seed: seed.derived(2), steps: notebook[steps], sharesHeads: breakage.sharesHeads)

  notebook.tryNext([
    "swift run multihead --heads 4": "four narrower heads",
    "swift run multihead --wrong-reshape": "the classic mistake",
    "swift run multihead --shared-heads": "one view, twice",
    "swift run multihead --no-output-projection": "heads that never meet",
    "swift run multihead --steps 50": "half-trained heads",
    "swift run multihead --list-names": "what --observe can show",
    "swift run block": "the layer around attention",
  ])
}
