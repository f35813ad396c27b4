import Foundation
import Platform
import Programs
import Testing

@testable import Book

@Suite("The command book", .timeLimit(.minutes(5)))
struct CommandTests {
  @Test(
    "Each mistake is one line, and status 64",
    arguments: [
      ([], "book takes one folder, or «serve»"), (["serve", "serve"], "book takes one folder, or «serve»"),
      ([""], "book takes one folder, or «serve»"),
      (["serve", "--chapters", "1"], "book serve takes no --chapters"),
      (["none", "--port", "1"], "--port is for «book serve»"),
      (["none", "--chapters", "7-0"], "--chapters takes a number, or two as in 0-7, from 0 to 14"),
      (["none", "--chapters", "0-15"], "from 0 to 14"), (["none", "--chapters", "x"], "from 0 to 14"),
      (["none", "--chapters", "1-2-3"], "from 0 to 14"),
      (["/", "--chapters", "0"], "/ is neither empty nor a book"),
      (["serve", "--port", "65536"], "--port takes a whole number from 0 to 65535"),
      (["serve", "--prt", "1"], "--port"), (["none", "--programs", "a"], "--programs is for «book slides»"),
      (["serve", "--teacher"], "--teacher is for a book in a folder"),
      (["slides", "x"], "book slides takes the number of a chapter, from 0 to 14; it was given x"),
      (["slides", "15"], "from 0 to 14"), (["slides", "4", "5"], "book takes one folder, or «serve»"),
    ])
  func mistakes(_ words: [String], _ message: String) throws {
    let run = try ProgramRun(of: builtProgram("book"), words, deadline: 60)
    #expect(run.ending == .exited(64) && run.output.isEmpty && run.errorText.contains(message))
    #expect(run.errorText.hasPrefix("book: ") && run.errorText.split(separator: "\n").count == 1)
  }

  @Test(
    "The slides of a chapter are held against the programs of a folder: a line on what was looked at, and status 0"
  )
  func slides() throws {
    let programs = try builtProgram("attention").deletingLastPathComponent().path
    let run = try ProgramRun(
      of: builtProgram("book"), ["slides", "4", "--programs", programs], deadline: 300)
    #expect(run.ending == .exited(0), "\(run.outputText)\(run.errorText)")
    #expect(run.outputText.wholeMatch(of: /chapter 4: [0-9]+ slides, 45 minutes, .*: all well\n/) != nil)
  }

  @Test("A program that is not in the folder is one line, and status 66")
  func noProgram() throws {
    let run = try ProgramRun(of: builtProgram("book"), ["slides", "4", "--programs", "/none"], deadline: 60)
    #expect(run.ending == .exited(66) && run.output.isEmpty)
    #expect(run.errorText == "book: /none has no program attention\n")
  }

  @Test("A port that is taken is one line, and status 64")
  func occupied() throws {
    let server = try RunningServer()
    defer { server.end() }
    let run = try ProgramRun(
      of: builtProgram("book"), ["serve", "--port", "\(server.server.port)"], deadline: 60)
    #expect(run.ending == .exited(64) && run.output.isEmpty)
    #expect(run.errorText.hasPrefix("book: --port \(server.server.port) is taken by another program"))
  }

  @Test("It says its address, answers who has the key, and ends at Ctrl-C with status 130")
  func serves() throws {
    var answers: [String] = []
    let run = try ProgramRun(of: builtProgram("book"), ["serve", "--port", "0"], deadline: 60) { program in
      let text = String(decoding: program.wholeOutput, as: UTF8.self)
      guard answers.isEmpty, let match = text.firstMatch(of: /127\.0\.0\.1:([0-9]+)\/\?key=([0-9a-f]{32})\n/),
        let port = Int(match.1)
      else { return true }
      for head in ["GET /?key=\(match.2)", "GET /", "GET /\r\nCookie: book-\(port)=\(match.2)"] {
        let lines = head.split(separator: "\r\n")
        let text = ([lines[0] + " HTTP/1.1", "Host: 127.0.0.1:\(port)"] + lines.dropFirst() + ["", ""])
          .joined(separator: "\r\n")
        guard let client = try? Connection(to: .loopback(port: port)) else { continue }
        _ = client.write(Array(text.utf8), before: .now + .seconds(10))
        answers.append(client.rest() ?? "")
        client.close()
      }
      program.interrupt()
      return true
    }
    #expect(run.ending == .exited(130) && run.errors.isEmpty)
    #expect(
      answers.count == 3 && answers[0].contains("303 See Other") && answers[1].contains("403 Forbidden"))
    #expect(answers.last?.contains("200 OK") == true && answers.last?.contains("href=\"/attention\"") == true)
  }
}
