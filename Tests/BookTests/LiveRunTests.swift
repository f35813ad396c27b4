import Foundation
import Pages
import Platform
import Synchronization
import TestSupport
import Testing

@testable import Book

/// A program that stands for a chapter's: a script of the shell.
final class ScriptedChapter {
  private let folder: TemporaryFolder
  let url: URL

  init(_ script: String) throws {
    folder = try TemporaryFolder(holding: ["chapter": "#!/bin/sh\n" + script + "\n"])
    url = folder.place("chapter")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: url.path)
  }
}

/// Whether a process is there.
func isAlive(_ process: Int32) -> Bool { kill(process, 0) == 0 }

@Suite("A run for a page", .timeLimit(.minutes(5)))
struct LiveRunTests {
  private func run(
    _ script: String, arguments: [String] = [], limits: LiveRun.Limits = LiveRun.Limits(),
    turns: Turns = Turns(limit: 2),
    draw: @escaping (String) -> Markup? = { Markup($0) }, tell: (LiveEvent) -> Bool = { _ in true },
    isWanted: () -> Bool = { true }, isStopped: () -> Bool = { false }
  ) throws -> [LiveEvent] {
    let chapter = try ScriptedChapter(script)
    var events: [LiveEvent] = []
    LiveRun(of: chapter.url, arguments, limits: limits, draw: draw).run(
      turns: turns,
      tell: {
        events.append($0)
        return tell($0)
      }, isWanted: isWanted, isStopped: isStopped)
    return withExtendedLifetime(chapter) { events }
  }

  private func cell(_ text: String) -> LiveEvent { LiveEvent(cell: Markup(text)) }

