import Foundation
import Notebook
import TestSupport
import Testing

@Suite("The help for machines")
struct HelpJSONTests {
  private static let heads = Option.integer("heads", default: 2, in: 1...8, help: "how \"many\"")
  private static let causal = Option.flag("causal", help: "")
  private static let chapter = Chapter(
    "example", title: "An example", summary: "", input: .sentence(default: "the cat"),
    options: [heads, causal],
    exclusive: [[heads, causal]], sections: ["One", "Two …"])

  private static let options: [Option<Double>] = [
    .number("rate", default: 0.5, in: 0 ... .infinity, help: "")
  ]

  private func lines(_ chapter: Chapter) -> [String] {
    let result = run(["--help", "--json", "-"], chapter: chapter) { _ in Issue.record("the chapter ran") }
    #expect(result.status == 0 && result.errors.isEmpty)
    return result.text.replacingOccurrences(of: "{\"name\"", with: "\n{\"name\"").split(separator: "\n").map(
      String.init)
  }

  @Test("Every option with its kind, range, default and help, the sections, and what excludes what")
  func document() {
    let lines = lines(Self.chapter)
    #expect(
      lines.first
        == "{\"chapter\": \"example\", \"title\": \"An example\", \"sections\": [\"One\", \"Two …\"], \"options\": ["
    )
    for line in [
      "{\"name\": \"heads\", \"kind\": \"integer\", \"minimum\": 1, \"maximum\": 8, \"choices\": [], \"default\": 2, "
        + "\"mayRepeat\": false, \"placeholder\": \"N\", \"isText\": false, \"isOwn\": true, \"help\": \"how \\\"many\\\"\"}, ",
      "{\"name\": \"causal\", \"kind\": \"flag\", \"minimum\": null, \"maximum\": null, \"choices\": [], \"default\": false, "
        + "\"mayRepeat\": false, \"placeholder\": \"\", \"isText\": false, \"isOwn\": true, \"help\": \"\"}, ",
    ] { #expect(lines.contains(line), "\(line)") }
    func line(_ name: String) -> String { lines.first { $0.hasPrefix("{\"name\": \"\(name)\"") } ?? "" }
    #expect(
      line("text").contains("\"default\": \"the cat\"")
        && line("text").contains("\"isText\": true, \"isOwn\": false"))
    #expect(line("file").contains("\"isText\": false") && line("json").contains("\"isText\": false"))
    #expect(line("section").contains("\"mayRepeat\": true"))
    #expect(line("color").contains("\"choices\": [\"always\", \"auto\", \"never\"], \"default\": \"auto\""))
    #expect(line("seed").contains("\"minimum\": 0, \"maximum\": 4294967295"))
    #expect(
      lines.last?.contains(
        "\"exclusive\": [[\"heads\", \"causal\"], [\"color\", \"no-color\"], [\"text\", \"file\"], ") == true)
    // An open end is null.
    let rate = self.lines(Chapter("open", title: "", summary: "", options: Self.options)).first {
      $0.contains("rate")
    }
    #expect(
      rate?.contains(
        "\"kind\": \"number\", \"minimum\": 0.0, \"maximum\": null, \"choices\": [], \"default\": 0.5")
        == true)
  }

  @Test(
    "It goes to a file too; a file that cannot be written is refused; without --json the help is for people")
  func places() throws {
    try withTemporaryFile { path in
      #expect(run(["--help", "--json", path], chapter: Self.chapter).status == 0)
      let written = try String(contentsOfFile: path, encoding: .utf8)
      #expect(written.hasPrefix("{\"chapter\": \"example\""))
      #expect(run(["--json", path + "/no", "--help"], chapter: Self.chapter).status == 73)
    }
    #expect(run(["--help"], chapter: Self.chapter).text.hasPrefix("An example\n"))
  }
}
