import Formulas

/// What must hold of the exercises themselves: goal, formula, hints, wrong solutions, what they stand on.
struct CatalogueVerification {
  private(set) var defects: [String] = []

  init(of chapters: [CourseChapter]) {
    var earlier: [String] = []
    for chapter in chapters {
      for exercise in chapter.exercises {
        let found = Self.defects(
          of: exercise, in: chapter, earlier: earlier,
          later: chapters.map(\.number).filter { $0 > chapter.number })
        defects += found.map { "\(exercise.name): \($0)" }
        earlier.append(exercise.name)
      }
    }
  }

  private static func defects(
    of exercise: AnyExercise, in chapter: CourseChapter, earlier: [String], later: [Int]
  ) -> [String] {
    var defects: [String] = []
    func demand(_ holds: Bool, _ defect: @autoclosure () -> String) {
      if !holds { defects.append(defect()) }
    }
    let about = exercise.about
    demand(!earlier.contains(about.name), "another exercise has this name")
    for (name, text) in [("title", about.title), ("goal", about.goal), ("formula", about.formula)] {
      demand(!text.allSatisfy(\.isWhitespace), "it has no \(name)")
    }
    for (name, text) in exercise.hints.levels {
      demand(!text.allSatisfy(\.isWhitespace), "the hint “\(name)” is empty")
    }
    for name in about.uses {
      demand(earlier.contains(name), "it stands on \(name), which is no earlier exercise")
    }
    for formula in about.formulas.map(Formula.of) {
      // A formula of a chapter that is not in the course is the exercise's own to introduce.
      let first = formula.chapters.min() ?? 0
      demand(!later.contains(first), "the formula \(formula.id.rawValue) comes in chapter \(first) only")
    }
    let mistakes = exercise.misconceptions
    demand(mistakes.count >= 4, "\(mistakes.count) wrong solutions; there must be 4 at least")
    let names = Dictionary(grouping: mistakes, by: \.name).filter { $1.count > 1 }.keys.sorted()
    for name in names { demand(false, "several wrong solutions are called \(name)") }
    for mistake in mistakes {
      demand(
        !mistake.diagnosis.isEmpty && !mistake.remedy.isEmpty,
        "the wrong solution \(mistake.name) has no diagnosis or no remedy")
    }
    let texts =
      [about.goal, about.formula] + exercise.hints.levels.map(\.text)
      + mistakes.flatMap { [$0.diagnosis, $0.remedy] }
    for id in texts.flatMap(formulaIDs) {
      demand(FormulaID(rawValue: id) != nil, "there is no formula \(id)")
    }
    demand(hasNewInputs(exercise), "all its inputs are the same for every seed, and can be learnt by heart")
    return defects
  }

  /// The ids of the ledger that a text mentions: `S1-3.1.1-A`.
  private static func formulaIDs(in text: String) -> [String] {
    text.matches(of: /\bS[0-4]-[0-9A-Za-z.]+(?:-[0-9A-Za-z]+)*/).map { match in
      var id = String(match.0)
      while id.last == "." { id.removeLast() }
      return id
    }
  }

  private static func hasNewInputs(_ exercise: AnyExercise) -> Bool {
    let judge = Judge(of: exercise)
    let drawn = try? [1, 2, 3].map { try judge.inputs(seed: $0) }
    guard let drawn else { return false }
    return Set(drawn).count > 1
  }
}
