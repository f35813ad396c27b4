import Notebook

Chapter(
  "relatives", title: "Chapter 13 · The relatives",
  summary: """
    What was there before the Transformer, and beside it: hidden Markov models, conditional random fields, recurrent networks with and
    without gates, a model that reads from both sides. Each learns the same stories, and all stand on one staircase.
    """,
  options: Options.all, exclusive: [Options.breaking],
  sections: [
    "One text for all",
    "Hidden states",
    "Tags",
    "One state for all that was read",
    "How far a gradient reaches",
    "How far a colour is remembered",
    "From both sides",
    "What it cannot do",
    "The staircase",
  ],
  source: sourceText,
  examples: [
    "swift run relatives --sentence \"Rosa wears a gold ring.\"":
      "the states and tags of a sentence of yours",
    "swift run relatives --states 24 --sweeps 30": "a larger hidden Markov model, learned longer",
    "swift run relatives --never-forget": "an LSTM that keeps everything",
    "swift run relatives --section Tags": "the taggers alone",
  ]
).run { notebook in
  let lesson = try Lesson(notebook)
  var staircase = try oneText(notebook, lesson)
  hiddenStates(notebook, lesson, &staircase)
  tags(notebook, lesson)
  let trained = try recurrentNetworks(notebook, lesson, &staircase)
  gradientByDistance(notebook, lesson, trained)
  recallByDistance(notebook, lesson, trained, staircase)
  let both = try fromBothSides(notebook, lesson)
  try writing(notebook, lesson, both)
  showStaircase(notebook, lesson, staircase)
  notebook.tryNext([
    "swift run relatives --no-rescaling": "broken: probabilities multiplied until nothing is left",
    "swift run relatives --no-transitions": "broken: a field whose tags do not know each other",
    "swift run relatives --never-forget": "broken: a memory without a way to forget",
    "swift run relatives --mask-only": "broken: whatever is asked for is hidden",
    "swift run relatives --causal-mask": "broken: a masked model that sees one side",
  ])
}
