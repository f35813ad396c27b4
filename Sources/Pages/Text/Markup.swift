/// A piece of a page: HTML, MathML or SVG whose elements are closed and in which whatever was text is still text.
///
/// ```swift
/// let cell: Markup = .element("td", ["title": "0.123456"], "p < 1")
/// cell.html                                       // <td title="0.123456">p &lt; 1</td>
/// [cell, "–", cell]                               // one after another
/// ```
///
/// There is no way to write a tag but `element`, so what a reader typed cannot become one. The result is both HTML and, element
/// by element, well-formed XML.
package struct Markup: Hashable, Sendable {
  /// The piece as it stands in a file.
  package private(set) var html: String

  /// A piece that is made of such pieces already.
  init(html: String) { self.html = html }

  /// Nothing.
  package init() { html = "" }

  /// The given text, every sign of it shown as that sign; see `EscapedText`.
  package init(_ text: String) { html = EscapedText.content(text) }

  /// The element with that name, its attributes in the order given, around `content`.
  ///
  /// An attribute whose value is absent is left out. Stops when a name is none, when an attribute stands there twice, and when
  /// an element that never has content (`br`, `img`) is given some.
  package static func element(
    _ name: String, _ attributes: KeyValuePairs<String, String?> = [:], _ content: Markup = Markup()
  ) -> Markup {
    guard isName(name) else { fatalError("“\(name)” is no name of an element") }
    var tag = "<" + name
    var used: Set<String> = []
    for (attribute, value) in attributes {
      guard let value else { continue }
      guard isName(attribute) else { fatalError("“\(attribute)” is no name of an attribute") }
      guard used.insert(attribute).inserted else {
        fatalError("<\(name)> has the attribute “\(attribute)” twice")
      }
      tag += " \(attribute)=\"\(EscapedText.attribute(value))\""
    }
    guard emptyElements.contains(name) else { return Markup(html: tag + ">" + content.html + "</\(name)>") }
    guard content.html.isEmpty else { fatalError("<\(name)> has no content; it was given \(content.html)") }
    return Markup(html: tag + " />")
  }

  /// A style sheet or a script, which a browser reads as it stands.
  ///
  /// Stops when the text holds `</` or `<!--`, which could end the element early.
  package static func verbatim(
    _ name: String, _ attributes: KeyValuePairs<String, String?> = [:], _ text: String
  )
    -> Markup
  {
    guard name == "style" || name == "script" else { fatalError("<\(name)> is no style sheet and no script") }
    for end in ["</", "<!--"] where text.contains(end) {
      fatalError("a <\(name)> that contains “\(end)” would end there")
    }
    return element(name, attributes, Markup(html: text))
  }

  /// One after another.
  package static func + (left: Markup, right: Markup) -> Markup { Markup(html: left.html + right.html) }

  /// Adds a piece at the end.
  package static func += (left: inout Markup, right: Markup) { left.html += right.html }

  private static func isName(_ name: String) -> Bool {
    guard let first = name.utf8.first, isLetter(first) else { return false }
    return name.utf8.allSatisfy { isLetter($0) || (48...57).contains($0) || $0 == 45 || $0 == 58 }
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte | 0x20) }

  /// The elements of HTML that have no content and no closing tag.
  private static let emptyElements: Set = ["br", "col", "hr", "img", "input", "link", "meta", "wbr"]
}

extension Markup: ExpressibleByStringLiteral, ExpressibleByArrayLiteral {
  /// The literal as text.
  package init(stringLiteral text: String) { self.init(text) }

  /// The pieces one after another.
  package init(arrayLiteral pieces: Markup...) { self = pieces.joined() }
}

extension Sequence<Markup> {
  /// The pieces one after another, with `separator` between them.
  package func joined(separator: Markup = Markup()) -> Markup {
    var result = Markup()
    var isFirst = true
    for piece in self {
      if !isFirst { result += separator }
      result += piece
      isFirst = false
    }
    return result
  }
}
