import Coursework
import Terminal

extension Session {
  /// `course` without a command: what the course is, where the learner is, and what there is to type.
  func explain() throws {
    let workshop = try findWorkshop()
    let items = Item.all
    let passed = items.filter { $0.hasPassed(in: workshop) }
    let points = (of: items, reached: passed)
    var lines = [StyledLine("The Transformer, written by you", .bold), StyledLine()]
    lines += prose(
      "From a derivative to a model that is trained, every part is a function of your own. You write in "
        + "`Exercises/`, one file a chapter. A check runs your function beside the reference and, when the "
        + "numbers differ, says which mistake gives exactly yours.")
    lines += [StyledLine()]
    lines += row(
      "You have",
      "\(passed.count) of \(items.count) exercises, \(sum(points.reached)) of \(sum(points.of)) points")
    if let next = Item.next(in: workshop) {
      lines += row("Next", next.heading.text + " (\(next.exercise.about.minutes) min)")
      lines += row("Write it in", place(of: next, in: workshop), style: .code)
      lines += row("Begin with", "swift run course next", style: .code)
    } else {
      lines += row("Next", "the capstone: you have written a Transformer")
      lines += row("Train it with", "swift run course capstone", style: .code)
    }
    lines += [StyledLine()] + HelpPage.commands(self) + [StyledLine()]
    lines += prose("`swift run course COMMAND --help` says more about one.")
    try show(lines)
  }

  private func sum(_ items: [Item]) -> Int { items.reduce(0) { $0 + $1.exercise.about.points } }

  /// `course next`.
  func next() throws -> Int32 {
    let workshop = try findWorkshop()
    guard let item = Item.next(in: workshop) else {
      try show(prose(Session.graduation))
      return 0
    }
    let left = item.exercise.hints.levels.count - workshop.progress[item.name].hints
    var lines = task(item, in: workshop) + [StyledLine()]
    lines += row("Write it in", place(of: item, in: workshop), style: .code)
    lines += row("Read first", "swift run \(item.chapter.command)", style: .code)
    if item.chapter.exercises.first?.name == item.name {
      lines += row("", "Chapters/\(item.chapter.folder)/README.md", style: .code)
    }
    if !item.exercise.about.uses.isEmpty { lines += row("Stands on", bases(of: item, in: workshop)) }
    if !item.exercise.about.formulas.isEmpty {
      let ids = item.exercise.about.formulas.map(\.rawValue).joined(separator: " ")
      lines += row("Formulas", "swift run formulas \(ids)", style: .code)
    }
    lines += row("Check", "swift run course check \(item.name)", style: .code)
    lines += row("", "swift run course watch", style: .code)
    lines += row(
      "Stuck?", left > 0 ? "swift run course hint \(item.name)" : "swift run course solution \(item.name)",
      style: .code)
    try show(lines)
    return 0
  }

  /// What an exercise asks for.
  func task(_ item: Item, in workshop: Workshop) -> [StyledLine] {
    [
      line(item.heading, right: item.exercise.about.effort),
      StyledLine(workshop.title(of: item.chapter), .quiet), StyledLine(),
    ] + prose(item.exercise.about.goal, indent: 2) + [StyledLine()]
      + verbatim(item.exercise.about.formula, indent: 4)
  }

  /// The file and the line where an exercise is to be written, or how to have the file back.
  func place(of item: Item, in workshop: Workshop) -> String {
    if let lost = workshop.lostFile(of: item.chapter) { return lost }
    let section = try? workshop.exercises(of: item.chapter).section(item.name)
    let file = workshop.file(of: item.chapter)
    return section.map { "\(file):\($0.functionLine)" } ?? "\(file) (`swift run course reset \(item.name)`)"
  }

  private func bases(of item: Item, in workshop: Workshop) -> String {
    item.exercise.about.uses.map { name in
      guard let (chapter, exercise) = Syllabus.exercise(name) else { return name }
      let base = Item(chapter: chapter, exercise: exercise)
      return "\(base.number) \(name) \(base.state(in: workshop).mark.text)"
    }.joined(separator: ", ")
  }
}
