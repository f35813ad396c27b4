import Notebook

Chapter(
  "generation", title: "Chapter 8 · Generation",
  summary: """
    A trained model says how likely each next token is; what is written is still to be chosen. One token number by number,
    then whole stories: greedy, sampled, searched for; and the interface that completes your prompt.
    """,
  options: Options.all + Options.uses,
  sections: [
    "From logits to a choice",
    "Entropy by temperature",
    "What top-k and top-p cut off",
    "Greedy's loops",
    "Beams against sampling",
    "The cache",
    "The completion interface",
    "Half-typed words",
    "Typing errors",
    "Sound-alikes",
    "Code",
  ],
  source: sourceText,
  examples: [
    "swift run generation --temperature 0": "the likeliest token each time",
    "swift run generation --prompt \"All is calm\" --count 5": "five stories that begin like yours",
    "swift run generation --stop-in-tokens": "what it takes to stop in the right place",
    "swift run generation --typed \"Anna has a rde kite.\"": "correct what you have typed",
  ]
).run { notebook in
  let lesson = try Lesson(notebook)
  try requireReadable(notebook, lesson)
  let logits = try fromLogitsToAChoice(notebook, lesson)
  try entropyByTemperature(notebook, logits)
  try whatIsCutOff(notebook, lesson)
  try greedysLoops(notebook, lesson)
  try beamsAgainstSampling(notebook, lesson)
  try cache(notebook, lesson)
  try completionInterface(notebook, lesson)
  if let uses = try languageModels(notebook, lesson) {
    try halfTypedWords(notebook, uses)
    try typingErrors(notebook, uses)
    try soundAlikes(notebook, uses)
  }
  try codeOfThisPackage(notebook, lesson)
  notebook.tryNext([
    "swift run generation --temperature 2": "when everything is likely",
    "swift run generation --top-k 2": "never more than two to choose from",
    "swift run generation --beams 16 --length-penalty 1": "a wider search that excuses length",
    "swift run generation --stop \"has a\"": "end before words of your own",
    "swift run generation --stop-in-tokens": "broken: the stop text is missed",
    "swift run generation --typed \"All is clam at the lake.\"": "your own errors, corrected",
    "swift run generation --no-channel": "broken: right words are rewritten",
    "swift run generation --code": "a model that writes Swift, in minutes",
  ])
}
