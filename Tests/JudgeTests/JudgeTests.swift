import Foundation
import Testing

@testable import Coursework

@Suite("Which mistake a judge names")
struct JudgeTests {
  private let judge = Judge.ofDoubling

  private func mistake(_ function: @escaping Doubling.Function) throws -> String? {
    try judge.verdict(on: function).mistake?.name
  }

  @Test("A mistake is named when every input agrees with it, and only then")
  func everyInput() throws {
    #expect(try mistake { (Double($0 * $0), 2 * Double($0)) } == "squared")
    for place in 1...4 {
      #expect(try mistake { (Double($0 * $0) + ($0 == place ? 0.5 : 0), 2 * Double($0)) } == nil, "\(place)")
    }
  }

  @Test("None is named when two agree, unless they are one mistake written in two ways")
  func noOther() throws {
    let verdict = try judge.verdict { (3 * Double($0), 3) }
    #expect(verdict.mistake == nil && !verdict.hasPassed)
    let squared = try #require(try judge.verdict { (Double($0 * $0), 2 * Double($0)) }.mistake)
    #expect(squared.mistake == "squared")
    #expect(judge.exercise.mistakes.map(\.name).filter { $0.hasPrefix("squared") } == ["squared"])
  }

  @Test("Who stops at the first input is told no mistake, though the catalogue has one that stops there")
  func firstInput() throws {
    let trapped = try judge.verdict(on: Doubling.stopping(at: 1, Stops("mine"), Doubling.reference))
    guard case .trapped("mine", on: "input 1 of 4") = trapped.judgement else {
      Issue.record("\(trapped)")
      return
    }
    #expect(trapped.mistake == nil)
    let running = try judge.verdict(on: Doubling.stopping(at: 1, RunsOn(), Doubling.reference))
    guard case .ranOutOfTime(_, on: "input 1 of 4") = running.judgement else {
      Issue.record("\(running)")
      return
    }
    #expect(running.mistake == nil)
  }

  @Test(
    "A trap is known by where it traps, a function that runs on by where it does, and neither by the other")
  func stops() throws {
    #expect(try mistake(Doubling.stopping(at: 3, Stops("mine"), Doubling.reference)) == "trapping")
    #expect(try mistake(Doubling.stopping(at: 3, RunsOn(), Doubling.reference)) == "running-on")
    #expect(try mistake(Doubling.stopping(at: 2, Stops("mine"), Doubling.reference)) == nil)
    #expect(try mistake(Doubling.stopping(at: 2, RunsOn(), Doubling.reference)) == nil)
  }

  @Test("Wrong answers before a trap are named by a mistake that traps there as well, and by no other")
  func wrongAndTrapped() throws {
    let atTheLast = Doubling.stopping(at: 4, Stops("mine"), Doubling.squared.function)
    let verdict = try judge.verdict(on: atTheLast)
    guard case .wrong(let finding) = verdict.judgement else {
      Issue.record("\(verdict)")
      return
    }
    #expect(finding.place == "input 1 of 4" && verdict.mistake?.mistake == "squared")
    #expect(try mistake(Doubling.stopping(at: 3, Stops("mine"), Doubling.squared.function)) == nil)
    #expect(try mistake(Doubling.stopping(at: 4, RunsOn(), Doubling.squared.function)) == nil)
  }

  @Test("That no gradient passes is said where the values are right on every input")
  func lostGradient() throws {
    func notes(_ function: @escaping Doubling.Function) throws -> [String] {
      guard case .wrong(let finding) = try judge.verdict(on: function).judgement else { return ["not wrong"] }
      return finding.notes
    }
    #expect(
      try notes { (2 * Double($0), 0) }.first?.hasPrefix("The values are right, but no gradient") == true)
    #expect(try notes { ($0 == 1 ? 2 : 7, 0) } == [])
    #expect(try notes { ($0 == 4 ? 7 : 2 * Double($0), 0) } == [])
    #expect(try notes { (2 * Double($0), $0 == 4 ? 2 : 0) } == [])
    #expect(try notes { (2 * Double($0), $0 == 4 ? 1e-9 : 0) } == [])
    #expect(try notes(Doubling.stopping(at: 4, Stops("mine")) { (2 * Double($0), 0) }) == [])
  }

  @Test("What is not written says so on the first input alone; further on it is an error like others")
  func unsolved() throws {
    let inputs = try judge.inputs(seed: 1)
    let solution = Solution(Doubling.self) { x in
      if x == 3 { throw RunsOn() }
      return (2 * Double(x), 2)
    }
    #expect(solution.outcome(of: inputs[2]) == .threw("RunsOn()"))
    let verdict = try judge.verdict { x in
      guard x != 2 else { throw CancellationError() }
      return (2 * Double(x), 2)
    }
    guard case .threw("CancellationError()", on: "input 2 of 4") = verdict.judgement else {
      Issue.record("\(verdict)")
      return
    }
  }
}
