import Notebook
import Training

/// The table of effects as it is kept, and what did not help.
func whatEachPartGives(_ notebook: ChapterNotebook, _ race: Race) throws {
  notebook.heading("What each part gives")
  notebook.prose(
    """
    Is it this part or that one? Each is put to the baseline, and taken from the recipe (or put to it), and everything else stays. The seeds are the same
    ones in every row, from 1 to as many as the last column says: a difference is taken seed by seed, and asked whether chance alone would make one as large
    (Student's t, on both sides). These rows are kept with the chapter, and `--table PATH` makes them again, and those that are not there:
    """)
  notebook.guess(
    "Which three parts would you keep, if you could keep only three?")
  let effects = try Effects(at: Record.folder + "/effects.jsonl")
  show(notebook, effects, race)
}

/// The rows that there are, and the log of what gave nothing.
func show(_ notebook: ChapterNotebook, _ effects: Effects, _ race: Race) {
  let rows = effects.rows.filter { $0.text == race.track.identity }
  for start in [Row.Start.baseline, .recipe] {
    guard let own = rows.last(where: { $0.start == start && $0.part == nil }) else { continue }
    let parts = rows.filter { $0.start == start && $0.part != nil }
    notebook.table(
      start == .baseline ? "added to the baseline" : "in and out of the recipe",
      columns: ["", "thousand tokens", "±", "nats", "difference", "p", "seeds"],
      rows: [own].map { $0.entries("as it is", from: nil) }
        + parts.map { row in row.entries(row.change, from: own) })
  }
  let (helped, not) = Effects.judged(rows)
  guard !helped.isEmpty || !not.isEmpty else {
    return notebook.prose("There is no row on this text yet; `--table PATH` makes them.")
  }
  notebook.prose(
    """
    In the recipe \(helped.isEmpty ? "no part" : helped.map { "`\($0.rawValue)`" }.joined(separator: ", ")) can be told to lower the loss, at p < 0.01.
    Of the others it cannot be told, or they do harm: \(not.isEmpty ? "none" : not.map { "`\($0.rawValue)`" }.joined(separator: ", ")).
    With twenty questions one answer in a hundred is wrong by chance; a difference of one row at p = 0.01 is a reason to measure again.
    """)
}

extension Row {
  /// What it changes: `+ muon`, or `− muon`.
  fileprivate var change: String {
    guard let part else { return "" }
    return (recipe.has(part) ? "+ " : "− ") + part.rawValue
  }

  /// The row as the table has it.
  fileprivate func entries(_ name: String, from start: Row?) -> [any TableValue] {
    let difference = start.flatMap { self.difference(from: $0) }
    let loss = outcomes.reduce(0) { $0 + $1.loss } / Double(outcomes.count)
    func fixed(_ number: Double?, _ decimals: Int) -> String {
      number.map { NumberText.fixed($0, decimals: decimals) } ?? "–"
    }
    let late = outcomes.count { $0.tokens == nil }
    return [
      name, tokens.map { fixed($0.mean / 1_000, 0) } ?? "\(late) not there",
      fixed(tokens.map { $0.deviation / 1_000 }, 0), fixed(loss, 4), fixed(difference?.mean, 4),
      fixed(difference?.p, 4), outcomes.count,
    ]
  }
}

extension Effects {
  /// The parts whose rows of the recipe show that they lower the loss, at p < 0.01, and all others that have one.
  static func judged(_ rows: [Row]) -> (helped: [Part], not: [Part]) {
    guard let own = rows.last(where: { $0.start == .recipe && $0.part == nil }) else { return ([], []) }
    var (helped, not): ([Part], [Part]) = ([], [])
    for row in rows where row.start == .recipe {
      guard let part = row.part, let difference = row.difference(from: own) else { continue }
      // Where the row is without the part, a loss above the recipe's is what the part gives.
      let gain = row.recipe.has(part) ? -difference.mean : difference.mean
      if gain > 0, difference.p < 0.01 { helped.append(part) } else { not.append(part) }
    }
    return (helped, not)
  }
}
