import Foundation
import Testing

@testable import Terminal

/// What is written, and the lines that are still to be read.
private final class Talk {
  var lines: [String]
  var output = ""

  init(_ lines: [String]) { self.lines = lines }

  func console(isInputTerminal: Bool = false) -> Console {
    var console = Console(
      arguments: [], writeOutput: { self.output += String(decoding: $0, as: UTF8.self) }, writeError: { _ in }
    )
    console.readLine = { self.lines.isEmpty ? nil : self.lines.removeFirst() }
    console.isInputTerminal = isInputTerminal
    return console
  }
}

@Suite("A conversation, line by line")
struct ConversationTests {
  @Test("Piped lines are shown before their answers, and the end of the input ends it")
  func piped() throws {
    let talk = Talk(["Who?", "", "  ", "And you?"])
    var asked: [String] = []
    try Conversation(on: talk.console()).run { line, say in
      asked.append(line)
      for piece in ["Tom", " does."] {
        let isWanted = try say(piece)
        #expect(isWanted && talk.output.hasSuffix(piece))
      }
    }
    #expect(asked == ["Who?", "And you?"])
    #expect(talk.output == "> Who?\nTom does.\n> \n>   \n> And you?\nTom does.\n> \n")
  }

  @Test("A piped line cannot steer the terminal, and is answered as it is")
  func steering() throws {
    let talk = Talk(["\u{1B}[2J"])
    try Conversation(on: talk.console()).run { line, _ in #expect(line == "\u{1B}[2J") }
    #expect(talk.output == "> ␛[2J\n\n> \n")
  }

  @Test("A terminal has shown what was typed")
  func typed() throws {
    let talk = Talk(["Who?"])
    try Conversation(on: talk.console(isInputTerminal: true)).run { _, say in _ = try say("Tom.") }
    #expect(talk.output == "> Tom.\n> \n")
  }

  @Test("What an answer throws ends it")
  func thrown() {
    struct Refused: Error {}
    let talk = Talk(["Who?", "What?"])
    #expect(throws: Refused.self) { try Conversation(on: talk.console()).run { _, _ in throw Refused() } }
    #expect(talk.lines == ["What?"])
  }

  @Test("When nobody listens, the answer ends and no line is read any more", arguments: 1...4)
  func closed(writes: Int) {
    let talk = Talk(["Who?", "What?"])
    var console = talk.console()
    var (written, said) = (0, 0)
    console.writeOutput = { _ in
      written += 1
      if written == writes { throw BrokenPipe() }
    }
    #expect(throws: BrokenPipe.self) {
      try Conversation(on: console).run { _, say in
        for _ in 1...5 {
          _ = try say("Tom")
          said += 1
        }
      }
    }
    // The prompt, the line and the first two pieces.
    #expect(written == writes && said == max(0, writes - 3) && talk.lines.count == (writes == 1 ? 2 : 1))
  }

  @Test("Ctrl-C ends the answer and not the program; the next line is answered whole")
  func controlC() async {
    await #expect(processExitsWith: .success) {
      let talk = Talk(["first", "second"])
      try Conversation(on: talk.console()).run { line, say in
        guard try say("one") else { exit(2) }
        if line == "first" {
          kill(getpid(), SIGINT)
          let start = ContinuousClock.now
          while try say("."), start.duration(to: .now) < .seconds(5) { Thread.sleep(forTimeInterval: 0.01) }
        }
        _ = try say(" two")
      }
      let parts = talk.output.components(separatedBy: "\n")
      guard parts[1].hasPrefix("one"), parts[1].hasSuffix(" …"), !parts[1].contains("two"),
        parts[3] == "one two"
      else {
        exit(3)
      }
    }
  }

  @Test("The second Ctrl-C in an answer ends the program")
  func again() async {
    await #expect(processExitsWith: .exitCode(128 + SIGINT)) {
      try Conversation(on: Talk(["line"]).console()).run { _, say in
        kill(getpid(), SIGINT)
        // A signal that is not heard yet swallows the next.
        while try say(".") {}
        kill(getpid(), SIGINT)
        Thread.sleep(forTimeInterval: 4)
      }
    }
  }

  @Test("Between answers Ctrl-C ends the program as usual")
  func between() async {
    await #expect(processExitsWith: .signal(SIGINT)) {
      var console = Talk([]).console()
      var count = 0
      console.readLine = {
        count += 1
        if count == 2 {
          kill(getpid(), SIGINT)
          Thread.sleep(forTimeInterval: 4)
        }
        return count < 3 ? "line" : nil
      }
      try Conversation(on: console).run { _, say in _ = try say("answer") }
    }
  }
}

@Suite("Standard input, line by line")
struct InputLineTests {
  @Test("The lines of a pipe, the last of which needs no end, and then none, whatever failed before")
  func pipe() async {
    await #expect(processExitsWith: .success) {
      let pipe = Pipe()
      dup2(pipe.fileHandleForReading.fileDescriptor, STDIN_FILENO)
      pipe.fileHandleForWriting.write(Data("Who?\r\n\n谁 拿着".utf8))
      try pipe.fileHandleForWriting.close()
      let console = Console.standard()
      alarm(5)
      let lines = (1...4).map { _ in
        errno = EINTR
        return console.readLine()
      }
      guard !console.isInputTerminal, lines == ["Who?", "", "谁 拿着", nil] else { exit(2) }
    }
  }

  @Test("A terminal is one")
  func terminal() async {
    await #expect(processExitsWith: .success) {
      var (keyboard, terminal): (Int32, Int32) = (-1, -1)
      guard openpty(&keyboard, &terminal, nil, nil, nil) == 0 else { exit(2) }
      dup2(terminal, STDIN_FILENO)
      guard write(keyboard, "Who?\n", 5) == 5 else { exit(3) }
      let console = Console.standard()
      guard console.isInputTerminal, console.readLine() == "Who?" else { exit(4) }
    }
  }
}
