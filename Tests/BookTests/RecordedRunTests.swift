import Cells
import Foundation
import Pages
import Slides
import Testing

@testable import Book
@testable import Notebook

@Suite("Runs that the book shows")
struct RecordedRunTests {
  private let example = Chapter(
    "example", title: "An example", summary: "", sections: ["One", "Two"])

  private func run(_ arguments: [String]) throws -> Data {
    var output = Data()
    let console = Console(arguments: arguments, writeOutput: { output += $0 }, writeError: { _ in })
    let status = example.run(on: console) { notebook in
      notebook.heading("One")
      notebook.prose("Some <words>.")
      notebook.scalar("loss", 0.1)
      notebook.heading("Two")
      notebook.scalar("rate", 1.0 / 3)
    }
    #expect(status == 0)
    return output
  }

  @Test("The page of a run that its JSON tells of is the one that the chapter makes itself")
  func page() throws {
    let recorded = try RecordedRun(
      command: "swift run example", title: "An example", json: run(["--json", "-", "--seed", "7"]))
    #expect(recorded.seed == 7)
    let own = try String(decoding: run(["--html", "-", "--seed", "7"]), as: UTF8.self)
    #expect(
      recorded.page.html.replacing("<code>swift run example</code>", with: "")
        == own.replacing(/<code>swift run example[^<]*<\/code>/, with: ""))
  }

  @Test("The index leads to sections, and to cells that have names by their sections")
  func entries() throws {
    let recorded = try RecordedRun(
      command: "swift run example", title: "An example", json: run(["--json", "-"]))
    #expect(
      recorded.entries(on: "e.html").map { "\($0.words): \($0.address)" } == [
        "An example: e.html", "One: e.html#section-1", "loss: e.html#section-1", "Two: e.html#section-2",
        "rate: e.html#section-2",
      ])
  }

  @Test(
    "What is no notebook is not read",
    arguments: ["", "words", "{\"seed\": 1, \"cells\": [\n{\"kind\": \"none\"}\n]}"])
  func refused(_ text: String) {
    #expect(throws: (any Error).self) {
      try RecordedRun(command: "c", title: "t", json: Data(text.utf8))
    }
  }
}
