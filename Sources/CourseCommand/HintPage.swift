import Coursework
import Foundation
import Terminal

extension Session {
  /// `course hint`: one level further each time.
  func hint(_ arguments: Arguments) throws -> Int32 {
    let workshop = try findWorkshop()
    let named = try arguments.operands.first.map { word throws in try Item.named(word) }
    guard let item = named ?? Item.next(in: workshop) else {
      try show(prose("All exercises have passed; `swift run course hint EXERCISE` shows the hints of one."))
      return 0
    }
    let shown = try nextHint(of: item, in: workshop)
    try show([item.heading, StyledLine()] + hintLines(of: item, count: shown))
    return 0
  }

  /// Records one more hint and gives how many are shown then.
  func nextHint(of item: Item, in workshop: Workshop) throws -> Int {
    let count = min(item.exercise.hints.levels.count, workshop.progress[item.name].hints + 1)
    try workshop.record(item.name) { $0.hints = max($0.hints, count) }
    return count
  }

  /// The first hints of an exercise, and how many there are besides.
  func hintLines(of item: Item, count: Int) -> [StyledLine] {
    let levels = item.exercise.hints.levels
    var lines: [StyledLine] = []
    for (index, level) in levels.prefix(count).enumerated() {
      lines.append(StyledLine("Hint \(index + 1): \(level.name)", .name))
      let isCode = index >= 2 || level.text.contains("\n")
      lines += isCode ? verbatim(level.text, indent: 4, style: .plain) : prose(level.text, indent: 4)
      lines.append(StyledLine())
    }
    let left = levels.count - count
    switch left {
    case 0:
      lines += prose("That was the last hint. `swift run course solution \(item.name)` shows the solution.")
    default:
      let noun = left == 1 ? "1 hint is" : "\(left) hints are"
      lines += prose("\(noun) left: `swift run course hint \(item.name)`.")
    }
    return lines
  }

  /// `course solution`.
  func solution(_ arguments: Arguments) throws -> Int32 {
    let workshop = try findWorkshop()
    let item = try Item.named(arguments.operands[0])
    if !item.hasPassed(in: workshop) {
      guard try arguments.has("yes") || isWanted(item) else { return 0 }
      try workshop.record(item.name) { $0.hasSeenSolution = true }
    }
    let section = try workshop.solution(of: item.exercise, in: item.chapter)
    let code = section.text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst()
    let end = code.lastIndex { !$0.isEmpty } ?? code.startIndex
    let body = code[...end].drop(while: \.isEmpty)
    let place = StyledLine("\(item.chapter.solutionFile):\(section.line)", .quiet)
    try show([item.heading, place, StyledLine()] + body.flatMap { codeLines(String($0)) })
    return 0
  }

  /// A line of code; a comment that is too long goes on in a comment.
  private func codeLines(_ line: String) -> [StyledLine] {
    let margin = line.prefix { $0 == " " }
    let slashes = line.dropFirst(margin.count).prefix { $0 == "/" }
    guard slashes.count >= 2 else { return verbatim(line, indent: 0) }
    let words = String(line.dropFirst(margin.count + slashes.count))
    let mark = StyledLine("\(margin)\(slashes) ", .quiet)
    let lines = Wrapping.plainLines(words, width: width - mark.width, style: .quiet)
    return lines.isEmpty ? [mark] : lines.map { mark + $0 }
  }

  private func isWanted(_ item: Item) throws -> Bool {
    console.writeError(
      "\(item.name) has not passed yet. Type yes to see the solution all the same: ")
    guard let answer = console.readLine() else {
      console.writeError("\n")
      throw CommandFailure.usage("\(item.name) has not passed yet; --yes shows the solution all the same")
    }
    if ["y", "yes"].contains(answer.lowercased().filter { !$0.isWhitespace }) { return true }
    try show(prose("Not shown. A hint: `swift run course hint \(item.name)`."))
    return false
  }

  /// `course reset`.
  func reset(_ arguments: Arguments) throws -> Int32 {
    let workshop = try findWorkshop()
    let item = try Item.named(arguments.operands[0])
    switch try workshop.reset(item.exercise, in: item.chapter) {
    case .unchanged: try show(prose("\(item.name) is as it was at first; nothing was changed."))
    case .restored:
      try show(
        prose("`\(item.chapter.file)` was missing; now it is there, as it was at first.")
          + row("Write it in", place(of: item, in: workshop), style: .code))
    case .replaced(let backup):
      try show(
        prose("\(item.name) is as it was at first.")
          + row("Write it in", place(of: item, in: workshop), style: .code)
          + [StyledLine("  The file before is kept:", .quiet)] + verbatim(backup, indent: 2))
    }
    return 0
  }
}
