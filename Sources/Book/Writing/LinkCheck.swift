import Foundation
import Pages

/// Whether every link of the book's pages leads somewhere.
struct LinkCheck {
  /// The links that do not, each as a line for people.
  private(set) var deadLinks: [String] = []
  /// How many lead to a place in the book.
  private(set) var count = 0

  /// Follows the links of pages, by their files: to other pages, and to places on them.
  init(_ pages: [BookPage]) {
    let places = Dictionary(
      pages.map { ($0.file, Set(Markup.values(of: "id", in: $0.html).map(Self.unescaped))) }
    ) { first, _ in first }
    for page in pages {
      for link in Markup.values(of: "href", in: page.html).map(Self.unescaped) {
        if link.prefixMatch(of: /(?:https?|mailto):/) != nil { continue }
        count += 1
        let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(
          String.init)
        let file = parts[0].isEmpty ? page.file : parts[0]
        guard let targets = places[file] else {
          deadLinks.append("\(page.file): \(link) leads to no page of the book")
          continue
        }
        guard parts.count > 1 else { continue }
        let place = parts[1].removingPercentEncoding ?? parts[1]
        if !targets.contains(place) { deadLinks.append("\(page.file): \(file) has no place #\(place)") }
      }
    }
  }

  private static func unescaped(_ value: String) -> String {
    guard value.contains("&") else { return value }
    return value.replacing("&quot;", with: "\"").replacing("&#39;", with: "'")
      .replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&amp;", with: "&")
  }
}
