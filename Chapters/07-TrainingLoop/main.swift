import Notebook

Chapter(
  "training", title: "Chapter 7 · The training loop",
  summary: """
    A GPT learns a small world from its stories, passes every n-gram that counted the same stories, and comes close
    to the one number that nobody can pass: the entropy of the source.
    """,
  input: .corpus(default: "stories of Tiny World", minimumCharacters: 200), options: Options.all,
  sections: [
    "The text",
    "What counting achieves",
    "The model",
    "Learning",
    "The staircase",
    "What attention is for",
    "What it writes",
    "Stop, save, go on",
  ],
  source: sourceText,
  examples: [
    "swift run training --steps 100": "see the plateau before recall is learned",
    "swift run training --file book.txt --layers 4 --context 64 --batch 12 --steps 2000 --rate 0.001":
      "learn a text of your own, letter by letter",
    "swift run training --no-shift": "learn to copy instead of to predict",
  ]
).run { notebook in
  let session = try Session(notebook)
  showText(notebook, session.material)
  let ladder = try showCounting(notebook, session.material)
  let run = showModel(notebook, session)
  let fit = try showLearning(notebook, session, ladder, run)
  let exported = try session.exporter?.write(fit.run.model, tokenizer: session.material.tokenizer)
  showStaircase(notebook, session, fit, ladder)
  if let best = ladder.best, session.plan.shiftsTargets, !fit.wasStopped {
    showRecall(notebook, session, fit, best)
    showSamples(notebook, session, fit.run.model, ladder, best)
  }
  try showResuming(notebook, session)
  fit.keeper.show(in: notebook)
  if let exported { notebook.prose(exported) }
  notebook.tryNext([
    "swift run training --steps 250": "stop on the plateau: sentences are learned, recall is not",
    "swift run training --layers 1": "is one block enough to look something up?",
    "swift run training --positions none": "without positions",
    "swift run training --no-shift": "let the target be the token itself",
    "swift run training --save world.safetensors": "keep the model; --resume goes on",
  ])
}
