import Foundation
import Programs
import Testing

@testable import BenchmarkCommand

/// A floor with times of its own: what it does with them, and not how fast this machine is.
@Suite("Ratios that must not fall")
struct FloorTests {
  /// A floor whose runs take the given seconds, the last ones for ever after; and the runs that it made.
  private func floor(
    least: Double, slow: [Double], fast: [Double]
  ) -> (floor: Floor, runs: [String]) {
    var runs: [String] = []
    var times = ["slow": slow, "fast": fast]
    let floor = Floor(
      "a against b", least: least, slow: { runs.append("slow") }, fast: { runs.append("fast") },
      measured: { body in
        body()
        let name = runs.last ?? ""
        guard let left = times[name], left.count > 1 else { return times[name]?.first ?? .nan }
        times[name] = Array(left.dropFirst())
        return left[0]
      })
    return (floor, runs)
  }

  @Test("The shortest of each in seven rounds counts, after one run of each that does not")
  func shortest() {
    let (floor, runs) = floor(
      least: 3, slow: [9, 8, 6, 8, 9, 9, 9, 1], fast: [5, 4, 3, 2, 3, 4, 5, 0.1])
    #expect(floor.ratio == 3 && floor.holds)
    #expect(runs == Array(repeating: ["slow", "fast"], count: 8).flatMap(\.self))
  }

  @Test("A floor that is not reached is measured on until it is")
  func goesOn() {
    let slow = Array(repeating: 0.2, count: 9) + [0.5, 9]
    let (floor, runs) = floor(least: 5, slow: slow, fast: [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.04])
    #expect(floor.ratio == 5 && runs.count == 2 * (1 + 9))
  }

  @Test("It is given up when the rounds have taken ten seconds, and does not hold")
  func givesUp() {
    let (floor, runs) = floor(least: 5, slow: [0.5], fast: [0.5])
    #expect(floor.ratio == 1 && !floor.holds && runs.count == 2 * (1 + 10))
    let (long, longRuns) = self.floor(least: 5, slow: [8], fast: [8])
    #expect(!long.holds && longRuns.count == 2 * (1 + 7))
  }

  @Test("A line says whether it holds; the status is 1 when one does not, and every floor is shown")
  func status() {
    let floors = [(4, 2), (1, 2), (3, 3)].map { slow, least in
      floor(least: Double(least), slow: [Double(slow)], fast: [1]).floor
    }
    var lines: [String] = []
    #expect(Floor.show(floors) { lines.append($0) } == 1)
    #expect(
      lines == [
        "✓ a against b: 4 times, at least 2", "✗ a against b: 1 times, at least 2",
        "✓ a against b: 3 times, at least 3",
      ])
    #expect(Floor.show([floors[0], floors[2]]) { _ in } == 0)
    #expect(Floor.show([]) { _ in } == 0)
  }

  @Test("Floors are measured one by one, as they are asked for, and a name picks one")
  func names() {
    #expect(Guard.all.map(\.name) == ["product", "attention", "gelu", "rows", "cache", "threads", "pairs"])
    let floors = Array(Guard.floors(named: ["gelu"]))
    #expect(floors.map(\.name) == ["GELU with its derivative against twice GELU, one thread"])
  }

  @Test("The command shows a floor as a line, and exits as the line says")
  func command() throws {
    let run = try ProgramRun(of: builtProgram("benchmark"), ["--floors", "product"], deadline: 300)
    let line = run.outputText
    #expect(
      line.wholeMatch(
        of: /(✓|✗) the product kernel against the plain loop, one thread: [0-9.]+ times, at least 100\n/)
        != nil, "\(line)")
    #expect(run.ending == .exited(line.hasPrefix("✓") ? 0 : 1) && run.errors.isEmpty)
  }
}
