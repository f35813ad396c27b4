import Cells
import Formulas
import Pages
import Terminal

/// What a chapter comes to, on one page of paper: its formulas, the shapes of what it computes, its words, its switches.
///
/// Everything on it is taken from the registry of formulas, a run, the lecture and the program's help.
struct SummaryPage {
  let chapter: BookContents.Chapter
  let runs: ChapterRuns
  /// The text of the lecture.
  let lecture: String
  let book: BookFrame
  let links: BookLinks

  private static let styles = String(decoding: PackageResources.summary_css, as: UTF8.self)

  /// The page.
  var page: BookPage {
    var frame = PageFrame(
      "Summary: " + chapter.title, subject: "summary", origin: BookFrame.origin(of: nil),
      content: [
        section("formulas", "Formulas", .list(formulas)), section("shapes", "Shapes", .list(shapes)),
        section("words", "Words", .list(words)), section("switches", "Switches", .list(switches)),
      ])
    frame.styles = Self.styles
    return BookPage(
      file: chapter.summary, html: book.html(frame, file: chapter.summary, in: chapter),
      entries: [
        IndexEntry(words: "Summary: " + chapter.title, place: "on one page", address: chapter.summary)
      ])
  }

  private func section(_ id: String, _ heading: String, _ content: Markup) -> Markup {
    .element(
      "section", ["class": id, "aria-labelledby": id],
      .element("h2", ["id": id], Markup(heading)) + content) + "\n"
  }

  /// The formulas that are taught here first, each form once: documents repeat each other.
  private var formulas: [Markup] {
    var known: Set<String> = []
    let own = Formula.all.filter {
      $0.chapters.first == chapter.course.number && known.insert($0.latexPublished).inserted
    }
    return own.map { formula in
      let latex = formula.latexPublished
      let set: Markup =
        MarkdownInline.isSet(latex)
        ? Markup(inlineMarkdown: "$`\(latex)`$") { $0 } : .element("code", [:], Markup(formula.unicode))
      return [
        .link(address(of: formula.id), Markup(formula.id.rawValue)), Markup(" \(formula.title): "), set,
      ]
    }
  }

  private var shapes: [Markup] {
    runs.notebook.cells.compactMap { cell in
      guard case .tensor(let tensor) = cell, tensor.display != .momentary, !tensor.shape.isEmpty else {
        return nil
      }
      return [.element("code", [:], Markup(tensor.name)), Markup(" " + tensor.extents)]
    }
  }

  private var words: [Markup] {
    LectureWords.sentences(of: lecture).map { sentence in
      Markup(inlineMarkdown: sentence) { links.address(of: $0, in: chapter.document) }
    }
  }

  private var switches: [Markup] {
    let command = Markup.element("code", [:], Markup("swift run \(chapter.course.command)"))
    return [command]
      + runs.options.map { option in
        [.element("code", [:], Markup("--" + option.name)), Markup(" " + option.help)]
      }
  }
}
