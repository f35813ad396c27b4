import Foundation
import Pages

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// A piece of a page as an XML parser reads it.
final class ParsedMarkup: NSObject, XMLParserDelegate {
  /// An element as it begins.
  struct Element: Equatable {
    var name: String
    var attributes: [String: String]
    /// The names of the elements around it, from the outermost.
    var around: [String]
  }

  /// The elements in the order of their first tags.
  private(set) var elements: [Element] = []
  /// All text between tags.
  private(set) var text = ""
  /// The text of each element, without that of the elements inside it.
  private(set) var texts: [String] = []
  private var open: [String] = []
  private var openPlaces: [Int] = []

  /// Reads a piece; throws the parser's error where it is not well-formed.
  convenience init(_ markup: Markup) throws { try self.init(html: markup.html) }

  /// Reads a piece as it stands in a file; a browser reads scripts as they stand, an XML parser only in a section of their own.
  init(html: String) throws {
    super.init()
    let scripts = html.replacing("<script>", with: "<script><![CDATA[").replacing(
      "</script>", with: "]]></script>")
    let parser = XMLParser(data: Data("<piece>\(scripts)</piece>".utf8))
    parser.delegate = self
    guard parser.parse() else {
      throw NotWellFormed(
        reason: "\(parser.parserError.map { "\($0)" } ?? "no reason") in line \(parser.lineNumber)",
        html: html)
    }
    elements.removeFirst()
    texts.removeFirst()
    for index in elements.indices { elements[index].around.removeFirst() }
  }

  /// The names of the elements in order.
  var names: [String] { elements.map(\.name) }

  /// The elements of a name with their texts.
  func all(_ name: String) -> [(element: Element, text: String)] {
    zip(elements, texts).filter { $0.0.name == name }.map { ($0, $1) }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    elements.append(Element(name: name, attributes: attributes, around: open))
    openPlaces.append(texts.count)
    texts.append("")
    open.append(name)
  }

  func parser(_ parser: XMLParser, didEndElement: String, namespaceURI: String?, qualifiedName: String?) {
    open.removeLast()
    openPlaces.removeLast()
  }

  func parser(_ parser: XMLParser, foundCharacters characters: String) {
    text += characters
    if let place = openPlaces.last { texts[place] += characters }
  }
}

/// What an XML parser refused.
struct NotWellFormed: Error {
  var reason: String
  var html: String
}
