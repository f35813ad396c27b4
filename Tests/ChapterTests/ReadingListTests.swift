import Foundation
import Testing

/// The engine of the course can be read: it is nine files, and both pages that send somebody there name the same.
@Suite("What is to be read after the engine on one page")
struct ReadingListTests {
  private static let names = [
    "Node", "Gradient", "Tensor", "Module", "Arithmetic", "MatrixProduct", "Softmax", "Reductions", "Lookup",
  ].map { $0 + ".swift" }

  private func lines(of path: String) throws -> [Substring] {
    try String(contentsOf: packageFolder.appending(path: path), encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false)
  }

  /// The links of a page's numbered list, by number, with what is said of each on the same line.
  private func list(in page: String) throws -> [(name: String, path: String, remark: String)] {
    let items = try lines(of: page).compactMap { line in
      line.wholeMatch(of: /(\d)\. \[`(\w+\.swift)`\]\((.+?)\): (.+[.;])/)?.output
    }
    #expect(items.map { String($0.1) } == (1...9).map(String.init), "the numbers of \(page)")
    return items.map { (String($0.2), String($0.3), String($0.4)) }
  }

  @Test(
    "nine files in their order, under a thousand lines in all",
    arguments: [("README.md", ""), ("Chapters/00-Autodiff/README.md", "../../")])
  func nine(page: String, up: String) throws {
    let list = try list(in: page)
    #expect(list.map(\.name) == Self.names)
    #expect(list.map(\.path) == Self.names.map { up + "Sources/Autodiff/" + $0 })
    // The last line ends with a line feed, behind which there is none.
    let count = try list.reduce(0) { try $0 + lines(of: "Sources/Autodiff/" + $1.name).count - 1 }
    #expect((500..<1_000).contains(count), "\(page) sends its reader to \(count) lines")
  }

  @Test("both pages say the same of each")
  func remarks() throws {
    let pages = ["README.md", "Chapters/00-Autodiff/README.md"]
    let remarks = try pages.map { try list(in: $0).map(\.remark) }
    #expect(remarks[0] == remarks[1])
  }

  @Test("the engine on one page is one: under a hundred lines, and the C library's functions alone")
  func page() throws {
    let lines = try lines(of: "Chapters/00-Autodiff/1-ScalarEngine.swift")
    #expect(lines.count <= 100)
    #expect(lines.filter { $0.contains("import ") } == ["import Platform"])
  }
}
