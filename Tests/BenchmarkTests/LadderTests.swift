import Foundation
import Kernels
import Programs
import Testing

@testable import BenchmarkCommand

/// The ladder of matrix products as a command, on products so small that they take no time.
@Suite("The ladder of matrix products")
struct LadderTests {
  private func run(_ words: [String]) throws -> ProgramRun {
    try ProgramRun(of: builtProgram("benchmark"), ["--ladder", "--seconds", "0.001"] + words, deadline: 300)
  }

  /// The rungs that this machine has: that of all threads where there is more than one.
  private let rungs = ProductRung.allCases.filter { $0 != .threads || Threads.count > 1 }

  @Test("Every rung and the roof of every shape is a JSON line")
  func json() throws {
    let run = try run(["8x16x24", "33x5x7", "--json"])
    #expect(run.hasSucceeded && run.errors.isEmpty, "\(run.errorText)")
    let measurements = try run.outputText.split(separator: "\n").map {
      try JSONDecoder().decode(BenchmarkCommand.Measurement.self, from: Data($0.utf8))
    }
    let roofs = Set([1, Threads.count]).sorted().map {
      "the arithmetic alone, \($0) thread\($0 == 1 ? "" : "s")"
    }
    let names = ["8×16×24", "33×5×7"].flatMap { shape in
      (rungs.map(\.rawValue) + roofs).map { "ladder \(shape) \($0)" }
    }
    #expect(measurements.map(\.work) == names)
    #expect(
      measurements.allSatisfy { $0.unit == "GFLOP/s" && $0.samples.allSatisfy { $0 > 0 && $0.isFinite } })
    // Nine rounds, of which what takes longer than its ninth of the time has three.
    #expect(measurements.allSatisfy { [3, 9].contains($0.samples.count) })
  }

  @Test("The table has a line a rung with its ratios, and fits 80 columns")
  func table() throws {
    let run = try run(["8x16x24"])
    #expect(run.hasSucceeded && run.errors.isEmpty, "\(run.errorText)")
    let lines = run.outputText.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(lines.allSatisfy { $0.count <= 80 }, "\(lines.filter { $0.count > 80 })")
    #expect(lines[0].hasPrefix("One matrix product, rung by rung"))
    let start = try #require(lines.firstIndex { $0.hasPrefix("8×16×24 ") })
    #expect(lines[start].split(separator: " ").suffix(6) == ["×", "before", "×", "first", "of", "roof"])
    for (index, rung) in rungs.enumerated() {
      let line = lines[start + 1 + index]
      #expect(line.hasPrefix("\(index + 1) \(rung.rawValue)"), "\(line)")
      let columns = line.dropFirst("\(index + 1) \(rung.rawValue)".count).split(separator: " ")
      // The first rung has none before it; the last column is a number and its sign.
      #expect(columns.count == (index == 0 ? 4 : 5) && columns.last == "%", "\(line)")
    }
    #expect(lines[start + 1 + rungs.count].hasPrefix("roof, the arithmetic alone: "))
    let first = lines[start + 1].split(separator: " ")
    #expect(first.suffix(3).first == "1.00", "the first rung is once the first: \(lines[start + 1])")
  }

  @Test("A shape that is none is refused in one line, with status 64")
  func refusal() throws {
    let run = try run(["8x8"])
    #expect(run.ending == .exited(64) && run.output.isEmpty)
    #expect(
      run.errorText
        == "benchmark: «8x8» is not a shape: ROWSxINNERxCOLUMNS, each a whole number from 1 to 4096\n")
  }
}
