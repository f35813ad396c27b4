import Foundation
import Pages
import Programs
import Synchronization
import TestSupport
import Testing

@testable import Book

@Suite("The live course", .timeLimit(.minutes(5)))
struct LiveBookTests {
  /// A program that declares the options of the example, and writes its process and what it was given as cells; it ends
  /// when it is interrupted.
  private static func script(then rest: String = "trap 'exit 0' INT; while :; do sleep 0.01; done") -> String
  {
    let help = String(decoding: Declared.run(["--help", "--json", "-"]).output, as: UTF8.self)
    return """
      if [ "$1" = --help ]; then cat <<'END'
      \(help)END
      exit; fi
      echo '{"cells": ['; echo "{process $$},"; echo "{$*}"
      \(rest)
      """
  }

  private let program: ScriptedChapter

  init() throws { program = try ScriptedChapter(Self.script()) }

  private func book(limits: LiveBook.Limits = LiveBook.Limits(), _ program: ScriptedChapter? = nil)
    -> LiveBook
  {
    let url = (program ?? self.program).url
    return LiveBook(
      [
        LiveChapter("example", title: "Chapter 0 · Example <1>") { _ in url },
        LiveChapter("broken", title: "Broken") { _ in throw HTTPRefusal(500, "It does not compile.") },
      ], limits: limits
    ) { .element("pre", [:], Markup($0)) }
  }

  private func answer(_ book: LiveBook, _ method: String, _ path: String, body: String = "") throws -> (
    Int, String
  ) {
    var request = try HTTPRequest(head: Array("\(method) \(path) HTTP/1.1\r\nHost: a\r\n\r\n".utf8))
    request.body = Array(body.utf8)
    let response = book.answer(request)
    guard case .whole(let bytes) = response.body else { return (response.status, "a stream") }
    return (response.status, String(decoding: bytes, as: UTF8.self))
  }

