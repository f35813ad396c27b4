import Pages

/// The pages of the live course: the list of chapters, and a chapter with a form, or with two to compare.
enum LivePages {
  /// All chapters, each a link.
  static func list(of chapters: [LiveChapter]) -> String {
    page(
      "The course, live", nil,
      .element("p", [:], "Each chapter runs here as the program that it is, with the options that it has.")
        + links(chapters, current: nil))
  }

  /// A chapter with a form.
  static func chapter(
    _ chapter: LiveChapter, of chapters: [LiveChapter], _ options: DeclaredOptions, fields: FormFields
  ) -> String {
    page(
      chapter.title, links(chapters, current: chapter),
      noScript + OptionForm(options, fields: fields).markup(title: "Options", compares: false)
        + cells(sides: 1))
  }

  /// A chapter with two forms.
  static func comparison(
    _ chapter: LiveChapter, of chapters: [LiveChapter], _ options: DeclaredOptions, left: FormFields,
    right: FormFields
  ) -> String {
    let forms: Markup = [
      OptionForm(options, prefix: "left.", fields: left).markup(title: "Left", compares: true),
      OptionForm(options, prefix: "right.", fields: right).markup(title: "Right", compares: true),
    ]
    return page(
      chapter.title, links(chapters, current: chapter),
      noScript + .element("p", [:], "Two runs side by side. Numbers and words that differ are outlined.")
        + .element("div", ["class": "forms"], forms) + cells(sides: 2))
  }

  private static func links(_ chapters: [LiveChapter], current: LiveChapter?) -> Markup {
    let items = chapters.map { chapter in
      Markup.element(
        "li", [:],
        .element(
          "a", ["href": "/\(chapter.name)", "aria-current": chapter.name == current?.name ? "page" : nil],
          Markup(chapter.title)))
    }
    return .element("ul", ["class": "chapters"], items.joined())
  }

  private static var noScript: Markup {
    .element(
      "noscript", [:], .element("p", [:], "A run is shown by a script, which this browser does not allow."))
  }

  private static func cells(sides: Int) -> Markup {
    .element("section", ["id": "cells", "aria-label": "The notebook", "data-sides": "\(sides)"])
  }

  private static func page(_ title: String, _ navigation: Markup?, _ content: Markup) -> String {
    let head: Markup = [
      .element("meta", ["charset": "utf-8"]),
      .element("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
      .element("title", [:], Markup(title)), .element("link", ["rel": "stylesheet", "href": "/live.css"]),
      .element("script", ["src": "/page.js", "defer": ""]),
      .element("script", ["src": "/live.js", "defer": ""]),
      // Without it a browser asks for a picture that there is not.
      .element("link", ["rel": "icon", "href": "data:,"]),
    ]
    let body: Markup = [
      .element("header", [:], .element("h1", [:], Markup(title))),
      navigation.map { .element("nav", ["aria-label": "Chapters"], $0) } ?? [],
      .element("main", [:], content),
    ]
    let page: Markup = .element(
      "html", ["lang": "en"], .element("head", [:], head) + .element("body", [:], body))
    return "<!DOCTYPE html>\n" + page.html + "\n"
  }
}
