import Foundation
import Testing

private let commands = [
  "autodiff", "ngram", "embeddings", "positions", "attention", "multihead", "block", "training",
]

@Suite("Every chapter's command line")
struct CommandLineTests {
  /// One line on standard error, nothing on standard output, and the status that says whose mistake it was.
  private func expectRefusal(
    _ command: String, _ arguments: [String], status: Int32, mentioning part: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let run = try ChapterRun(command, arguments)
    #expect(run.status == status, "\(run.errors)", sourceLocation: sourceLocation)
    #expect(run.output.isEmpty, sourceLocation: sourceLocation)
    #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)", sourceLocation: sourceLocation)
    #expect(part.map { run.errors.contains($0) } ?? true, "\(run.errors)", sourceLocation: sourceLocation)
  }

  @Test("--help says what one will see and every option", arguments: commands)
  func help(_ command: String) throws {
    let run = try ChapterRun(command, ["--help"])
    #expect(run.status == 0)
    #expect(run.errors.isEmpty)
    for option in ["swift run \(command)", "--json", "--seed", "--no-color", "--help"] {
      #expect(run.output.contains(option))
    }
  }

  @Test("an unknown option, a bad seed and a stray word are usage errors", arguments: commands)
  func usage(_ command: String) throws {
    try expectRefusal(command, ["--nonsense"], status: 64, mentioning: "--nonsense")
    try expectRefusal(command, ["--seed", "many"], status: 64, mentioning: "many")
    try expectRefusal(command, ["--seed"], status: 64, mentioning: "--seed")
    try expectRefusal(command, ["stray"], status: 64, mentioning: "stray")
  }

  @Test("texts that are empty and files that are missing, folders or not UTF-8 are refused")
  func inputs() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let binary = folder.appending(path: "binary")
    try Data([0x74, 0x68, 0xFF, 0xFE]).write(to: binary)
    try expectRefusal("attention", ["--text", ""], status: 64)
    for command in ["attention", "training"] {
      try expectRefusal(
        command, ["--file", folder.appending(path: "missing").path], status: 66, mentioning: "missing")
      try expectRefusal(command, ["--file", folder.path], status: 66)
      try expectRefusal(command, ["--file", binary.path], status: 66, mentioning: "UTF-8")
    }
  }

  @Test("--json - leaves nothing but JSON on standard output")
  func jsonOnly() throws {
    let run = try ChapterRun("attention", ["--json", "-", "--text", "the cat"])
    #expect(run.status == 0)
    let object = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
    #expect(object is [String: Any])
  }
}
