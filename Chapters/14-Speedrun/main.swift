import Notebook

Chapter(
  "speedrun", title: "Chapter 14 · The speedrun",
  summary: """
    How does one make training faster, and how does one know? A race to one loss: fixed text, fixed sizes, as few tokens as possible. Every
    part is a switch, what each gives is measured over seeds, and a record is a file that anybody can run again, bit for bit.
    """,
  input: .corpus(default: "stories of Tiny World", minimumCharacters: 2_000), options: Options.all,
  exclusive: [Options.kinds, Options.breaking],
  sections: [
    "What is fixed",
    "The baseline",
    "Steps",
    "Positions",
    "Blocks",
    "The race",
    "What each part gives",
    "A record",
  ],
  source: sourceText,
  examples: [
    "swift run speedrun --verify Chapters/14-Speedrun/records/tiny-world-1.json --seeds 1":
      "run a record again, and compare it bit for bit",
    "swift run speedrun --without muon": "the same race with one part less",
    "swift run speedrun --time": "how long the recipe takes on this machine, and how long the baseline",
    "swift run speedrun --table rows.jsonl --part rotary": "what one part gives, in minutes",
  ]
).run { notebook in
  let race = try Race(notebook)
  if let path = notebook[Options.verify] { return try verify(notebook, race, path) }
  if let path = notebook[Options.table] { return try makeTable(notebook, race, in: path) }
  if notebook[Options.time] { return try timeBoth(notebook, race) }
  if let path = notebook[Options.record] {
    return try makeRecord(notebook, race, of: race.recipe, to: path)
  }
  if let path = notebook[Options.baseline] {
    return try makeRecord(notebook, race, of: try shortestBaseline(notebook, race), to: path)
  }
  try whatIsFixed(notebook, race)
  try theBaseline(notebook, race)
  steps(notebook, race)
  positions(notebook)
  blocks(notebook, race)
  let trial = try theRace(notebook, race)
  try whatEachPartGives(notebook, race)
  aRecord(notebook, race, trial)
  notebook.tryNext([
    "swift run speedrun --without muon": "the same race with one part less",
    "swift run speedrun --with swiglu": "or with another",
    "swift run speedrun --no-warm-up": "broken: the highest rate from the first step on",
    "swift run speedrun --no-decay": "broken: the highest rate to the last step",
  ])
}
