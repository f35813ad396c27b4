/// A file for a browser: the head of every page, a body, and the scripts that run when all of it has been read.
///
/// The file asks for nothing: its content-security policy forbids it.
package struct PageFile {
  /// The page's title.
  package var title: String
  /// What stands in the body, before the scripts.
  package var body: Markup
  /// The classes of the whole page.
  package var classes: String?
  /// The rules that this page needs beside those of every page.
  package var styles: String
  /// The scripts that it runs.
  package var scripts: [Script]

  /// A file with that body.
  package init(title: String, body: Markup, classes: String? = nil, styles: String, scripts: [Script]) {
    self.title = title
    self.body = body
    self.classes = classes
    self.styles = styles
    self.scripts = scripts
  }

  /// The whole file.
  package var html: String {
    let page: Markup = .element(
      "html", ["lang": "en", "class": classes],
      .element("head", [:], head) + .element("body", [:], body + scripts.map(\.markup).joined()))
    return "<!DOCTYPE html>\n" + page.html + "\n"
  }

  private var head: Markup {
    [
      .element("meta", ["charset": "utf-8"]),
      .element("meta", ["http-equiv": "Content-Security-Policy", "content": policy]),
      .element("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
      .element("meta", ["name": "color-scheme", "content": "light dark"]),
      .element("title", [:], Markup(title)),
      .verbatim("style", [:], StyleSheet.whole + styles),
    ]
  }

  /// What a browser may do with the page: show it, and run the scripts that stand in it. Nothing is fetched or sent.
  private var policy: String {
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
      + (scripts.isEmpty ? "" : "; script-src " + scripts.map(\.source).joined(separator: " "))
  }
}
