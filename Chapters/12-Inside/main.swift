import Notebook

Chapter(
  "inside", title: "Chapter 12 · A look inside",
  summary: """
    Chapter 7's model has learned to recall a colour. Which of its parts do it, and which words of a text? Every intermediate can be
    seen; here each can be changed as well, and what follows from the change is what the part was for.
    """,
  options: Options.all, exclusive: [Options.breaking],
  sections: [
    "See and change",
    "The logit lens",
    "Who says it",
    "What a head is worth",
    "Induction heads",
    "Patching",
    "Shapley values",
    "A line nearby",
  ],
  source: sourceText,
  examples: [
    "swift run inside --prompt \"The sun shines. Mia wears a grey hat. Mia loves the\"": "a story of yours",
    "swift run inside --answer blue": "why not another colour",
    "swift run inside --lens-without-norm": "a lens that does not see sharply",
    "swift run inside --players 18": "more words than have all their subsets tried",
  ]
).run { notebook in
  let lesson = try Lesson(notebook)
  let seen = try seeAndChange(notebook, lesson)
  logitLens(notebook, lesson, seen)
  whoSaysIt(notebook, lesson, seen)
  try whatAHeadIsWorth(notebook, lesson, seen)
  try inductionHeads(notebook, lesson)
  patching(notebook, lesson, seen)
  if let explained = shapleyValues(notebook, lesson) { lineNearby(notebook, lesson, explained) }
  notebook.tryNext([
    "swift run inside --lens-without-norm": "broken: embeddings read on a scale that is not theirs",
    "swift run inside --one-distance": "broken: a head that scores without induction",
    "swift run inside --shuffled-patch": "broken: what is put in comes from the place beside",
    "swift run inside --filler not": "words give way to another word",
  ])
}
