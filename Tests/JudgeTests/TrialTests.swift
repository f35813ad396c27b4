import Foundation
import Testing

@testable import Coursework

/// Programs that answer as a learner's would, at the times that are asked for.
@Suite("The time that a function may take")
struct TrialTests {
  private let judge = Judge.ofDoubling

  /// Judges a shell script that writes some of the right answers and waits between them.
  private func verdict(
    _ steps: [Step], deadline: Double, whileRunning: () -> Bool = { true }
  ) throws -> Verdict {
    let file = FileManager.default.temporaryDirectory.appending(path: "answers-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    let lines = try steps.map { step in
      switch step {
      case .answers(let x, let value):
        let answer = try Doubling.answer(of: { _ in (value, 2) }, to: x)
        return "echo '\(String(decoding: try Wire.encode(Outcome.answer(answer)), as: UTF8.self))'"
      case .sleeps(let seconds): return "sleep \(seconds)"
      case .runsOn: return "exec sleep 100"
      }
    }
    try Data((["#!/bin/sh", "cat > /dev/null"] + lines).joined(separator: "\n").utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
    return try judge.check(program: file, seed: 3, deadline: deadline, whileRunning: whileRunning)
  }

  private enum Step {
    case answers(Int, Double)
    case sleeps(Double)
    case runsOn
  }

  @Test("In time it passes without a remark, beyond the deadline with one")
  func passes() throws {
    let right = (1...4).map { Step.answers($0, 2 * Double($0)) }
    let quick = try verdict(right, deadline: 60)
    #expect(quick.hasPassed && quick.overtime == nil && quick.seed == 3)
    let slow = try verdict([right[0], .sleeps(1.5)] + right.dropFirst(), deadline: 1)
    #expect(slow.hasPassed && (slow.overtime ?? 0) >= 1)
  }

  @Test("Who has answered nothing, or wrongly, is not waited for beyond the deadline")
  func ends() throws {
    for steps in [[.runsOn], [.answers(1, 2), .answers(2, 5), .runsOn]] as [[Step]] {
      let start = ContinuousClock.now
      let verdict = try verdict(steps, deadline: 1)
      #expect(!verdict.hasPassed && ContinuousClock.now - start < .seconds(8), "\(verdict)")
    }
  }

  @Test("Ten times the deadline is the end; a function that runs on as the catalogue's is not waited for")
  func patience() throws {
    func seconds(_ verdict: Verdict) throws -> Double {
      guard case .ranOutOfTime(let seconds, on: _) = verdict.judgement else {
        Issue.record("\(verdict)")
        return 0
      }
      return seconds
    }
    let unknown = try verdict([.answers(1, 2), .runsOn], deadline: 0.2)
    #expect(try unknown.mistake == nil && (2..<20).contains(seconds(unknown)))
    let known = try verdict([.answers(1, 2), .answers(2, 4), .runsOn], deadline: 1)
    #expect(try known.mistake?.name == "running-on" && (1..<8).contains(seconds(known)))
  }

  @Test("Who calls it off need not wait")
  func calledOff() throws {
    let start = ContinuousClock.now
    let verdict = try verdict([.runsOn], deadline: 60) { ContinuousClock.now - start < .seconds(0.5) }
    #expect(!verdict.hasPassed && ContinuousClock.now - start < .seconds(30))
  }
}