  @Test("Its cells are told in order, drawn, and then how it ended; it is asked for JSON")
  func cells() throws {
    let events = try run(
      #"echo '{"cells": ['; echo '{"a": 1},'; echo "{\"$*\": 2}"; echo ']}'"#, arguments: ["--heads=4"])
    #expect(
      events == [
        LiveEvent(.running), cell(#"{"a": 1}"#), cell(#"{"--heads=4 --json -": 2}"#),
        LiveEvent(.done, "Done."),
      ])
    let hidden = try run(#"echo '{"cells": ['; echo '{"a": 1},'; echo '{"b": 2}'; echo ']}'"#) { line in
      line.contains("a") ? nil : Markup(line)
    }
    #expect(hidden == [LiveEvent(.running), cell(#"{"b": 2}"#), LiveEvent(.done, "Done.")])
  }

  @Test(
    "A cell is told while the program runs; stopped, the program hears Ctrl-C, and what it still says is told"
  )
  func stops() throws {
    var isStopped = false
    let events = try run(
      #"trap 'echo "{\"last\": 2}"; echo "]}"; exit 0' INT; echo '['; echo '{"first": 1},'; while :; do sleep 0.01; done"#,
      tell: { event in
        if event.kind == .cell { isStopped = true }
        return true
      }, isStopped: { isStopped })
    #expect(
      events == [
        LiveEvent(.running), cell(#"{"first": 1}"#), cell(#"{"last": 2}"#),
        LiveEvent(.stopped, "It was stopped."),
      ])
  }

  @Test("At the deadline it is interrupted, and killed after the time of grace if it does not hear")
  func deadline() throws {
    var limits = LiveRun.Limits()
    limits.deadline = .milliseconds(300)
    limits.grace = .milliseconds(300)
    let start = ContinuousClock.now
    let last = LiveEvent(.stopped, "It was stopped after 0 s: longer no run may take.")
    let heard = try run(
      "trap 'echo \"{}\"; exit 0' INT; echo [; while :; do sleep 0.01; done", limits: limits)
    #expect(heard == [LiveEvent(.running), cell("{}"), last])
    let deaf = try run(
      "trap '' INT; echo [; echo \"{\\\"process\\\": $$}\"; while :; do sleep 0.01; done", limits: limits)
    #expect(deaf.last == last)
    #expect(!isAlive(try process(in: deaf)) && .now - start < .seconds(20))
  }

  @Test("The time is ten minutes, and half a minute of grace")
  func times() {
    #expect(LiveRun.Limits().deadline == .seconds(600) && LiveRun.Limits().grace == .seconds(30))
  }

  private func process(in events: [LiveEvent]) throws -> Int32 {
    let text = try #require(events.compactMap(\.html).first)
    return try #require(Int32(text.filter(\.isNumber)))
  }

  @Test("A page that is closed, or does not take what it is told, ends it")
  func closedPage() throws {
    let script = "echo [; echo \"{$$}\"; echo; while :; do sleep 0.01; done"
    var isWanted = true
    let closed = try run(
      script,
      tell: { event in
        if event.kind == .cell { isWanted = false }
        return true
      }, isWanted: { isWanted })
    #expect(!isAlive(try process(in: closed)))
    let deaf = try run(script, tell: { $0.kind != .cell })
    #expect(deaf.count == 2, "nothing more is told")
    #expect(!isAlive(try process(in: deaf)))
  }

  @Test("It runs in a folder of its own, which goes with it and with what it wrote there")
  func scratch() throws {
    let script =
      "echo written > file; echo [; echo \"{$(pwd)}\"; echo; trap 'exit 0' INT; while :; do sleep 0.01; done"
    var places: [String] = []
    for _ in 0..<2 {
      var isThere = false
      let events = try run(
        script,
        tell: { event in
          if let place = event.html?.dropFirst().dropLast() {
            isThere = FileManager.default.fileExists(atPath: place + "/file")
            places.append(String(place))
          }
          return event.kind != .cell
        })
      #expect(events.count == 2 && isThere)
    }
    #expect(Set(places).count == 2)
    for place in places { #expect(!FileManager.default.fileExists(atPath: place)) }
  }

  @Test(
    "How it ended is said in one line",
    arguments: [
      ("exit 1", LiveEvent(.done, "Done; a check failed.")),
      (
        "echo 'attention: --heads takes 1 to 8' >&2; exit 64",
        LiveEvent(.failed, "attention: --heads takes 1 to 8")
      ),
      ("exit 66", LiveEvent(.failed, "It ended with status 66 and said nothing.")),
      (
        "echo 'Fatal error: no shape' >&2; echo >&2; kill -ILL $$",
        LiveEvent(.failed, "It was ended by signal \(SIGILL). Fatal error: no shape")
      ),
      ("kill -SEGV $$", LiveEvent(.failed, "It was ended by signal \(SIGSEGV).")),
    ])
  func endings(_ script: String, _ last: LiveEvent) throws {
    #expect(try run(script).last == last)
  }

  @Test("A program that cannot be started is a run that failed")
  func noProgram() {
    var events: [LiveEvent] = []
    LiveRun(of: URL(filePath: "/no/such/program"), []) { Markup($0) }.run(
      turns: Turns(limit: 1),
      tell: {
        events.append($0)
        return true
      }, isWanted: { true }, isStopped: { false })
    #expect(events.last?.kind == .failed)
  }

  @Test("How far it is comes from standard error, the last line of it")
  func progress() throws {
    let events = try run(
      "printf 'step 1\\nstep 2\\r\\n' >&2; echo [; echo '{}'; echo ]; trap 'exit 0' INT; while :; do sleep 0.01; done",
      tell: { $0.kind != .progress })
    #expect(events.contains(LiveEvent(.progress, "step 2")))
  }

  @Test("It waits for its turn, and says for how many; stopped or closed before it, it never starts")
  func waits() throws {
    let turns = Turns(limit: 1)
    turns.take(whileWaiting: { _ in true }) {
      let stopped = try? run("echo [", turns: turns, isStopped: { true })
      #expect(stopped == [LiveEvent(.waiting, "0"), LiveEvent(.stopped, "It was stopped before its turn.")])
      let closed = try? run("echo [", turns: turns, isWanted: { false })
      #expect(closed?.contains { $0.kind == .running } == false)
    }
  }

  @Test("The cells are the same however the output comes")
  func lines() {
    let document = Data("{\"cells\": [\n{\"a\": \"}\"},\n{\"b\": [{}, {}]},\n{\"c\": \"ü\"}\n]}\n".utf8)
    let expected = ["{\"a\": \"}\"}", "{\"b\": [{}, {}]}", "{\"c\": \"ü\"}"]
    for size in 1...document.count {
      var lines = CellLines()
      var cells: [String] = []
      for start in stride(from: 0, to: document.count, by: size) {
        cells += lines.read(document[start..<min(document.count, start + size)])
      }
      #expect(cells == expected && lines.count == document.count, "\(size) bytes at a time")
    }
    var lines = CellLines()
    #expect(lines.read(Data("{\"cells\": [\n{\"a\": {}".utf8)).isEmpty)
    #expect(lines.read(Data("}".utf8)) == ["{\"a\": {}}"], "whole before its line has ended")
    #expect(lines.read(Data(",\n".utf8)).isEmpty, "and not given twice")
  }
}

@Suite("Turns", .timeLimit(.minutes(5)))
struct TurnsTests {
  @Test("So many at once, in the order in which they came; who gives up is passed over")
  func order() {
    let turns = Turns(limit: 2)
    let most = Mutex((now: 0, most: 0, order: [Int]()))
    let threads = DispatchGroup()
    let (begin, givesUp) = (Flag(), Flag())
    for number in 0..<8 {
      let isWaiting = DispatchSemaphore(value: 0)
      threads.enter()
      Thread.detachNewThread {
        let result: Void? = turns.take { _ in
          isWaiting.signal()
          return number != 5 || !givesUp.isRaised
        } _: {
          most.withLock {
            $0.now += 1
            $0.most = max($0.most, $0.now)
            $0.order.append(number)
          }
          isWaiting.signal()
          while !begin.isRaised { Thread.sleep(forTimeInterval: 0.001) }
          Thread.sleep(forTimeInterval: 0.02)
          most.withLock { $0.now -= 1 }
        }
        #expect((result == nil) == (number == 5))
        threads.leave()
      }
      isWaiting.wait()
    }
    givesUp.raise()
    Thread.sleep(forTimeInterval: 0.1)
    begin.raise()
    threads.wait()
    most.withLock {
      #expect($0.most == 2)
      // The first two, and pairs that end together, may have changed places.
      #expect(Set($0.order.prefix(2)) == [0, 1] && Set($0.order) == [0, 1, 2, 3, 4, 6, 7])
      #expect(zip($0.order, $0.order.dropFirst()).allSatisfy { $0.0 - $0.1 <= 1 })
    }
  }
}
