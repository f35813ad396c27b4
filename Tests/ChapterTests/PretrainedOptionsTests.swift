import Foundation
import TestSupport
import Testing

@Suite("Chapter 11 under its options")
struct PretrainedOptionsTests {
  private static let short: [(option: String, value: String)] = [
    ("--steps", "1"), ("--student-steps", "1"), ("--held-out", "2"),
  ]
  private static let tiny = packageFolder.appending(path: "Chapters/11-Pretrained/tiny-gpt2").path

  private func notebook(_ options: [String]) throws -> NotebookFile {
    try NotebookFile(of: "pretrained", options, short: Self.short)
  }

  @Test(
    "no check fails, whatever is asked for; what a short training cannot do is not claimed",
    arguments: [
      "--prompt 我爱你", "--new-tokens 0", "--new-tokens 100", "--steps 0 --seeds 2",
      "--temperature 0.5 --soft 1",
      "--soft 0 --student-stories 1", "--hard-teacher --seed 7", "--linear-layout --prompt A",
      "--linear-layout",
      "--held-out 1 --seed 3",
    ])
  func options(_ words: String) throws {
    let checks = try notebook(words.split(separator: " ").map(String.init)).cells.compactMap(\.name)
    #expect(!checks.contains("it has learned something"))
  }

  /// What is written can be read as a model from elsewhere; of that one no claim is made that only the chapter's own bears.
  @Test("a folder that was exported is a model to start from, tuned with a text, and exported again")
  func outAndIn() throws {
    let folder = try TemporaryFolder()
    defer { withExtendedLifetime(folder) {} }
    let (first, second) = (folder.place("first").path, folder.place("second").path)
    let own = try notebook(["--export", first])
    let text = folder.place("text").path
    let stories = String(repeating: "It is calm by the lake. Anna has a red kite.\n", count: 30)
    try Data(stories.utf8).write(to: URL(filePath: text))
    let plain = try notebook(["--model", first, "--prompt", "It is calm"])
    // The prompt alone measures it: nothing is tuned, and there is no student.
    #expect(!plain.cells.contains { $0.name == "student.loss" || $0.name == "tuned.loss" })
    #expect(try plain.values(of: "bytes") == own.values(of: "bytes"))
    let tuned = try notebook([
      "--model", first, "--prompt", "It is calm", "--tune", text, "--steps", "8", "--export", second,
    ])
    let losses = try tuned.values(of: "tuned.loss")
    #expect(losses[1] < losses[0])
    // What was exported is what was tuned.
    let again = try notebook(["--model", second, "--prompt", "It is calm", "--tune", text, "--steps", "0"])
    #expect(try again.values(of: "tuned.loss")[0] == losses[1])
    #expect(try again.values(of: "logits") != tuned.values(of: "logits"))
  }

  @Test("what cannot be read is refused in one line, before anything is shown")
  func refusals() throws {
    let folder = try TemporaryFolder()
    defer { withExtendedLifetime(folder) {} }
    let (short, empty, full) = (
      folder.place("short").path, folder.place("empty").path, folder.place("full")
    )
    try Data("a".utf8).write(to: URL(filePath: short))
    try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: true)
    try FileManager.default.createDirectory(at: full, withIntermediateDirectories: true)
    try Data("mine".utf8).write(to: full.appending(path: "diary.txt"))
    for (arguments, status, part) in [
      (["--model", folder.place("none").path], 66, "none"), (["--model", empty], 66, "config.json"),
      (["--model", short], 66, "short"), (["--prompt", ""], 64, "--prompt"),
      (["--prompt", String(repeating: "kite ", count: 80)], 64, "this model reads 1 to 64"),
      (["--tune", short], 66, "at least 4 are needed"), (["--tune", folder.place("none").path], 66, "none"),
      (["--export", full.path], 73, "full"), (["--export", short], 73, "short"),
      (["--export", folder.place("no/such").path], 73, "such"),
      (["--temperature", "0"], 64, "--temperature"), (["--soft", "1.1"], 64, "--soft"),
      (["--linear-layout", "--hard-teacher"], 64, "exclude each other"),
    ] as [([String], Int32, String)] {
      let run = try ChapterRun("pretrained", Self.short.flatMap { [$0.option, $0.value] } + arguments)
      #expect(run.status == status && run.output.isEmpty, "\(arguments): \(run.status) \(run.errors)")
      #expect(run.errors.split(separator: "\n").count == 1 && run.errors.contains(part), "\(run.errors)")
    }
  }
}
