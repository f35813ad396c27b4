import Coursework
import Foundation

/// Where a link of the package's documents leads in the book.
///
/// - A document leads to its page, a folder to the page of its `README.md`.
/// - Another text leads to a page that shows it, and is remembered as one that the book must show. Solutions do not, nor do
///   the answers to questions, which are a page in a teacher's book alone.
/// - What is no text of the package is no link: its words stand alone.
/// - Addresses of other sites stay what they are.
final class BookLinks {
  private let folder: URL
  /// The documents' pages by their paths in the package.
  private let documents: [String: String]
  /// The paths of the texts that links lead to.
  private(set) var sources: Set<String> = []
  /// Links that lead to nothing in the package, each as a line for people.
  private(set) var deadLinks: [String] = []

  /// The links of a package whose documents have these pages.
  init(of package: URL, documents: [String: String]) {
    folder = package.resolvingSymlinksInPath().standardizedFileURL
    self.documents = documents
  }

  /// What a link in a document becomes; nil where it is none in the book.
  func address(of link: String, in document: String) -> String? {
    if link.prefixMatch(of: /[A-Za-z][A-Za-z0-9+.\-]*:/) != nil { return link }
    let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let fragment = parts.count > 1 ? "#\(parts[1])" : ""
    let place = parts[0].removingPercentEncoding ?? String(parts[0])
    if place.isEmpty { return fragment }
    let target = folder.appending(path: document).deletingLastPathComponent().appending(path: place)
      .standardizedFileURL
    guard target.path.hasPrefix(folder.path + "/"), FileManager.default.fileExists(atPath: target.path) else {
      deadLinks.append("\(document): \(link) leads nowhere")
      return nil
    }
    let path = String(target.path.dropFirst(folder.path.count + 1))
    if let page = documents[path] ?? documents[path + "/README.md"] { return page + fragment }
    guard !path.hasPrefix("Exercises/Solutions"), path != BookContents.answers,
      (try? String(contentsOf: target, encoding: .utf8)) != nil
    else { return nil }
    sources.insert(path)
    return Self.page(ofSource: path)
  }

  /// The file of the page that shows a text of the package.
  static func page(ofSource path: String) -> String {
    "source-" + path.replacing("/", with: "-") + ".html"
  }
}
