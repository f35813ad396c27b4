import Foundation
import Programs
import Testing

@testable import Coursework

@Suite("What the capstone says of a training")
struct CapstoneMessageTests {
  private func shell(_ script: String, deadline: Double = 60) throws -> ProgramRun {
    try ProgramRun(of: URL(filePath: "/bin/sh"), ["-c", script], deadline: deadline)
  }

  @Test("One that did not end: how it ended, and after how many of all steps")
  func reasons() throws {
    for (script, deadline, words) in [
      ("exit 3", 60, "the program left with status 3, after 7 of 500 steps"),
      ("kill -SEGV $$", 60, "signal 11, after 7 of 500 steps"),
      ("exec sleep 100", 1, "not done in 1 s, after 7 of 500 steps"),
    ] as [(String, Double, String)] {
      let run = try shell(script, deadline: deadline)
      #expect(Capstone.reason(for: run, after: 7, deadline: deadline) == words)
    }
    let trapped = try shell("echo 'main.swift:3: Fatal error: Index out of range' >&2; kill -TRAP $$")
    #expect(
      Capstone.reason(for: trapped, after: 500, deadline: 60) == "Index out of range, after 500 of 500 steps")
  }

  @Test(
    "One that falls behind: the first step whose loss is off by more than a thousandth, and where to look",
    arguments: [
      ([4.1, 3, 2], 1, "already the forward pass"), ([4, 3.1, 2], 2, "the gradient or the update"),
      ([4, 3, 2.1], 3, "moments, schedule, clipping"), ([4, .nan, 2], 2, "the gradient or the update"),
      ([4.0041, 3, 2], 1, "already the forward pass"),
    ] as [([Float], Int, String)])
  func departures(losses: [Float], step: Int, words: String) {
    let message = Capstone.departure(of: losses, from: [4, 3, 2])
    #expect(
      message.hasPrefix("at step \(step) the loss is \(losses[step - 1]), the reference's \(5 - step).0: "))
    #expect(message.contains(words), "\(message)")
  }

  @Test("One whose losses agree to a thousandth, and whose parameters do not")
  func otherParameters() {
    for losses in [[4, 3, 2], [4.0039, 2.9971, 2]] as [[Float]] {
      let message = Capstone.departure(of: losses, from: [4, 3, 2])
      #expect(message.hasPrefix("the losses agree step by step; the parameters that came back are not"))
    }
  }

  @Test("Parameters that are not as many or as large as they were are none")
  func parameters() throws {
    let capstone = try Capstone(seed: 1)
    let all = capstone.task.parameters
    let fewer = Array(all.dropLast())
    for parameters in [fewer, fewer + [all[0]], all + [all[0]]] {
      let run = try ProgramRun(
        of: URL(filePath: "/bin/cat"), input: Wire.encode(CapstoneReport.parameters(parameters)))
      guard case .stopped(let reason) = capstone.outcome(of: run, deadline: 60) else {
        Issue.record("\(parameters.count) parameters were taken")
        continue
      }
      #expect(reason == "the program left with status 0, after 0 of 500 steps")
    }
  }
}
