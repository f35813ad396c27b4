import Notebook

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What a run of the chapter works with. Whatever can be refused is refused here, before the chapter's first word.
struct Race {
  let track: Track
  /// The committed record of the baseline; nil for a text that has none.
  let baselineRecord: Record?
  /// The newest committed record.
  let newest: Record?
  /// The recipe without parts.
  let baseline: Recipe
  /// The recipe of this run.
  let recipe: Recipe
  /// Whether text, seed and recipe are the chapter's own, so that what it claims can be asserted.
  let isOwn: Bool

  init(_ notebook: ChapterNotebook) throws {
    try Options.check(notebook)
    track =
      if let text = notebook.givenText {
        try Track.text(text, target: notebook[Options.target] ?? 1.88, notebook)
      } else {
        try Track.tinyWorld()
      }
    let records = try Self.records(of: track)
    baselineRecord = records.last { $0.recipe.parts.isEmpty }
    newest = records.last { !$0.recipe.parts.isEmpty }
    baseline = baselineRecord?.recipe ?? track.plain
    var recipe = newest?.recipe ?? Part.recipe.reduce(baseline) { $0.adding($1) }
    for part in try Part.named(notebook[Options.without], in: "--without") { recipe = recipe.removing(part) }
    for part in try Part.named(notebook[Options.with], in: "--with") { recipe = recipe.adding(part) }
    if let steps = notebook[Options.steps] {
      guard steps >= recipe.stages.count else {
        throw CommandFailure.usage(
          "--steps \(steps): the recipe's sizes grow in \(recipe.stages.count) stages")
      }
      recipe.steps = steps
    }
    if notebook[Options.noWarmUp] { (recipe.warmUp, recipe.tunedWarmUp) = (0, 0) }
    if notebook[Options.noDecay] {
      recipe = recipe.adding(.stableDecay)
      recipe.decayShare = 0
    }
    self.recipe = recipe
    isOwn = notebook.givenText == nil && notebook.seed == 1 && recipe == newest?.recipe
  }

  /// The committed records of this text, in the order of their names.
  private static func records(of track: Track) throws -> [Record] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: Record.folder)) ?? []
    return try names.filter { $0.hasSuffix(".json") }.sorted().map {
      try Record(at: Record.folder + "/" + $0, option: "records")
    }.filter { $0.text == track.identity }
  }
}

extension Part {
  /// The parts of these names; throws one line for a name that is none.
  static func named(_ names: [String], in option: String) throws(CommandFailure) -> [Part] {
    var parts: [Part] = []
    for name in names {
      guard let part = Part(rawValue: name) else {
        let all = allCases.map(\.rawValue).joined(separator: ", ")
        throw .usage("\(option) \(name.printable): no part has that name; there are \(all)")
      }
      parts.append(part)
    }
    return parts
  }
}
