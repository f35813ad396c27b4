import Cells
import Coursework
import Foundation
import Pages
import Slides
import Terminal
import Testing

@testable import Book

@Suite("The book of this package")
struct CourseBookTests {
  private static let workshop = Result { try Workshop.around(URL(filePath: #filePath)) }

  /// Runs that stand for those of a chapter that takes a minute.
  private func runs(changed: Double = 2) throws -> [String: ChapterRuns] {
    func run(_ command: String, _ value: Double) -> RecordedRun {
      RecordedRun(
        command: command, title: "Chapter 4 · Single-head attention", seed: 1,
        cells: [.prose("## Scores"), .tensor(TensorCell("attention.scores", [value], shape: [1]))])
    }
    return [
      "attention": ChapterRuns(
        notebook: run("swift run attention", 1),
        broken: [
          (
            BreakingSwitch(name: "no-scale", help: "do not divide"), run("swift run attention", 1),
            run("swift run attention --no-scale", changed)
          )
        ], options: [.flag("no-scale", help: "do not divide")])
    ]
  }

  /// Slides that stand for those of the chapter.
  private func deck(_ figure: String = "attention.scores") -> Deck {
    Deck(
      "---\nmarp: true\ntitle: a\n---\n\n# Chapter 4\n\n![scores](tensor:\(figure))\n\n[lecture](README.md)\n\n<!-- Words. -->\n"
    )
  }

  private func pages() throws -> [String: String] {
    let book = try CourseBook(
      of: Self.workshop.get(), runs: runs(), decks: ["attention": deck(), "block": deck()])
    #expect(book.linkCount > 1_000)
    return Dictionary(book.pages.map { ($0.name, $0.text) }) { _, _ in
      Issue.record("two pages have one name")
      return ""
    }
  }

  @Test(
    "It has every lecture, document and exercise, and every link leads somewhere; the same sources give the same bytes"
  )
  func whole() throws {
    let pages = try pages()
    for chapter in Syllabus.chapters {
      for page in ["lecture", "exercises"] { #expect(pages["\(chapter.command)-\(page).html"] != nil) }
    }
    for name in [
      "index", "search", "formulas", "errata", "misconceptions", "teaching", "performance", "about",
    ] {
      #expect(pages["\(name).html"] != nil, "\(name)")
    }
    #expect(try pages == self.pages())
  }

  @Test("Lecture and notebook lead to each other, to the exercises and to what a switch changes")
  func ways() throws {
    let pages = try pages()
    for (page, others) in [
      "attention-lecture": [
        "attention.html", "attention-exercises.html", "attention-no-scale-changed.html",
        "multihead-lecture.html", "attention-slides.html", "attention-summary.html",
      ],
      "attention-slides": [
        "attention-lecture.html", "attention.html", "attention-exercises.html", "index.html",
      ],
      "attention": [
        "attention-lecture.html", "attention-exercises.html", "index.html", "formulas.html", "search.html",
      ],
      "attention-exercises": [
        "attention-lecture.html", "attention.html", "formulas.html#s0_3_3_ATT", "#softmax",
      ],
      "attention-no-scale-changed": ["attention.html", "attention-no-scale.html", "attention-lecture.html"],
      "attention-no-scale": ["attention-lecture.html", "attention.html"],
      "index": [
        "attention-lecture.html", "attention.html", "attention-exercises.html", "attention-slides.html",
        "attention-summary.html", "attention-no-scale-changed.html", "errata.html",
      ],
    ] {
      let html = try #require(pages[page + ".html"])
      for other in others { #expect(html.contains("href=\"\(other)\""), "\(page) to \(other)") }
    }
    // A chapter whose notebook is not in the book has no link to one, and no slides, which show its numbers.
    #expect(["block", "block-slides", "block-summary"].allSatisfy { pages[$0 + ".html"] == nil })
    #expect(pages["block-lecture.html"]?.contains(/href="block(-slides|-summary)?\.html"/) == false)
  }

  @Test("Every page names a command that makes it")
  func commands() throws {
    for (name, text) in try pages() {
      #expect(text.contains("<p class=\"run\">") && text.contains("<code>swift run "), "\(name)")
    }
  }

  @Test(
    "Exercises have their goals, formulas and three hints; no page has a solution, or the hint that is one")
  func exercises() throws {
    let pages = try pages()
    for chapter in Syllabus.chapters {
      let page = try #require(pages["\(chapter.command)-exercises.html"])
      #expect(
        page.components(separatedBy: "<details class=\"hint\">").count == 1 + 3 * chapter.exercises.count)
      for exercise in chapter.exercises {
        for text in [
          exercise.about.goal, exercise.about.formula, exercise.hints.idea, exercise.hints.pseudocode,
        ] {
          #expect(page.contains(EscapedText.content(text)), "\(exercise.name)")
        }
        let line = EscapedText.content(exercise.hints.line)
        #expect(!page.contains("<code>\(line)</code>"), "\(exercise.name)")
      }
    }
    #expect(!pages.keys.contains { $0.contains("Solutions") })
  }

  @Test("The index has titles, formulas, exercises and tensors")
  func index() throws {
    let index = try #require(try pages()["search.html"])
    for link in [
      "attention-lecture.html\">Chapter 4",
      "formulas.html#s0-33-att-scaled-dot-product-attention\">S0-3.3-ATT",
      "attention-exercises.html#softmax\">4.1 softmax", "attention-slides.html#1\">Chapter 4",
      "attention.html#section-1\">attention.scores",
      "errata.html#document-s0\">Document S0",
    ] {
      #expect(index.contains("<a href=\"" + link), "\(link)")
    }
  }

  @Test("A summary has the chapter's formulas, the shapes of its run, its words and its switches")
  func summary() throws {
    let page = try #require(try pages()["attention-summary.html"])
    for part in [
      "<a href=\"formulas.html#s0_3_3_ATT\">S0-3.3-ATT</a>", "<code>attention.scores</code> 1",
      "<strong>The mask.</strong> A model that predicts the next token must not see it.",
      "<code>swift run attention</code>", "<code>--no-scale</code> do not divide",
    ] { #expect(page.contains(part), "\(part)") }
  }

  @Test(
    "Answers to questions are in a teacher's book alone: no file of another has the text of one, or a link to it"
  )
  func answers() throws {
    func words(_ html: String) -> String {
      html.replacing(/<[^>]*>/, with: "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    let text = try String(
      contentsOf: Self.workshop.get().folder.appending(path: BookContents.answers), encoding: .utf8)
    let answers = text.split(separator: /\n(?=[0-9]+\. |- |\n)/).filter { $0.contains(/\bmarks?\)/) }
      .compactMap { item in
        let answer = String(item).components(separatedBy: "**(")[0].replacing(
          /^\s*(?:[0-9]+\. |- )(?:\*\*[^*]*\*\*)?/, with: "")
        let plain = words(Markup(markdown: answer).html)
        return plain.count > 40 ? plain : nil
      }
    #expect(answers.count > 100)
    let pages = try pages()
    #expect(pages["answers.html"] == nil && !pages.keys.contains { $0.contains("Answers.md") })
    let whole = pages.values.map(words)
    for answer in answers { #expect(!whole.contains { $0.contains(answer) }, "\(answer)") }
    for (name, html) in pages { #expect(!html.contains("href=\"answers.html"), "\(name)") }
    let teachers = try CourseBook(of: Self.workshop.get(), runs: [:], isTeachers: true).pages
    let page = words(try #require(teachers.first { $0.name == "answers.html" }).text)
    for answer in answers { #expect(page.contains(answer), "\(answer)") }
    #expect(teachers.first { $0.name == "teaching.html" }?.text.contains("href=\"answers.html#") == true)
  }

  @Test("A figure of the slides that the run does not have is no page: the book says so")
  func missingFigure() throws {
    let message = "Chapters/04-SingleHeadAttention/slides.md: «swift run attention» has no tensor «none»"
    #expect(throws: CommandFailure.input(message)) {
      try CourseBook(of: Self.workshop.get(), runs: runs(), decks: ["attention": deck("none")])
    }
  }

  @Test("A switch that changes nothing has no page: the book says so")
  func unchanged() throws {
    let runs = try runs(changed: 1)
    #expect(
      throws: CommandFailure.input("swift run attention --no-scale shows what swift run attention shows")
    ) {
      try CourseBook(of: Self.workshop.get(), runs: runs)
    }
  }
}
