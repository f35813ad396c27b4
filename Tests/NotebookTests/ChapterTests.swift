import Notebook
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What one run of a chapter wrote, and how it ended.
struct Run {
  var status: Int32
  var output: [UInt8] = []
  var errors: String = ""
  var text: String { String(decoding: output, as: UTF8.self) }
}

private final class Streams {
  var output: [UInt8] = []
  var errors = ""
}

private let causal = Option.flag("causal", help: "let no token see the ones after it")
private let width = Option.integer("width", default: 8, in: 1...512, help: "channels of a token")
private let rate = Option.number("rate", default: 0.1, in: 0.001...10, help: "the step of the descent")
private let kind = Option.choice("kind", ["sine", "learned"], default: "sine", help: "the positions")
private let resume = Option.optionalString("resume", placeholder: "PATH", help: "continue from there")

let chapter = Chapter(
  "example", title: "Example", summary: "What there is to see.", input: .sentence(default: "the cat"),
  inspectsModel: true, options: [causal, width, rate, kind, resume],
  examples: ["swift run example": "all of it"])

func run(
  _ arguments: [String], chapter: Chapter = chapter, variables: [String: String] = [:],
  isTerminal: Bool = false, keys: [Bool]? = nil,
  columns: Int? = nil, _ body: (ChapterNotebook) throws -> Void = { $0.prose("Hello.") }
) -> Run {
  let streams = Streams()
  var console = Console(
    arguments: arguments, variable: { variables[$0] }, isOutputTerminal: isTerminal, terminalColumns: columns,
    writeOutput: { streams.output += $0 }, writeError: { streams.errors += $0 })
  if var keys {
    console.waitForKey = {
      streams.output += Array("<key>".utf8)
      return keys.isEmpty || keys.removeFirst()
    }
  }
  let status = chapter.run(on: console, body)
  return Run(status: status, output: streams.output, errors: streams.errors)
}

@Suite("The command line of a chapter")
struct CommandLineTests {
  @Test(
    "Each mistake gives one line that says what is accepted, and its status",
    arguments: [
      (["--casual"], 64, "unknown option --casual; did you mean --causal? (--help lists all)"),
      (["--width"], 64, "--width needs a value: a whole number from 1 to 512"),
      (["--width", "--causal"], 64, "--width needs a value: a whole number from 1 to 512"),
      (["--width", "--5"], 64, "--width needs a value: a whole number from 1 to 512"),
      (["--text", "--width", "5"], 64, "--text needs a value: a text"),
      (
        ["--text", "--- a heading"], 64,
        "--text needs a value: a text; one that begins with -- is given as --text=\"--- a heading\""
      ),
      (["--width", "abc"], 64, "--width takes a whole number from 1 to 512, not \"abc\""),
      (["--width", "0"], 64, "--width takes a whole number from 1 to 512, not \"0\""),
      (["--width", "1e3"], 64, "--width takes a whole number from 1 to 512, not \"1e3\""),
      (
        ["--width=99999999999999999999"], 64,
        "--width takes a whole number from 1 to 512, not \"99999999999999999999\""
      ),
      (["--width", "3", "--width=4"], 64, "--width is given twice; it is accepted once"),
      (["--causal", "--causal"], 64, "--causal is given twice; it is accepted once"),
      (["--causal=yes"], 64, "--causal takes no value; give it alone, or leave it out"),
      (["--rate", "nan"], 64, "--rate takes a number from 0.001 to 10, not \"nan\""),
      (["--rate", "inf"], 64, "--rate takes a number from 0.001 to 10, not \"inf\""),
      (["--rate=-1"], 64, "--rate takes a number from 0.001 to 10, not \"-1\""),
      (["--kind", "sin"], 64, "--kind takes one of sine, learned, not \"sin\""),
      (["--seed", "-1"], 64, "--seed takes a whole number from 0 to 4294967295, not \"-1\""),
      (["--text", ""], 64, "--text is empty; it takes a text"),
      (["--text", " \t"], 64, "--text is all white space; it takes a text"),
      (
        ["--text=\u{FFFD}"], 64,
        "--text is not valid UTF-8, or has the character U+FFFD, which stands for what is not"
      ),
      (["--width", "513"], 64, "--width takes a whole number from 1 to 512, not \"513\""),
      (["--rate", "10.000001"], 64, "--rate takes a number from 0.001 to 10, not \"10.000001\""),
      (["--resume", "a", "--resume", "b"], 64, "--resume is given twice; it is accepted once"),
      (["--color", "red"], 64, "--color takes one of always, auto, never, not \"red\""),
      (
        ["--color", "never", "--no-color"], 64, "--color and --no-color exclude each other; give one of them"
      ),
      (["--text", "a", "--file", "b"], 64, "--text and --file exclude each other; give one of them"),
      (["--observe", "a..b"], 64, "--observe takes a dotted name such as blocks.*.attention, not \"a..b\""),
      (["--file", "/no/such/file"], 66, "cannot read /no/such/file: no such file or directory"),
      (["--file", "/"], 66, "cannot read /: it is a folder; a file of UTF-8 text is needed"),
      (["--file", "/dev/null"], 66, "--file /dev/null is empty; it takes UTF-8 text"),
      (["--json", "/no/such/folder/x"], 73, "cannot write /no/such/folder/x: no such file or directory"),
    ] as [([String], Int32, String)])
  func mistakes(arguments: [String], status: Int32, message: String) {
    let result = run(arguments) { _ in Issue.record("the chapter ran") }
    #expect(result.status == status)
    #expect(result.errors == "example: \(message)\n")
    #expect(result.output.isEmpty)
  }

