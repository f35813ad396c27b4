import Coursework
import Formulas
import Pages
import Slides
import Terminal

/// The notebook of a chapter as a page of the book, and for each breaking switch the notebook of that run and what it changed.
struct NotebookPages {
  let chapter: BookContents.Chapter
  let runs: ChapterRuns
  let book: BookFrame

  /// The pages.
  ///
  /// - Throws: `CommandFailure` when a switch changes nothing that the notebook shows.
  func pages() throws -> [BookPage] {
    try [notebook(runs.notebook, chapter.notebook, isIndexed: true)]
      + runs.broken.flatMap { entry in
        [
          notebook(entry.broken, chapter.broken(by: entry.switch.name), isIndexed: false),
          try comparison(entry.switch, entry.right, entry.broken),
        ]
      }
  }

  private func notebook(_ run: RecordedRun, _ file: String, isIndexed: Bool) -> BookPage {
    BookPage(
      file: file, html: book.html(run.page.frame, file: file, in: chapter),
      entries: isIndexed ? run.entries(on: file) : [])
  }

  private func comparison(
    _ entry: BreakingSwitch, _ right: RecordedRun, _ broken: RecordedRun
  ) throws -> BookPage {
    let comparison = Comparison(right.cells, broken.cells)
    guard comparison.hasDifferences else {
      throw CommandFailure.input("\(broken.command) shows what \(right.command) shows")
    }
    let file = chapter.changed(by: entry.name)
    let title = "What changed: \(entry.help)"
    let command = Markup.element("code", [:], Markup(right.command))
    var page = PageFrame(
      title, subject: "comparison",
      origin: [
        entry.right.isEmpty ? .link(chapter.notebook, command) : command, " beside ",
        .link(chapter.broken(by: entry.name), .element("code", [:], Markup(broken.command))),
        Markup(", with seed \(broken.seed); what differs is outlined. "), BookFrame.origin(of: nil),
      ], content: comparison.markup(right.command, broken.command))
    page.sections = comparison.sections
    return BookPage(
      file: file, html: book.html(page, file: file, in: chapter),
      entries: [IndexEntry(words: title, place: "\(broken.command), \(chapter.title)", address: file)])
  }
}

extension BookFrame {
  /// The section below a lecture.
  static let end = (id: "from-here", heading: "From here")

  /// What stands below a lecture: where to go from here.
  func end(of chapter: BookContents.Chapter, _ runs: ChapterRuns?) -> Markup {
    let command = Markup.element("code", [:], Markup("swift run \(chapter.course.command)"))
    var items: [Markup] = []
    if runs != nil { items.append([.link(chapter.notebook, "The notebook"), ": what ", command, " shows"]) }
    if runs != nil { items.append([.link(chapter.summary, "The summary"), ": the chapter on one page"]) }
    if chapter.hasSlides { items.append([.link(chapter.slides, "The slides"), ": to show and to print"]) }
    items += (runs?.broken ?? []).map { entry in
      [
        .link(
          chapter.changed(by: entry.switch.name), Markup("What changed: \(entry.switch.help)")),
        " (", .element("code", [:], Markup("--\(entry.switch.name)")), ")",
      ]
    }
    items.append(.link(chapter.exercises, Markup("\(chapter.course.exercises.count) exercises")))
    if let next = contents.chapters.first(where: { $0.course.number == chapter.course.number + 1 }) {
      items.append(["Next: ", .link(next.lecture, Markup(next.title))])
    }
    let formulas = Formula.all.filter { $0.chapters.contains(chapter.course.number) }.map { formula in
      Markup.link(address(of: formula.id), Markup(formula.id.rawValue)) + Markup(" " + formula.title)
    }
    return [
      .element("h2", ["id": Self.end.id], Markup(Self.end.heading)), .list(items),
      formulas.isEmpty ? [] : .element("p", [:], "The formulas of this chapter, with all their readings:"),
      formulas.isEmpty ? [] : .list(formulas),
    ]
  }
}
