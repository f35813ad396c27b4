import Foundation
import Programs
import TestSupport
import Testing

@testable import BenchmarkCommand

@Suite("The benchmark command")
struct CommandTests {
  private func run(_ words: [String]) throws -> ProgramRun {
    try ProgramRun(of: builtProgram("benchmark"), words, deadline: 300)
  }

  private let tiny = TrainingSizes(context: 4, channels: 8, layers: 1, heads: 2, batch: 2, vocabulary: 5)

  @Test(
    "A bad value is answered in one line, with status 64", arguments: ["--batch", "--context", "--channels"])
  func refusals(_ option: String) throws {
    let run = try run(["training", option, "-1"])
    #expect(run.ending == .exited(64) && run.output.isEmpty)
    #expect(run.errorText.hasPrefix("benchmark: \(option) takes a whole number"))
    #expect(run.errorText.count { $0 == "\n" } == 1)
  }

  @Test(
    "A text that cannot be used is answered in one line, with status 66",
    arguments: [
      ("missing.txt", "there is no file"), ("empty.txt", "is empty"), ("bytes.txt", "is not UTF-8"),
    ])
  func texts(_ name: String, _ answer: String) throws {
    let folder = try TemporaryFolder(holding: ["empty.txt": ""])
    defer { withExtendedLifetime(folder) {} }
    try Data([0x61, 0xFF]).write(to: folder.place("bytes.txt"))
    let run = try run(["ngrams", "--text", folder.place(name).path, "--seconds", "0.001"])
    #expect(run.ending == .exited(66) && run.output.isEmpty)
    #expect(run.errorText.contains(answer), "\(run.errorText)")
    #expect(run.errorText.count { $0 == "\n" } == 1)
  }

  @Test("A training step of any size is measured, as text and as JSON")
  func training() throws {
    let words = ["training"] + tiny.arguments + ["--seconds", "0.001"]
    let text = try run(words).outputText.split(separator: "\n")
    #expect(text.count == 2 && text[0].contains("ms a step") && text.last == "  \(tiny)")
    let measurement = try JSONDecoder().decode(
      BenchmarkCommand.Measurement.self, from: run(words + ["--json"]).output)
    #expect(measurement.sizes == tiny && measurement.work == "training" && measurement.unit == "ms a step")
    #expect(measurement.samples.count >= 3 && measurement.samples.allSatisfy { $0 > 0 })
  }

  @Test("The peak of memory is the process's own, not of the one that started it")
  func memory() throws {
    let large = [UInt8](repeating: 1, count: 128 << 20)  // Ones are written, so all of it is resident.
    let measurement = try JSONDecoder().decode(
      BenchmarkCommand.Measurement.self,
      from: run(["training", "--json"] + tiny.arguments + ["--seconds", "0.001"]).output)
    #expect(large.last == 1)
    #expect(measurement.peakMemory > 1 && measurement.peakMemory < 100, "\(measurement.peakMemory) MiB")
  }

  @Test(
    "The memory of a step does not grow with the square of the context: no weights are kept, one layer's or all"
  )
  func memoryByContext() throws {
    let peaks = try [2_048, 4_096].map { context in
      let sizes = TrainingSizes(context: context, channels: 8, layers: 4, heads: 2, batch: 1, vocabulary: 5)
      return try JSONDecoder().decode(
        BenchmarkCommand.Measurement.self,
        from: run(["training", "--json"] + sizes.arguments + ["--seconds", "0.001"]).output
      ).peakMemory
    }
    // Weights of one head would be 16 MiB at the first context, and 64 at the second.
    #expect(peaks[1] < 2 * peaks[0], "\(peaks) MiB")
  }

  @Test("Growth measures every value of a series with its sizes, and ends with the series")
  func growth() throws {
    let growth = try #require(Growth.all.first { $0.size == "batch" })
    let run = try run(["--growth", "batch", "--json", "--seconds", "0.001"])
    #expect(run.hasSucceeded, "\(run.errorText)")
    let lines = run.outputText.split(separator: "\n").map { Data($0.utf8) }
    try #require(lines.count == growth.values.count + 1)
    let values = try lines.dropLast().map { try JSONDecoder().decode(GrowthRecord.Value.self, from: $0) }
    #expect(values.map(\.value) == growth.values)
    #expect(values.map(\.measurement.sizes) == growth.sizes)
    #expect(values.map { $0.timeExponent != nil } == growth.values.map { $0 > 1 })
    let series = try JSONDecoder().decode(GrowthRecord.Series.self, from: lines[growth.values.count])
    #expect(series.size == "batch" && series.timeBound == 1.3 && series.memoryBound == 1.3)
    let law = PowerLaw(sizes: growth.values, costs: values.map(\.measurement.peakMemory))
    #expect(abs(series.memoryExponent - law.exponent) < 1e-6)
  }

  @Test("Threads are scaled from one to all, with the ratio to one")
  func threads() throws {
    let lines = try run(["--threads", "products", "--json", "--seconds", "0.001"]).outputText.split(
      separator: "\n")
    let records = try lines.map { try JSONDecoder().decode(ThreadScaling.Record.self, from: Data($0.utf8)) }
    #expect(
      Set(records.map(\.work)) == ["products forward", "products input gradient", "products weight gradient"])
    #expect(records.filter { $0.threads == 1 }.map(\.speedUp) == [1, 1, 1])
  }
}
