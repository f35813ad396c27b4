import Coursework
import Terminal

extension Session {
  /// What a grading would refuse in a chapter's file, with its lines; nothing when it would take the file.
  ///
  /// A check goes by the numbers alone and passes such a file. Somebody who hands it in should have heard of it before.
  func refusal(of chapter: CourseChapter, in workshop: Workshop) -> [StyledLine] {
    let objections = workshop.inspection(of: chapter).objections
    guard !objections.isEmpty else { return [] }
    let file = workshop.file(of: chapter)
    var lines = [
      StyledLine("! ", .failed) + StyledLine("chapter \(chapter.number)", .bold) + StyledLine(" · ", .quiet)
        + StyledLine("would not be graded", .failed), StyledLine(),
    ]
    for objection in objections.prefix(Self.shownObjections) {
      lines.append(StyledLine("  ") + StyledLine(file + (objection.line.map { ":\($0)" } ?? ""), .code))
      lines += hanging(StyledLine("    "), Wrapping.plainLines(objection.text, width: width - 4))
    }
    let others = objections.count - Self.shownObjections
    if others > 0 { lines.append(StyledLine("  and \(others) more", .quiet)) }
    let presence = objections.count > 1 ? "these are" : "this is"
    return lines + [StyledLine()]
      + prose(
        "A check goes by the numbers and does not mind. A grading reads the file first, and no exercise of the "
          + "chapter has points while \(presence) there.",
        indent: 2)
  }

  /// How many objections are shown with their lines.
  private static var shownObjections: Int { 5 }

  /// What to say below many verdicts of the chapters that would not be graded, whose reasons stand far above.
  func refusedChapters(_ chapters: [CourseChapter], in workshop: Workshop) -> [StyledLine] {
    let numbers = chapters.filter { !workshop.inspection(of: $0).isClean }.map { "\($0.number)" }
    guard let last = numbers.last else { return [] }
    guard numbers.count > 1 else { return prose("Chapter \(last) would not be graded: see above.") }
    let others = numbers.dropLast().joined(separator: ", ")
    return prose("Chapters \(others) and \(last) would not be graded: see above.")
  }
}