  @Test("The chapters are listed, each has a page with its form, and two forms to compare")
  func pages() throws {
    let book = book()
    let list = try answer(book, "GET", "/")
    #expect(list.0 == 200 && list.1.contains(#"<a href="/example">Chapter 0 · Example &lt;1&gt;</a>"#))
    let page = try answer(book, "GET", "/example?heads=4")
    #expect(
      page.0 == 200 && page.1.hasPrefix("<!DOCTYPE html>") && page.1.contains(#"name="heads" value="4""#))
    #expect(page.1.contains(#"<a href="/example" aria-current="page">"#) && !list.1.contains("aria-current"))
    #expect(page.1.contains("<noscript>") && page.1.contains(#"src="/live.js""#))
    // Fields without a side are for both; the left one has no switch on.
    let both = try answer(book, "GET", "/example/compare?heads=4&causal=on&right.rate=0.5").1
    #expect(both.contains(#"name="left.heads" value="4""#) && both.contains(#"name="right.heads" value="4""#))
    #expect(
      both.contains(#"name="right.causal" value="on" checked"#)
        && both.contains(#"name="right.rate" value="0.5""#))
    #expect(
      !both.contains(#"name="left.causal" value="on" checked"#)
        && both.contains(#"name="left.rate" value="0.1""#))
    let wrong = try answer(book, "GET", "/example?heads=9&text=%3Cb%3E")
    #expect(wrong.0 == 200 && wrong.1.contains("--heads takes a whole number") && !wrong.1.contains("<b>"))
  }

  @Test("The script and the style sheet are served, and are what the page may load")
  func files() throws {
    let book = book()
    #expect(try answer(book, "GET", "/live.js").1.contains("\"use strict\""))
    #expect(try answer(book, "GET", "/page.js").1 == Script.whole.text, "what every page answers by")
    #expect(try answer(book, "GET", "/live.css").1.contains(".differs"))
    #expect(try answer(book, "GET", "/live.css").1.hasPrefix(StyleSheet.whole), "what every page has")
    #expect(try answer(book, "GET", "/live.js").1.utf8.count < 15_000)
  }

  @Test(
    "Nothing is at any other address",
    arguments: [
      ("GET", "/none"), ("GET", "/example/other"), ("GET", "/example/compare/x"), ("POST", "/example"),
      ("POST", "/"),
      ("GET", "/example/run"), ("POST", "/none/run"), ("GET", "/stop"), ("GET", "/live.html"),
      ("POST", "/stop"),
      ("GET", "/live.js/x"), ("GET", "/Package.swift"), ("GET", "/chapter"),
    ])
  func addresses(_ method: String, _ path: String) throws {
    #expect(try answer(book(), method, path, body: "run=x").0 == 404)
  }

  @Test(
    "A run with options that are not offered, or not taken, does not start",
    arguments: ["heads=9", "json=/tmp/x", "save=x", "file=/etc/passwd", "nothing=1", "%"])
  func refusals(_ body: String) throws {
    let refused = try answer(book(), "POST", "/example/run", body: body)
    #expect(refused.0 == 400 && refused.1.last == "\n" && refused.1.count { $0 == "\n" } == 1)
  }

  @Test("A chapter that cannot be built says why; one that does not say what it takes is refused")
  func broken() throws {
    #expect(try answer(book(), "GET", "/broken") == (500, "It does not compile.\n"))
    let mute = try ScriptedChapter("exit 3")
    #expect(try answer(book(mute), "GET", "/example") == (500, "example does not say what it takes.\n"))
    let odd = try ScriptedChapter("echo '{}'")
    #expect(try answer(book(odd), "GET", "/example").0 == 500)
    let ended = book()
    ended.end()
    #expect(try answer(ended, "GET", "/example").0 == 503)
  }

  /// A client that has begun a run, with the run's name and process.
  private func begin(_ server: RunningServer, _ body: String = "") throws -> (
    Connection, name: String, process: Int32
  ) {
    let client = try server.connect()
    _ = client.write(Array(server.posted("/example/run", body).utf8), before: .now + .seconds(10))
    let text = try #require(client.text(until: "--json -"))
    let name = try #require(text.firstMatch(of: /"begin","text":"([-0-9A-F]+)"/)?.1)
    let process = try #require(text.firstMatch(of: /process ([0-9]+)/)?.1)
    return (client, String(name), try #require(Int32(process)))
  }

  private func hasEnded(_ process: Int32) -> Bool {
    let start = ContinuousClock.now
    while isAlive(process), .now - start < .seconds(30) { Thread.sleep(forTimeInterval: 0.005) }
    return !isAlive(process)
  }

  @Test("A run streams its cells with its options, and ends when it is stopped by its name")
  func stop() throws {
    let book = book()
    let server = try RunningServer { book.answer($0) }
    defer { server.end() }
    let (client, name, process) = try begin(server, "heads=4&causal=on")
    defer { client.close() }
    #expect(isAlive(process))
    #expect(try server.post("/stop", "run=other")?.contains("404 Not Found") == true && isAlive(process))
    #expect(try server.post("/stop", "run=\(name)")?.contains("204 No Content") == true)
    let rest = try #require(client.rest())
    #expect(rest.contains(#"{"kind":"stopped","text":"It was stopped."}"#) && rest.hasSuffix("0\r\n\r\n"))
    #expect(hasEnded(process))
    #expect(try server.post("/stop", "run=\(name)")?.contains("404 Not Found") == true, "it is over")
  }

  @Test("A page that is closed ends its program")
  func close() throws {
    let book = book()
    let server = try RunningServer { book.answer($0) }
    defer { server.end() }
    let (client, _, process) = try begin(server)
    #expect(isAlive(process))
    client.close()
    #expect(hasEnded(process))
  }

  @Test("The server's end leaves no program behind, even one that is deaf")
  func end() throws {
    let deaf = try ScriptedChapter(Self.script(then: "trap '' INT; while :; do sleep 0.01; done"))
    let book = book(deaf)
    let server = try RunningServer { book.answer($0) }
    let (client, _, process) = try begin(server)
    defer { client.close() }
    #expect(isAlive(process))
    #expect(server.end() && !isAlive(process))
  }

  @Test(
    "As many programs at once as the machine has processors; the next waits, and begins when one has ended")
  func turns() throws {
    #expect(LiveBook.Limits().programs == ProcessInfo.processInfo.activeProcessorCount)
    var limits = LiveBook.Limits()
    limits.programs = 1
    let book = book(limits: limits)
    let server = try RunningServer { book.answer($0) }
    defer { server.end() }
    let (first, _, process) = try begin(server)
    let second = try server.connect()
    defer { second.close() }
    _ = second.write(Array(server.posted("/example/run", "").utf8), before: .now + .seconds(10))
    #expect(second.text(until: #"{"kind":"waiting","text":"0"}"#)?.contains("process") == false)
    first.close()
    #expect(second.text(until: "--json -") != nil && hasEnded(process))
  }

  @Test("More runs than may wait are refused, and room is made when one ends")
  func runs() throws {
    #expect(LiveBook.Limits().runs == 64)
    var limits = LiveBook.Limits()
    limits.runs = 1
    let book = book(limits: limits)
    let server = try RunningServer { book.answer($0) }
    defer { server.end() }
    let (first, name, _) = try begin(server)
    defer { first.close() }
    #expect(try server.post("/example/run", "")?.contains("503 Service Unavailable") == true)
    _ = try server.post("/stop", "run=\(name)")
    _ = first.rest()
    let (second, _, _) = try begin(server)
    second.close()
  }

  @Test("A program is built once, at the first request")
  func builds() throws {
    let count = Mutex(0)
    let url = program.url
    let book = LiveBook([
      LiveChapter("example", title: "") { _ in
        count.withLock { $0 += 1 }
        return url
      }
    ]) { Markup($0) }
    #expect(count.withLock { $0 } == 0)
    for _ in 0..<3 { #expect(try answer(book, "GET", "/example").0 == 200) }
    #expect(count.withLock { $0 } == 1)
  }

  @Test("What a page is told is a line of JSON, whatever is in it")
  func events() throws {
    let event = LiveEvent(cell: .element("b", [:], "a\n\u{2028}\"</script>"))
    #expect(event.line.count { $0 == UInt8(ascii: "\n") } == 1 && event.line.last == UInt8(ascii: "\n"))
    let read = try #require(JSONSerialization.jsonObject(with: Data(event.line)) as? [String: String])
    #expect(read == ["kind": "cell", "html": event.html ?? ""])
  }
}
