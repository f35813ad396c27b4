import Coursework
import Terminal

extension Session {
  /// `course check`.
  func check(_ arguments: Arguments) throws -> Int32 {
    let workshop = try findWorkshop()
    let items = try selection(arguments, in: workshop)
    let lost = arguments.operands.isEmpty ? Syllabus.chapters.compactMap(workshop.lostFile) : []
    guard !items.isEmpty else {
      let refusals = Syllabus.chapters.map { refusal(of: $0, in: workshop) }.filter { !$0.isEmpty }
      try show(refusals.flatMap { $0 + [StyledLine()] } + lossLines(lost))
      try show(prose("What is written has passed. `swift run course next` says what comes next."))
      return lost.isEmpty ? 0 : 1
    }
    try show(lossLines(lost))
    let seed = arguments.seed
    let interrupt = Interrupt.onControlC()
    var verdicts: [Verdict] = []
    for chapter in Syllabus.chapters {
      let own = items.filter { $0.chapter.number == chapter.number }
      guard !own.isEmpty else { continue }
      tell("building chapter \(chapter.number) …")
      defer { tell("") }
      let isDone = try workshop.check(
        own.map(\.exercise), of: chapter, seed: seed, whileBuilding: { !interrupt.isRaised },
        whileRunning: { !interrupt.isRaised }
      ) { exercise, verdict in
        tell("")
        let item = Item(chapter: chapter, exercise: exercise)
        try report(
          verdict, on: item, in: workshop, isFirst: verdicts.isEmpty,
          opensChapter: own.first?.name == exercise.name)
        verdicts.append(verdict)
        tell("checking chapter \(chapter.number) …")
      }
      if !isDone { return 130 }
    }
    return max(lost.isEmpty ? 0 : 1, try conclude(items, verdicts, in: workshop))
  }

  /// The files that are not where they belong, each with the way to have it back.
  func lossLines(_ lost: [String]) -> [StyledLine] {
    lost.flatMap { hanging(StyledLine("! ", .failed), prose($0 + ".", width: width - 2)) + [StyledLine()] }
  }

  /// What the names on the command line stand for, each exercise once, in the order of the course.
  private func selection(_ arguments: Arguments, in workshop: Workshop) throws -> [Item] {
    if arguments.has("all") {
      guard arguments.operands.isEmpty else {
        throw CommandFailure.usage("check takes names or --all, not both")
      }
      return Item.all
    }
    guard arguments.operands.isEmpty else {
      let chosen = Set(try arguments.operands.flatMap(Item.selected).map(\.name))
      return Item.all.filter { chosen.contains($0.name) }
    }
    return Item.all.filter { workshop.isPending($0.exercise, in: $0.chapter) }
  }

  /// Shows a verdict; what is said of a whole file, that it does not compile or would not be graded, is said with its
  /// first exercise alone.
  private func report(
    _ verdict: Verdict, on item: Item, in workshop: Workshop, isFirst: Bool, opensChapter: Bool
  ) throws {
    var lines = opensChapter ? page(verdict, on: item, in: workshop) : lines(verdict, on: item)
    if !verdict.isCompiled, !opensChapter { lines = [lines[0]] }
    if !isFirst, lines.count > 1 { lines.insert(StyledLine(), at: 0) }
    try show(lines)
  }

  /// What there is to do after the checks, and the exit status.
  private func conclude(_ items: [Item], _ verdicts: [Verdict], in workshop: Workshop) throws -> Int32 {
    let passed = verdicts.count(where: \.hasPassed)
    if items.count > 1 {
      let style: Style = passed == items.count ? .passed : .bold
      try show([StyledLine(), StyledLine("\(passed) of \(items.count) passed.", style)])
      let chapters = Syllabus.chapters.filter { chapter in
        zip(items, verdicts).contains { $0.chapter == chapter && $1.isCompiled }
      }
      try show(refusedChapters(chapters, in: workshop))
    }
    if workshop.usesSolutions { return passed == items.count ? 0 : 1 }
    if passed == items.count {
      if let next = Item.next(in: workshop) {
        let compare = items.count == 1 ? "Compare: `swift run course solution \(items[0].name)`. " : ""
        try show(
          [StyledLine()] + prose("\(compare)Next: `swift run course next` (\(next.number) \(next.name))."))
      } else {
        try show([StyledLine()] + prose(Session.graduation))
      }
    } else if items.count == 1, verdicts.first?.isNotStarted == true {
      try show([StyledLine()] + row("Write it in", place(of: items[0], in: workshop), style: .code))
    }
    return passed == items.count ? 0 : 1
  }

  /// A line on a terminal's standard error that the next one replaces.
  func tell(_ text: String) {
    guard console.isErrorTerminal else { return }
    console.writeError("\r" + text + "\u{1B}[K")
  }
}
