import Coursework
import Terminal

extension Session {
  /// `course list`.
  func list() throws -> Int32 {
    try show(listLines())
    return 0
  }

  /// Every chapter with its exercises and how far they are.
  func listLines() throws -> [StyledLine] {
    let workshop = try findWorkshop()
    let nameWidth = min(24, Item.all.map { DisplayWidth.of($0.name) }.max() ?? 0)
    var lines: [StyledLine] = []
    for chapter in Syllabus.chapters where !chapter.exercises.isEmpty {
      let items = chapter.exercises.map { Item(chapter: chapter, exercise: $0) }
      let states = items.map { $0.state(in: workshop) }
      let passed = items.count { $0.hasPassed(in: workshop) }
      if !lines.isEmpty { lines.append(StyledLine()) }
      lines.append(
        line(
          StyledLine(workshop.title(of: chapter), .bold),
          right: StyledLine("\(passed) of \(items.count) passed", passed == items.count ? .passed : .quiet)))
      for (item, state) in zip(items, states) {
        var row = StyledLine("  ") + state.mark + StyledLine(" ")
        row.append(DisplayWidth.alignedLeft(item.number, in: 5), .quiet)
        row.append(DisplayWidth.alignedLeft(item.name, in: nameWidth) + "  ", .name)
        let effort = item.exercise.about.effort
        let room = width - row.width - effort.width - 2
        row.append(DisplayWidth.alignedLeft(item.exercise.about.title, in: room))
        lines.append(line(row, right: effort))
      }
    }
    let isPassed = workshop.progress["capstone"].passed != nil
    lines += [StyledLine(), StyledLine("Capstone", .bold)]
    lines += [
      StyledLine("  ") + StyledLine(isPassed ? "✓" : "·", isPassed ? .passed : .quiet)
        + StyledLine(" a GPT of your functions alone learns Tiny World: ")
        + StyledLine("swift run course capstone", .code)
    ]
    return lines
  }

  /// `course progress`.
  func progress() throws -> Int32 {
    let workshop = try findWorkshop()
    var lines: [StyledLine] = []
    var total = (passed: 0, count: 0, points: 0, all: 0)
    for chapter in Syllabus.chapters where !chapter.exercises.isEmpty {
      let items = chapter.exercises.map { Item(chapter: chapter, exercise: $0) }
      let passed = items.filter { $0.hasPassed(in: workshop) }
      let points = passed.reduce(0) { $0 + $1.exercise.about.points }
      let all = items.reduce(0) { $0 + $1.exercise.about.points }
      total = (total.passed + passed.count, total.count + items.count, total.points + points, total.all + all)
      lines.append(bar(workshop.title(of: chapter), passed.count, items.count, points, all))
    }
    lines += [StyledLine(), bar("The course", total.passed, total.count, total.points, total.all)]
    try show(lines)
    return 0
  }

  private func bar(_ title: String, _ passed: Int, _ count: Int, _ points: Int, _ all: Int) -> StyledLine {
    let counts = DisplayWidth.alignedRight("\(passed) of \(count)", in: 8)
    let marks = DisplayWidth.alignedRight("\(points) of \(all) points", in: 17)
    let length = 16
    let filled = all == 0 ? 0 : points * length / all
    var line = StyledLine(
      DisplayWidth.alignedLeft(title, in: width - length - counts.count - marks.count - 1))
    line.append(" " + String(repeating: "█", count: filled), Style(foreground: .passed))
    line.append(String(repeating: "░", count: length - filled), .quiet)
    line.append(counts)
    line.append(marks, .quiet)
    return line
  }
}
