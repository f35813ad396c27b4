import Language
import Notebook

Chapter(
  "multihead", title: "Chapter 5 · Multi-head attention",
  summary:
    "Several heads side by side on your sentence, what joins them, and two heads that learn two things.",
  input: .sentence(default: "the cat sat on the mat"), inspectsModel: true,
  options: [
    Options.heads, Options.width, Options.causal, Options.steps, Options.noOutputProjection,
    Options.wrongReshape, Options.sharedHeads,
  ],
  exclusive: [[Options.noOutputProjection, Options.wrongReshape, Options.sharedHeads]],
  sections: [
    "Heads side by side",
    "By hand: TOY-M",
    "Reshape, then transpose",
    "More heads, the same number of parameters",
    "What W^O is for",
    "Two heads learn two things",
  ],
  source: sourceText, isScript: true,
  examples: [
    "swift run multihead --heads 4 --text \"我 爱 你\"": "four heads, any language",
    "swift run multihead --wrong-reshape": "heads that mix up the tokens",
    "swift run multihead --shared-heads": "heads that cannot learn two things",
  ]
).run { notebook in
  let (width, heads, causal) = (notebook[Options.width], notebook[Options.heads], notebook[Options.causal])
  try notebook.requireTokens(Sentence(notebook.text).words.count, atMost: 64)
  guard width.isMultiple(of: heads) else {
    throw CommandFailure.usage(
      "--width \(width) is not a multiple of --heads \(heads): the heads share the channels evenly")
  }
  try notebook.declareNames(namesOfIntermediates(causal: causal))

  let lesson = try headsSideBySide(
    notebook, text: notebook.text, seed: notebook.seed, width: width, heads: heads, causal: causal,
    noOutputProjection: notebook[Options.noOutputProjection], wrongReshape: notebook[Options.wrongReshape],
    sharedHeads: notebook[Options.sharedHeads])
  try byHand(notebook)
  lesson.reshapeThenTranspose(notebook)
  try parameterCounts(notebook)
  try lesson.outputProjection(notebook)
  lesson.twoHeadsLearnTwoThings(notebook, steps: notebook[Options.steps])

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
