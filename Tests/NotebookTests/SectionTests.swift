import Notebook
import Testing

@Suite("The sections of a chapter")
struct SectionTests {
  private static let sections = Chapter(
    "example", title: "Example", summary: "", input: .sentence(default: "the cat"), inspectsModel: true,
    sections: ["The text", "What «…» sees", "The mask", "Masks that are late", "Counting", "Counting on"])

  private func run(_ arguments: [String], failing: String = "") -> Run {
    NotebookTests.run(arguments, chapter: Self.sections) { notebook in
      try notebook.declareNames(["weights"])
      notebook.prose("Before the first section.")
      for heading in ["The text", "What «cat» sees", "The mask", "Masks that are late", "Counting"] {
        notebook.heading(heading)
        notebook.prose("In “\(heading)”.")
        notebook.scalar("number of \(heading)", 1)
        notebook.check("so in \(heading)", isTrue: heading != failing)
      }
    }
  }

  @Test("All are shown when none is asked for")
  func all() {
    let text = run([], failing: "The mask").text
    #expect(text.contains("Before the first section.") && text.contains("In “The text”."))
    #expect(text.contains("✗ 1 of 5 checks failed."))
  }

  @Test(
    "One is meant by its number, its name, or a part that no other has, whatever the capitals",
    arguments: ["4", "Masks that are late", "masks THAT are late", "late", "--section=4"])
  func one(wish: String) {
    let text = run(wish.hasPrefix("--") ? [wish] : ["--section", wish]).text
    #expect(text.hasPrefix("── Masks that are late ─"))
    #expect(text.contains("In “Masks that are late”.") && !text.contains("In “The text”."))
    #expect(!text.contains("Before") && !text.contains("Example"))
  }

  @Test("A whole name comes before a part of others, and “…” stands for the words of the text")
  func names() {
    #expect(run(["--section", "counting"]).text.contains("In “Counting”."))
    #expect(run(["--section", "the mask"]).text.contains("In “The mask”."))
    for wish in ["What «cat» sees", "what «dog» sees", "What «…» sees"] {
      #expect(run(["--section", wish]).text.contains("In “What «cat» sees”."))
    }
  }

  @Test("Several are shown in the chapter's order, each once")
  func several() {
    let text = run(["--section", "4", "--section", "1", "--section", "late"]).text
    let first = text.firstRange(of: "In “The text”.")
    let last = text.firstRange(of: "In “Masks that are late”.")
    #expect(first != nil && last != nil && first!.lowerBound < last!.lowerBound)
    #expect(text.ranges(of: "In “Masks that are late”.").count == 1)
  }

  @Test("What fails elsewhere is shown all the same, and counts")
  func failures() {
    let result = run(["--section", "1"], failing: "The mask")
    #expect(result.status == 1)
    #expect(result.text.contains("✗ FAILED: so in The mask") && !result.text.contains("so in Counting"))
    #expect(result.text.hasSuffix("✗ 1 of 2 checks failed.\n"))
  }

  @Test(
    "What is no section is refused before anything runs, with the nearest",
    arguments: [
      ("0", "--section 0: the sections are 1 to 6 (--contents lists them)"),
      ("7", "--section 7: the sections are 1 to 6 (--contents lists them)"),
      (
        "maks",
        "--section \"maks\": no section has that name; the nearest is 4 “Masks that are late” (--contents lists all)"
      ),
      (
        "mask",
        "--section \"mask\" could be 3 “The mask” or 4 “Masks that are late”; give the number (--contents lists all)"
      ),
    ])
  func unknown(wish: String, message: String) {
    let result = run(["--section", wish])
    #expect(result.status == 64 && result.output.isEmpty)
    #expect(result.errors == "example: \(message)\n")
  }

  @Test("A section to which this run does not come is told")
  func notReached() {
    let result = run(["--section", "counting on"])
    #expect(result.status == 64)
    #expect(
      result.errors
        == "example: --section 6 (“Counting on”): this run does not come to it; its other options leave it out\n"
    )
  }

  @Test("--contents lists them and ends, for machines too")
  func contents() {
    let listed = NotebookTests.run(["--contents"], chapter: Self.sections) { _ in Issue.record("it ran") }
    #expect(listed.status == 0)
    #expect(listed.text.contains("\n        2  What «…» sees\n"))
    let json = NotebookTests.run(["--contents", "--json", "-"], chapter: Self.sections) { _ in
      Issue.record("it ran")
    }
    #expect(json.text.contains("\"rows\": [[1, \"The text\"], [2, \"What «…» sees\"]"))
    let both = NotebookTests.run(["--contents", "--section", "2"], chapter: Self.sections) { _ in }
    #expect(both.status == 0 && both.text.contains("Counting on"))
  }

  @Test("The JSON has the cells that are shown, and says which sections they are")
  func json() {
    let text = run(["--section", "late", "--json", "-"]).text
    #expect(text.contains("\"section\": [\"Masks that are late\"]"))
    #expect(text.contains("In “Masks that are late”.") && !text.contains("In “The text”."))
    #expect(!run(["--json", "-"]).text.contains("\"section\":"))
  }

  @Test("--list-names lists its names whatever the section")
  func listNames() {
    let result = run(["--list-names", "--section", "1"])
    #expect(result.status == 0 && result.text.contains("weights"))
  }

  @Test("A chapter without sections has no such options")
  func none() {
    #expect(NotebookTests.run(["--contents"]).status == 64)
    #expect(NotebookTests.run(["--section", "1"]).status == 64)
  }
}
