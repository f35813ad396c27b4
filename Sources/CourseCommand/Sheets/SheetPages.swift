import Coursework
import Pages
import Questions

/// What is printed: sheets to write on, and the key to them.
struct SheetPages {
  /// The chapter's title.
  let title: String
  let sheets: [Sheet]

  /// The sheet of one student: questions and room to write, no answers and no scripts.
  func page(of sheet: Sheet) -> String {
    page(title, Self.instruction, Self.questions(of: sheet, level: 2))
  }

  /// All sheets, each beginning a page, to be printed at once.
  var allSheets: String {
    let sections = sheets.map { sheet in
      Markup.element(
        "section", [:],
        [
          .element("h2", [:], Markup(title)), .element("p", ["class": "run"], Self.instruction),
          Self.questions(of: sheet, level: 3),
        ])
    }
    return page("Sheets: \(title)", "A sheet begins a page.", sections.joined(), isBundle: true)
  }

  /// The right answers of all sheets.
  var key: String {
    let entries = sheets.map { sheet in
      let answers = sheet.items.map { item in
        Markup.element(
          "li", [:], [Markup(item.kind.title + ": "), .element("b", [:], Markup(item.question.solution))])
      }
      return Markup.element(
        "article", [:],
        [.element("h2", [:], Self.owner(of: sheet)), .element("ol", ["class": "key"], answers.joined())])
    }
    return page(
      "Key: \(title)", "The right answers, for the teacher alone. A hundredth off is right.", entries.joined()
    )
  }

  private static var instruction: Markup {
    "Numbers to three significant digits, or as fractions; a matrix row by row. The numbers are yours alone."
  }

  private func page(_ title: String, _ origin: Markup, _ content: Markup, isBundle: Bool = false) -> String {
    var frame = PageFrame(title, subject: "questions", origin: origin, content: content)
    frame.styles = String(decoding: PackageResources.sheet_css, as: UTF8.self)
    if isBundle { frame.styles += "@media print { body > header { display: none; } }\n" }
    return frame.html
  }

  private static func owner(of sheet: Sheet) -> Markup {
    let name = sheet.student.name
    return [
      name.isEmpty ? [] : [Markup(name), " · "], Markup(sheet.student.id), " · ",
      .element("code", [:], Markup(sheet.code)),
    ]
  }

  private static func questions(of sheet: Sheet, level: Int) -> Markup {
    let articles = sheet.items.enumerated().map { index, item in
      let choices = item.question.choices.map { Markup.element("li", [:], Markup(markdown: $0)) }
      return Markup.element(
        "article", [:],
        [
          .element("h\(level)", [:], Markup("\(index + 1). \(item.kind.title)")),
          .element("div", ["class": "prose"], Markup(markdown: item.question.text, headingLevel: level + 1)),
          choices.isEmpty ? [] : .element("ol", ["class": "choices"], choices.joined()),
          choices.isEmpty ? .element("div", ["class": "room"]) : [],
          .element("p", ["class": "answer"], "Answer"),
        ])
    }
    return [.element("p", ["class": "owner"], owner(of: sheet)), articles.joined()]
  }
}
