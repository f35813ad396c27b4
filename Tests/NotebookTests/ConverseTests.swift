import Notebook
import Terminal
import Testing

/// A chapter that talks, with the lines that it is asked and what it wrote.
private final class Talk {
  var lines: [String]
  var output = ""
  var errors = ""
  /// How many pieces of output can be written before `failure`.
  var room = Int.max
  var failure: any Error = BrokenPipe()

  init(_ lines: [String]) { self.lines = lines }

  func run(
    _ arguments: [String] = [], isScript: Bool = false, _ body: (ChapterNotebook) throws -> Void
  ) -> Int32 {
    var console = Console(
      arguments: arguments, isErrorTerminal: true,
      writeOutput: { bytes in
        guard self.room > 0 else { throw self.failure }
        self.room -= 1
        self.output += String(decoding: bytes, as: UTF8.self)
      },
      writeError: { self.errors += $0 })
    console.readLine = { self.lines.isEmpty ? nil : self.lines.removeFirst() }
    return Chapter("example", title: "Example", summary: "", isScript: isScript).run(on: console, body)
  }
}

@Suite("A chapter that talks with the reader")
struct ConverseTests {
  @Test("The conversation stands apart from the cells around it")
  func layout() {
    let talk = Talk(["Who?"])
    let status = talk.run {
      $0.prose("Ask.")
      try $0.converse { _, say in _ = try say("Tom.") }
      $0.prose("The end.")
    }
    #expect(status == 0)
    #expect(talk.output.hasSuffix("\n\nAsk.\n\n> Who?\nTom.\n> \n\nThe end.\n"), "\(talk.output)")
    let first = Talk([])
    #expect(first.run { try $0.converse { _, _ in } } == 0)
    #expect(first.output == "> \n")
  }

  @Test(
    "It needs standard output for itself, and says so before the first line is read",
    arguments: [
      (["--json", "-"], "--json -; --json PATH is accepted"), (["--script"], "--script; give it alone"),
    ])
  func refused(arguments: [String], reason: String) {
    for asksFirst in [true, false] {
      let talk = Talk(["Who?"])
      let status = talk.run(arguments, isScript: true) {
        if asksFirst { try $0.requireConversation() }
        $0.prose("Ask.")
        try $0.converse { _, _ in }
      }
      #expect(status == 64 && talk.lines == ["Who?"] && !talk.output.contains("\n]}"))
      #expect(
        talk.output.isEmpty || !asksFirst && arguments.contains("-"), "what was said before is in the JSON")
      #expect(talk.errors == "example: a conversation cannot share standard output with \(reason)\n")
    }
  }

  @Test("A file may take the JSON")
  func jsonFile() {
    let talk = Talk(["Who?"])
    let status = talk.run(["--json", "/dev/null"]) {
      try $0.requireConversation()
      try $0.converse { _, say in _ = try say("Tom.") }
    }
    #expect(status == 0 && talk.output == "> Who?\nTom.\n> \n")
  }

  @Test("It ends without a word when the reader closes the pipe")
  func closed() {
    let talk = Talk(["Who?", "What?"])
    talk.room = 3
    let status = talk.run {
      try $0.converse { _, say in
        while try say("Tom") {}
      }
    }
    #expect(status == 141 && talk.errors.isEmpty)
    #expect(talk.output == "> Who?\nTom" && talk.lines == ["What?"])
  }

  @Test("When writing failed before, no line is read")
  func failed() {
    let talk = Talk(["Who?"])
    (talk.room, talk.failure) = (0, CommandFailure(.writing, "the disk is full"))
    let status = talk.run {
      $0.prose("Ask.")
      talk.room = 9
      try $0.converse { _, _ in }
    }
    #expect(status == 74 && talk.lines == ["Who?"] && talk.errors == "example: the disk is full\n")
  }

  @Test("The line of progress is gone before it begins")
  func progress() {
    let talk = Talk(["Who?"])
    let status = talk.run {
      let progress = $0.progress("training", total: 4)
      progress.begin()
      try $0.converse { _, _ in #expect(talk.errors.hasSuffix("\r\u{1B}[K")) }
      progress.finish()
    }
    #expect(status == 0 && talk.lines.isEmpty)
  }
}
