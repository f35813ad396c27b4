import Foundation
import Testing

@testable import Programs

@Suite("A program that is run")
struct ProgramRunTests {
  private func shell(
    _ script: String, input: Data? = nil, environment: [String: String] = [:], in folder: URL? = nil,
    deadline: Double = 60, joinsStreams: Bool = false, until sign: String? = nil,
    whileRunning: (RunningProgram) -> Bool = { _ in true }
  ) throws -> ProgramRun {
    try ProgramRun(
      of: URL(filePath: "/bin/sh"), ["-c", script], input: input, environment: environment, in: folder,
      deadline: deadline, joinsStreams: joinsStreams, until: sign, whileRunning: whileRunning)
  }

  @Test("It ends by itself, with a status, or by a signal")
  func endings() throws {
    #expect(try shell("exit 0").hasSucceeded)
    let failed = try shell("exit 3")
    #expect(failed.ending == .exited(3) && !failed.hasSucceeded)
    let killed = try shell("kill -TERM $$")
    #expect(killed.ending == .signalled(SIGTERM))
    #expect(throws: (any Error).self) { try ProgramRun(of: URL(filePath: "/no/such/program")) }
  }

  @Test("It hears an interrupt that this process ignores, as it does while it waits for Ctrl-C itself")
  func interrupts() throws {
    let before = signal(SIGINT, SIG_IGN)
    defer { signal(SIGINT, before) }
    let interrupted = try shell("kill -INT $$; echo deaf")
    #expect(interrupted.ending == .signalled(SIGINT) && interrupted.output.isEmpty)
  }

  @Test("The two streams are kept apart, or go where standard error goes")
  func streams() throws {
    let apart = try shell("echo out; echo err >&2")
    #expect(apart.outputText == "out\n" && apart.errorText == "err\n")
    let joined = try shell("echo out; echo err >&2", joinsStreams: true)
    #expect(joined.output.isEmpty && joined.errorText == "out\nerr\n")
  }

  @Test("It reads its input, and nothing where there is none")
  func input() throws {
    #expect(try shell("cat", input: Data("text".utf8)).outputText == "text")
    #expect(try shell("cat").output.isEmpty)
  }

  @Test("More output than a pipe holds does not stop it")
  func talkative() throws {
    let run = try shell("i=0; while [ $i -lt 20000 ]; do echo 0123456789; i=$((i+1)); done")
    #expect(run.hasSucceeded && run.output.count == 220_000)
  }

  @Test("Variables are replaced, an empty one is removed, the others stay; it runs in its folder")
  func surroundings() throws {
    let script = "echo ${COURSE_TEST-none} ${HOME-none} ${PATH:+path}"
    #expect(
      try shell(script, environment: ["COURSE_TEST": "one", "HOME": ""]).outputText == "one none path\n")
    #expect(try shell("pwd", in: URL(filePath: "/")).outputText == "/\n")
  }

  @Test(
    "When its time is over it is stopped, even if it does not hear the interrupt", .timeLimit(.minutes(2)))
  func deadline() throws {
    #expect(try shell("sleep 100", deadline: 0.2).ending == .ranOutOfTime)
    // However long it takes to begin, it is interrupted only then.
    let deaf = try shell("trap '' INT; echo begun; while :; do :; done") {
      $0.wholeOutput != Data("begun\n".utf8)
    }
    #expect(deaf.ending == .ranOutOfTime && deaf.outputText == "begun\n")
  }

  @Test(
    "What a program that is killed has started ends with it, and is not waited for", .timeLimit(.minutes(2)))
  func descendants() throws {
    let script = "trap '' INT; sleep 200 & echo begun; while :; do :; done"
    let run = try shell(script) { $0.wholeOutput != Data("begun\n".utf8) }
    #expect(run.ending == .ranOutOfTime && run.outputText == "begun\n")
  }

  @Test("Whoever waits may stop it, having read what it wrote")
  func calledOff() throws {
    let run = try shell("echo first; exec sleep 100") { program in
      String(decoding: program.wholeOutput, as: UTF8.self) != "first\n"
    }
    #expect(run.ending == .ranOutOfTime && run.outputText == "first\n")
  }

  @Test("Whoever waits reads what is new of each stream, and may ask for an end and go on reading")
  func news() throws {
    let script =
      "trap 'echo third; echo late >&2; exit 7' INT; echo first; echo early >&2; while :; do sleep 0.01; done"
    var (output, errors): ([String], [String]) = ([], [])
    let run = try shell(script) { program in
      let news = (String(decoding: program.newOutput(), as: UTF8.self), program.newErrors())
      if !news.0.isEmpty { output.append(news.0) }
      if !news.1.isEmpty {
        errors.append(String(decoding: news.1, as: UTF8.self))
        program.interrupt()
      }
      return true
    }
    #expect(
      run.ending == .exited(7) && run.outputText == "first\nthird\n" && run.errorText == "early\nlate\n")
    // What was written last may have been too late to be read.
    #expect(output.first == "first\n" && errors.first == "early\n")
    #expect(
      !output.dropFirst().contains { $0 != "third\n" } && !errors.dropFirst().contains { $0 != "late\n" })
  }

  @Test("It is stopped when it has written the sign to standard error")
  func sign() throws {
    #expect(
      try shell("echo no sign yet; echo sign >&2; exec sleep 100", deadline: 20, until: "sign").ending
        == .wroteSign)
    #expect(try shell("echo sign", until: "sign").ending == .exited(0))
  }

  @Test("A program that was not built is named")
  func notBuilt() {
    let error = #expect(throws: ProgramNotFound.self) { try builtProgram("no such program") }
    #expect(
      error?.description == "the program «no such program» is not in the folder that this one was built in")
  }
}