  @Test(
    "What is not known at all is answered by what is accepted", arguments: ["word", "--zzzzzz", "-q", "--"])
  func unknown(argument: String) {
    let result = run([argument])
    #expect(result.status == 64)
    #expect(
      result.errors.contains("accepted are --causal, --width, --rate, --kind, --resume, --text, --file, "))
    #expect(result.errors.count { $0 == "\n" } == 1)
  }

  @Test("Values arrive, with and without the equals sign")
  func values() {
    let result = run([
      "--causal", "--width=16", "--rate", "2.5", "--kind", "learned", "--text=--a=b", "--seed", "7",
    ]) {
      #expect($0[causal])
      #expect($0[width] == 16)
      #expect($0[rate] == 2.5)
      #expect($0[kind] == "learned")
      #expect($0[resume] == nil)
      #expect($0.text == "--a=b" && $0.givenText == "--a=b")
      #expect($0.seed == 7)
    }
    #expect(result.status == 0)
    _ = run([]) {
      #expect(!$0[causal] && $0[width] == 8 && $0[rate] == 0.1 && $0[kind] == "sine")
      #expect($0.text == "the cat" && $0.givenText == nil && $0.seed == 1)
    }
  }

  @Test("Files: UTF-8 in any language; other bytes and short corpora are refused")
  func files() throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "notebook-\(UInt64.random(in: 0 ... .max))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "text").path
    try Data("\u{FEFF}我爱北京\n".utf8).write(to: folder.appending(path: "text"))
    _ = run(["--file", path]) { #expect($0.text == "我爱北京\n") }
    let corpus = Chapter(
      "example", title: "Example", summary: "", input: .corpus(default: "stories", minimumCharacters: 10))
    let short = run(["--file", path], chapter: corpus)
    #expect(short.status == 66)
    #expect(short.errors == "example: --file \(path) is too short: 5 characters, at least 10 are needed\n")
    #expect(run(["--text", "abc"], chapter: corpus).status == 64)
    #expect(run(["--text", "我"], chapter: corpus).errors.contains("too short: 1 character, at least 10 are"))
    #expect(run(["--text", "我爱北京我爱北京我"], chapter: corpus).errors.contains("9 characters, at least 10"))
    #expect(run(["--text", "我爱北京我爱北京我爱"], chapter: corpus).status == 0)
  }

  @Test(
    "Bytes that are no UTF-8 text are refused with what they are, and where",
    arguments: [
      ([0x61, 0xFF], "is not UTF-8 text: the byte 0xFF at offset 1 begins no whole character"),
      (
        [0xE6, 0x88, 0x91, 0x62, 0xE6, 0x88],
        "is not UTF-8 text: the byte 0xE6 at offset 4 begins no whole character"
      ),
      ([0xC0, 0x80], "is not UTF-8 text: the byte 0xC0 at offset 0 begins no whole character"),
      (
        Array(repeating: 0x61, count: 1_000) + [0x80],
        "is not UTF-8 text: the byte 0x80 at offset 1,000 begins no whole character"
      ),
      ([0xFF, 0xFE, 0x61, 0x00], utf16), ([0xFE, 0xFF, 0x00, 0x61], utf16),
      ([0x61, 0x00, 0x62, 0x00], utf16),
      ([0x20, 0x0A, 0x09], "is all white space; it takes UTF-8 text"),
      ([0xEF, 0xBB, 0xBF], "is empty; it takes UTF-8 text"),
    ] as [([UInt8], String)])
  func bytes(_ bytes: [UInt8], message: String) throws {
    let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(bytes).write(to: file)
    let result = run(["--file", file.path]) { _ in Issue.record("the chapter ran") }
    #expect(result.status == 66)
    #expect(result.errors == "example: --file \(file.path) \(message)\n")
  }

  private static let utf16 =
    "is not UTF-8 text but looks like UTF-16; iconv -f UTF-16 -t UTF-8 converts it"

  @Test("Bounds belong to what is accepted")
  func bounds() {
    for (channels, step) in [(1, 0.001), (512, 10)] {
      let result = run(["--width", "\(channels)", "--rate", "\(step)"]) {
        #expect($0[width] == channels && $0[rate] == step)
      }
      #expect(result.status == 0, "\(result.errors)")
    }
  }

  @Test("What a chapter can show of a text: at least one token, and no more than its limit")
  func tokens() {
    func status(_ count: Int) -> Int32 { run([]) { try $0.requireTokens(count, atMost: 64) }.status }
    #expect(status(1) == 0 && status(64) == 0)
    #expect(status(0) == 66 && status(65) == 66)
    let many = run(["--text", "x"]) { try $0.requireTokens(1_000, atMost: 64) }
    #expect(many.errors == "example: --text has 1,000 tokens; at most 64 can be shown\n")
  }

  @Test("The JSON file is written at the end, and left alone when the chapter fails")
  func jsonFile() throws {
    let file = FileManager.default.temporaryDirectory.appending(
      path: "notebook-\(UInt64.random(in: 0 ... .max)).json")
    defer { try? FileManager.default.removeItem(at: file) }
    let failed = run(["--json", file.path]) { throw $0.refusal(ofText: "has no verb") }
    #expect(failed.status == 66)
    #expect(!FileManager.default.fileExists(atPath: file.path))
    try Data(repeating: 0x41, count: 10_000).write(to: file)
    #expect(run(["--json", file.path]).status == 0)
    let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    #expect(text.hasPrefix("{\"chapter\": \"example\"") && text.hasSuffix("]}\n"))
  }

  @Test("The help fits into 80 columns and names every option with its default")
  func help() {
    let result = run(["--help"])
    #expect(result.status == 0)
    #expect(result.text.contains("--width N"))
    #expect(result.text.contains("(1…512; default 8)"))
    #expect(result.text.contains("Usage: swift run example [options]"))
    #expect(result.text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    #expect(run(["-h"]).text == result.text)
    let narrow = run(["--help"], variables: ["COLUMNS": "40"], isTerminal: true).text
    #expect(narrow.split(separator: "\n").allSatisfy { $0.count <= 40 }, "\(narrow)")
    for word in ["--width N", "(1…512; default 8)", "--color always|auto|never", "--light"] {
      #expect(result.text.contains(word))
      #expect(narrow.replacing(/\s+/, with: " ").contains(word))
    }
  }

  @Test("A failed check gives status 1, after everything is shown")
  func failedCheck() {
    let result = run([]) {
      $0.check("so", isTrue: true)
      $0.check("not so", measured: Double.nan, atMost: 1)
      $0.prose("The end.")
    }
    #expect(result.status == 1)
    #expect(result.text.contains("The end."))
    #expect(result.text.hasSuffix("✗ 1 of 2 checks failed.\n"))
    #expect(run([]) { $0.check("so", isTrue: true) }.status == 0)
  }

  @Test("Errors of the chapter become one line")
  func thrownErrors() {
    struct Damaged: Error, CustomStringConvertible { let description = "the file\nis damaged" }
    #expect(run([]) { _ in throw Damaged() }.errors == "example: the file⏎is damaged\n")
    #expect(run([]) { _ in throw Damaged() }.status == 66)
    #expect(run([]) { _ in throw CommandFailure.usage("--width 7 is not even") }.status == 64)
    #expect(run(["--text", "x"]) { throw $0.refusal(ofText: "is one letter") }.status == 64)
  }

  @Test("Names: a pattern's star stands for one part")
  func namePatterns() throws {
    let pattern = try #require(NamePattern("blocks.*.attention"))
    #expect(pattern.matches("blocks.0.attention") && pattern.matches("blocks.12.attention"))
    #expect(!pattern.matches("blocks.0.attention.weights") && !pattern.matches("blocks.attention"))
    #expect(!pattern.matches("blocks.0.Attention"))
    #expect(NamePattern("") == nil && NamePattern("a.") == nil && NamePattern("a b") == nil)
  }

  @Test("Names can be listed and observed")
  func names() {
    let names = ["blocks.0.weights", "blocks.1.weights", "logits"]
    let listed = run(["--list-names"]) {
      try $0.declareNames(names)
      Issue.record("the chapter went on")
    }
    #expect(listed.status == 0)
    #expect(names.allSatisfy(listed.text.contains))
    let observed = run(["--observe", "blocks.*.weights", "--observe=logits"]) { notebook in
      try notebook.declareNames(names)
      #expect(names.allSatisfy(notebook.observes))
      #expect(!notebook.observes("loss"))
    }
    #expect(observed.status == 0)
    let unknown = run(["--observe", "logit"]) { try $0.declareNames(names) }
    #expect(unknown.status == 64)
    #expect(unknown.errors.contains("did you mean logits?"))
  }

  @Test("Width: the terminal's between 40 and 120, and 80 when piped")
  func terminalWidth() {
    func ruler(_ columns: Int?, _ variables: [String: String] = [:], isTerminal: Bool = true) -> Int {
      let text = run([], variables: variables, isTerminal: isTerminal, columns: columns).text
      return text.split(separator: "\n")[1].count
    }
    #expect(ruler(100) == 100 && ruler(10) == 40 && ruler(300) == 120 && ruler(nil) == 80)
    #expect(ruler(100, ["COLUMNS": "40"]) == 40 && ruler(100, ["COLUMNS": "0"]) == 100)
    #expect(ruler(100, ["COLUMNS": "90"]) == 90 && ruler(100, ["COLUMNS": "many"]) == 100)
    #expect(ruler(100, ["COLUMNS": "90"], isTerminal: false) == 80)
  }
}
