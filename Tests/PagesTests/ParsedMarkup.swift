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
  private var open: [String] = []

  /// Reads a piece; throws the parser's error where it is not well-formed.
  init(_ markup: Markup) throws {
    super.init()
    let parser = XMLParser(data: Data("<piece>\(markup.html)</piece>".utf8))
    parser.delegate = self
    guard parser.parse() else {
      throw NotWellFormed(
        reason: "\(parser.parserError.map { "\($0)" } ?? "no reason") in line \(parser.lineNumber)",
        html: markup.html)
    }
    elements.removeFirst()
    for index in elements.indices { elements[index].around.removeFirst() }
  }

  /// The names of the elements in order.
  var names: [String] { elements.map(\.name) }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    elements.append(Element(name: name, attributes: attributes, around: open))
    open.append(name)
  }

  func parser(_ parser: XMLParser, didEndElement: String, namespaceURI: String?, qualifiedName: String?) {
    open.removeLast()
  }

  func parser(_ parser: XMLParser, foundCharacters characters: String) { text += characters }
}

/// What an XML parser refused.
struct NotWellFormed: Error {
  var reason: String
  var html: String
}
