import Coursework
import Formulas
import Pages

/// What there is to write in a chapter, as a page: goals, formulas, and three hints of each, folded.
///
/// The fourth hint is the line itself: a page that everybody in a class has does not give it.
struct ExercisePage {
  let chapter: BookContents.Chapter
  let book: BookFrame

  /// The page.
  var page: BookPage {
    let title = "Exercises: " + chapter.title
    let command = "swift run course watch"
    let introduction: Markup = .element(
      "p", [:],
      [
        "They are written in ", .element("code", [:], Markup(chapter.course.file)), "; ",
        .element("code", [:], Markup(command)), " checks whenever you save, and says which mistake it was. ",
        .link("exercises.html", "The rules"), ", ", .link(chapter.lecture, "the lecture"), ".",
      ])
    var frame = PageFrame(
      title, subject: "text", origin: BookFrame.origin(of: nil),
      content: .prose(introduction + chapter.course.exercises.map(section).joined()))
    frame.sections = chapter.course.exercises.map { ($0.name, heading($0)) }
    let entries = chapter.course.exercises.map { exercise in
      IndexEntry(
        words: heading(exercise), place: title, address: "\(chapter.exercises)#\(exercise.name)")
    }
    return BookPage(
      file: chapter.exercises, html: book.html(frame, file: chapter.exercises, in: chapter),
      entries: [IndexEntry(words: title, place: chapter.course.file, address: chapter.exercises)] + entries)
  }

  private func heading(_ exercise: AnyExercise) -> String {
    "\(Syllabus.number(of: exercise)) \(exercise.name): \(exercise.about.title)"
  }

  private func section(of exercise: AnyExercise) -> Markup {
    let about = exercise.about
    let hints = exercise.hints.levels.dropLast().map { name, text in
      Markup.element(
        "details", ["class": "hint"],
        .element("summary", [:], Markup("Hint: \(name)"))
          + (name == "pseudo-code" ? Self.verbatim(text) : .element("p", [:], Markup(text))))
    }
    let difficulty = ["easy", "medium", "hard"][about.difficulty.rawValue - 1]
    return [
      .element("h2", ["id": exercise.name], Markup(heading(exercise))), "\n",
      .element("p", [:], Markup(about.goal)), Self.verbatim(about.formula),
      .element("p", ["class": "quiet"], Markup("\(difficulty), about \(about.minutes) minutes")),
      row("Formulas", about.formulas.map { .link(address(of: $0), Markup($0.rawValue)) }),
      row("Stands on", about.uses.compactMap(linked)),
      hints.joined(), "\n",
    ]
  }

  private func row(_ name: String, _ links: [Markup]) -> Markup {
    links.isEmpty ? [] : .element("p", [:], [Markup(name + ": "), links.joined(separator: ", ")])
  }

  private func linked(_ name: String) -> Markup? {
    guard let found = Syllabus.exercise(name),
      let place = book.contents.chapters.first(where: { $0.course.number == found.chapter.number })
    else { return nil }
    return .link("\(place.exercises)#\(found.exercise.name)", Markup(name))
  }

  private static func verbatim(_ text: String) -> Markup {
    .element("pre", ["tabindex": "0"], .element("code", [:], Markup(text)))
  }
}

/// Where the page of all formulas has one.
func address(of formula: FormulaID) -> String { "\(BookContents.formulas)#\(formula)" }
