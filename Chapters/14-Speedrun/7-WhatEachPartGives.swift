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

/// The rows that there are, and which parts they tell to help.
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
  let made = Set(rows.compactMap(\.part))
  guard !made.isEmpty else {
    return notebook.prose("There is no row on this text yet; `--table PATH` makes them.")
  }
  let (put, kept) = (Effects.helped(.baseline, rows), Effects.helped(.recipe, rows))
  notebook.prose(
    """
    At p < 0.01 it can be told that the loss is lowered in the recipe by \(listed(kept)), and in the baseline, each alone, by \(listed(put)).
    Of the rest, \(listed(made.subtracting(put + kept))), it cannot be told, or they do harm.
    Of a hundred parts that do nothing one has such a p all the same: a single row is a reason to measure again.
    """)
}

/// The names of parts, in the order of the table.
private func listed(_ parts: some Sequence<Part>) -> String {
  let names = Part.allCases.filter(Set(parts).contains).map { "`\($0.rawValue)`" }
  return names.isEmpty ? "none" : names.joined(separator: ", ")
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
  /// The parts whose rows show that they lower the loss of the recipe, or of the baseline, at p < 0.01.
  static func helped(_ start: Row.Start, _ rows: [Row]) -> [Part] {
    let rows = rows.filter { $0.start == start }
    guard let own = rows.last(where: { $0.part == nil }) else { return [] }
    return rows.compactMap { row in
      guard let part = row.part, let difference = row.difference(from: own), difference.p < 0.01 else {
        return nil
      }
      // Where the row is without the part, a loss above the recipe's is what the part gives.
      return (row.recipe.has(part) ? -difference.mean : difference.mean) > 0 ? part : nil
    }
  }
}
