import Autodiff
import Formulas
import Language
import Neural
import Notebook
import Training

Chapter(
  "training", title: "Chapter 7 · The training loop",
  summary: """
    A GPT learns a small world from its stories, passes every n-gram that counted the same stories, and comes close
    to the one number that nobody can pass: the entropy of the source.
    """,
  input: .corpus(default: "stories of Tiny World", minimumCharacters: 200), options: Settings.all,
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
  try Settings.check(notebook)
  let resumption = try Resumption(notebook)
  let context = notebook[Settings.context]
  let kind = notebook[Settings.tokens] ?? (notebook.givenText == nil ? .words : .characters)
  let material =
    if let text = notebook.givenText {
      try Material(text: text, context: context, kind: kind, notebook: notebook)
    } else {
      try Material(
        stories: notebook[Settings.stories], context: context, kind: kind, seed: notebook.seed)
    }
  let plan = try Plan(notebook, vocabularySize: material.tokenizer.vocabularySize)
  var keeper = try Keeper(
    notebook, record: RunRecord(notebook, kind: kind, text: material.identity), tokenizer: material.tokenizer,
    parameters: plan.configuration.parameterCount)
  let start =
    try resumption?.run(plan, material: material, stretches: notebook[Settings.stretch])
    ?? plan.newRun(seed: notebook.seed)

  showText(material, notebook: notebook)
  let ladder = try Ladder(material, notebook: notebook)
  showLadder(ladder, material: material, notebook: notebook)
  showModel(start, resumption: resumption, material: material, plan: plan, notebook: notebook)
  let result = try fit(start, to: material, plan: plan, keeper: &keeper, notebook: notebook)
  showCurve(result, plan: plan, notebook: notebook)
  showStaircase(result, ladder: ladder, material: material, plan: plan, notebook: notebook)
  if let best = ladder.best, plan.shiftsTargets, !result.wasStopped {
    showRecall(
      of: result.run.model, material: material, best: best, isAsserted: plan.isFull, notebook: notebook)
    showSamples(
      of: result.run.model, material: material, ladder: ladder, best: best, isAsserted: plan.isFull,
      notebook: notebook)
  }
  try showResuming(material, plan: plan, notebook: notebook)
  keeper.show(in: notebook)
  notebook.tryNext([
    "swift run training --steps 250": "stop on the plateau: sentences are learned, recall is not",
    "swift run training --layers 1": "is one block enough to look something up?",
    "swift run training --positions none": "without positions",
    "swift run training --no-shift": "let the target be the token itself",
    "swift run training --save world.safetensors": "keep the model; --resume goes on",
  ])
  withExtendedLifetime(result.interrupt) {}
}
