import Foundation
import Testing

@Suite("Chapter 9 under its options")
struct FineTuningOptionsTests {
  private static let short = ["--label-steps", "1", "--talk-steps", "1", "--held-out", "4"]

  @Test(
    "no check fails, whatever is asked for; what a short tuning cannot do is not claimed",
    arguments: [
      "--seeds 2", "--label-steps 12 --rank 1 --rate 0", "--adapter-rate 0.5 --auxiliary 0",
      "--loss-on-everything --seed 7", "--no-stories", "--rank 64",
    ])
  func options(_ words: String) throws {
    // An option may be given once.
    let few = words.contains("--label-steps") ? Array(Self.short.dropFirst(2)) : Self.short
    let run = try ChapterRun(
      "finetuning", few + ["--json", "-"] + words.split(separator: " ").map(String.init))
    #expect(run.status == 0, "\(run.errors)")
    let notebook = try JSONDecoder().decode(NotebookFile.self, from: Data(run.output.utf8))
    #expect(!notebook.cells.compactMap(\.name).contains { $0.hasPrefix("after, of all answers") })
  }

  @Test("what cannot be tuned is refused in one line, before anything is shown")
  func refusals() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let letters = folder.appending(path: "letters.safetensors").path
    let other = folder.appending(path: "other.safetensors").path
    let small = ["--steps", "0", "--layers", "1", "--heads", "1", "--channels", "2", "--context", "8"]
    let text = String(repeating: "to be or not to be\n", count: 20)
    #expect(try ChapterRun("training", small + ["--text", text, "--export-model", letters]).status == 0)
    #expect(
      try ChapterRun("training", small + ["--text", text, "--tokens", "words", "--export-model", other])
        .status
        == 0)
    for (arguments, status, part) in [
      (["--model", folder.appending(path: "none").path], 66, "none"),
      (["--model", letters], 66, "does not read words"), (["--model", other], 66, "is not among the"),
      (["--label-steps", "0"], 64, "--label-steps"), (["--rank", "0"], 64, "--rank"),
      (["--held-out", "1"], 64, "--held-out"), (["--chat", "--json", "-"], 64, "standard output"),
      (["--no-stories", "--loss-on-everything"], 64, "exclude each other"),
    ] as [([String], Int32, String)] {
      let run = try ChapterRun("finetuning", arguments)
      #expect(run.status == status && run.output.isEmpty, "\(arguments): \(run.status) \(run.errors)")
      #expect(run.errors.split(separator: "\n").count == 1 && run.errors.contains(part), "\(run.errors)")
    }
  }

  /// A conversation by a pipe: what is typed is shown, what is not known is refused by name, and what was said before does
  /// not fill the context however long it goes on.
  @Test("talks about a story as long as there are lines")
  func chat() throws {
    let lines =
      ["Who is it about?", "Pardon?", "", "Where is the zebra?", "  Where  do they meet? "]
      + Array(repeating: "How does it end?", count: 8) + [String(repeating: "it ", count: 200)]
    let run = try ChapterRun(
      "finetuning", Self.short + ["--chat"], input: Data((lines.joined(separator: "\n") + "\n").utf8))
    #expect(run.status == 0, "\(run.errors)")
    let talk = run.output.components(separatedBy: "\n> ")
    #expect(talk.count == lines.count + 2, "\(run.output)")
    #expect(talk[1].hasPrefix("Who is it about?\n") && talk[1].hasSuffix(")"))
    #expect(talk[4].contains("zebra"))
    #expect(talk[5].contains("(right)") || talk[5].contains("(wrong: They meet"))
    #expect(talk[14].contains("too long"))
    // Only what it needs is tuned.
    #expect(!run.output.contains("A labelled task"))
  }
}
