import Coursework
import Pages
import Questions

/// How a class did: for the teacher.
struct MarksPage {
  let title: String
  let answers: SheetAnswers

  /// The whole file.
  var html: String {
    var frame = PageFrame(
      "Marks: \(title)", subject: "marks", origin: Markup(answers.summary),
      content: [questions, students, mistakes])
    frame.styles = String(decoding: PackageResources.sheet_css, as: UTF8.self)
    frame.sections = [("questions", "Questions"), ("students", "Students"), ("mistakes", "What was wrong")]
    return frame.html
  }

  /// For each question how many have it right, and how often each mistake was made, the commonest first.
  private var questions: Markup {
    let rows = answers.items.map { item -> Markup in
      let mistakes = answers.mistakes(in: item.index).map { mistake in
        Markup.element("div", [:], [Markup("\(mistake.count) × "), Markup(markdown: mistake.message)])
      }
      return Self.row([
        Markup("\(item.index + 1). \(item.kind.title)"), Markup("\(answers.rightCount(in: item.index))"),
        mistakes.joined(),
      ])
    }
    return Self.section("questions", "Questions", Self.table(["question", "right", "mistakes"], rows))
  }

  private var students: Markup {
    let numbers = answers.items.map { "\($0.index + 1)" }
    let rows = answers.rows.map { row -> Markup in
      let marks = row.entries.map { entry in
        Markup.element(
          "span", ["class": entry.isRight ? "right" : "wrong"],
          entry.isRight ? "✓" : entry.text.isEmpty ? "–" : "✗")
      }
      let points: Markup = row.entries.isEmpty ? "not handed in" : Markup("\(row.points)")
      return Self.row([Markup(row.sheet.student.label), points] + marks)
    }
    return Self.section("students", "Students", Self.table(["student", "points"] + numbers, rows))
  }

  private var mistakes: Markup {
    let articles = answers.rows.filter { $0.entries.contains { !$0.isRight } }.map { row -> Markup in
      let items = zip(row.sheet.items, row.entries).filter { !$1.isRight }.map { item, entry in
        Markup.element(
          "li", [:],
          [
            Markup("\(item.kind.title): "),
            entry.text.isEmpty ? [] : [.element("code", [:], Markup(entry.text)), " – "],
            Markup(markdown: entry.remark), " Right is ",
            .element("code", [:], Markup(item.question.solution)), ".",
          ])
      }
      return .element(
        "article", [:],
        [.element("h3", [:], Markup(row.sheet.student.label)), .element("ul", [:], items.joined())])
    }
    return Self.section("mistakes", "What was wrong", articles.isEmpty ? "Nothing." : articles.joined())
  }

  private static func section(_ id: String, _ heading: String, _ content: Markup) -> Markup {
    .element("section", ["id": id], [.element("h2", [:], Markup(heading)), content])
  }

  private static func table(_ head: [String], _ rows: [Markup]) -> Markup {
    .table(headings: head.map { .element("th", ["scope": "col"], Markup($0)) }, rows: rows)
  }

  private static func row(_ cells: [Markup]) -> Markup {
    .element("tr", [:], cells.map { .element("td", [:], $0) }.joined())
  }
}
