import Notebook

Chapter(
  "translation", title: "Chapter 10 · Encoder and decoder",
  summary: """
    The Transformer of 2017 learns to translate Tiny World from English into Chinese, or back, and an exact judge reads
    every translation for its whole meaning.
    """,
  input: .sentence(default: Options.sentence), options: Options.all,
  // What is broken is written by `greedy`, which keeps one beginning.
  exclusive: [Options.breaking] + Options.breaking.map { [Options.beams, $0] },
  sections: [
    "One world, two languages",
    "The model",
    "Learning",
    "What it translates",
    "What BLEU misses",
    "Where it looks",
    "What each part is for",
  ],
  source: sourceText,
  examples: [
    "swift run translation --from chinese": "from Chinese into English",
    "swift run translation --text \"Tom has a blue hat. Anna likes the blue hat.\"":
      "translate sentences of that world",
    "swift run translation --no-cross-attention": "a decoder that never sees the source",
  ]
).run { notebook in
  let session = try Session(notebook)
  showLanguages(notebook, session)
  let run = showModel(notebook, session)
  let fit = try showLearning(notebook, session, run)
  let results = try showTranslations(notebook, session, fit)
  try showBLEU(notebook, session)
  try showAttention(notebook, session, fit)
  showParts(notebook, session, fit, results)
  notebook.tryNext([
    "swift run translation --from chinese": "the other way, where articles have to be found",
    "swift run translation --text \"Tom has a red drum.\"":
      "other words, the same patterns of attention?",
    "swift run translation --no-positions": "who gives what to whom?",
    "swift run translation --no-target-mask": "learning with the answer in sight",
    "swift run translation --stories --steps 3000": "whole stories, which takes longer",
  ])
}
