import Foundation
import TestSupport
import Testing

@Suite("Chapter 8 under its options")
struct GenerationOptionsTests {
  private func notebook(_ options: [String]) throws -> NotebookFile {
    try NotebookFile(of: "generation", ["--held-out", "1", "--judged", "2"] + options)
  }

  @Test(
    "no check fails, whatever is asked for",
    arguments: [
      "--temperature 0", "--temperature 1000", "--top-k 1", "--top-k 1000000 --top-p 0.5", "--prompt It",
      "--prompt Anna", "--count 1 --maximum-tokens 0", "--maximum-tokens 1 --stop-in-tokens", "--beams 1",
      "--beams 9 --length-penalty 2", "--stop-in-tokens --stop .", "--stop zzz", "--stop-in-tokens --seed 9",
    ])
  func options(_ words: String) throws {
    _ = try notebook(words.split(separator: " ").map(String.init))
  }

  @Test("what cannot be continued is refused in one line, before anything is shown")
  func refusals() throws {
    let temporary = try TemporaryFolder()
    defer { withExtendedLifetime(temporary) {} }
    let other = temporary.place("other").path
    try Data("no model".utf8).write(to: URL(filePath: other))
    let long = Array(repeating: "It", count: 200).joined(separator: ",")
    for (arguments, status, part) in [
      (["--prompt", ""], 64, "--prompt"), (["--prompt", "Hello world"], 64, "“Hello”"),
      (["--prompt", long], 64, "the model's context holds 96"),
      (["--temperature", "-1"], 64, "--temperature"),
      (["--temperature", "inf"], 64, "--temperature"), (["--top-p", "0"], 64, "--top-p"),
      (["--top-p", "1.5"], 64, "--top-p"), (["--top-k", "0"], 64, "--top-k"),
      (["--count", "0"], 64, "--count"),
      (["--beams", "0"], 64, "--beams"), (["--judged", "0"], 64, "--judged"),
      (["--length-penalty", "-1"], 64, "--length-penalty"),
      (["--maximum-tokens", "-1"], 64, "--maximum-tokens"), (["--stop", ""], 64, "--stop"),
      (["--model", temporary.place("missing").path], 66, "missing"), (["--model", other], 66, "other"),
    ] as [([String], Int32, String)] {
      let run = try ChapterRun("generation", arguments)
      #expect(run.status == status && run.output.isEmpty, "\(arguments): \(run.errors)")
      #expect(run.errors.split(separator: "\n").count == 1 && run.errors.contains(part), "\(run.errors)")
    }
  }
}
