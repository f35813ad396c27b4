import Foundation
import Testing

@testable import BenchmarkCommand

@Suite("How cost grows")
struct GrowthTests {
  @Test(
    "A pure power law has its exponent, fitted and between all neighbours", arguments: [0, 0.5, 1, 1.7, 3])
  func exponents(_ exponent: Double) {
    let sizes = [64, 128, 256, 512, 768]
    let law = PowerLaw(sizes: sizes, costs: sizes.map { 0.3 * pow(Double($0), exponent) })
    #expect(abs(law.exponent - exponent) < 1e-12)
    #expect(law.localExponents.count == 4)
    #expect(law.localExponents.allSatisfy { abs($0 - exponent) < 1e-12 })
  }

  @Test("The fit is the least-squares line through the logarithms")
  func fit() {
    // ln cost ÷ ln 2 is 0, 1, 5 over 0, 1, 2: slope ((−1)(−2) + 0 + 1·3) ÷ 2 = 2.5
    let law = PowerLaw(sizes: [1, 2, 4], costs: [1, 2, 32])
    #expect(abs(law.exponent - 2.5) < 1e-12)
    #expect(zip(law.localExponents, [1, 4]).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(PowerLaw(sizes: [3], costs: [1]).exponent.isNaN)
    #expect(PowerLaw(sizes: [3], costs: [1]).localExponents.isEmpty)
  }

  @Test("A cliff is an exponent above the bound, not at it, and what is not a number is one")
  func cliffs() {
    let law = PowerLaw(sizes: [1, 2, 4, 8], costs: [1, 4, 32, 64])  // 2, 3, 1
    let found = law.cliffs(above: 2, cost: "time")
    #expect(found.map(\.from) == [2] && found.map(\.to) == [4] && found.map(\.cost) == ["time"])
    #expect(found.allSatisfy { abs($0.exponent - 3) < 1e-12 })
    #expect(law.cliffs(above: 3, cost: "time").isEmpty)
    #expect(PowerLaw(sizes: [1, 2], costs: [1, .nan]).cliffs(above: 9, cost: "time").count == 1)
  }

  @Test(
    "In a series one size grows and the rest stays; what may grow with the square is time and channels' memory"
  )
  func series() {
    #expect(Growth.all.map(\.size) == ["context", "channels", "layers", "batch"])
    #expect(Growth.all.map(\.timeBound) == [2.3, 2.3, 1.3, 1.3])
    #expect(Growth.all.map(\.memoryBound) == [1.3, 2.3, 1.3, 1.3])
    for growth in Growth.all {
      #expect(growth.values == growth.values.sorted() && growth.sizes.count == growth.values.count)
      for (value, sizes) in zip(growth.values, growth.sizes) {
        for option in TrainingSizes.options {
          let expected = option.name == growth.size ? value : growth.others[keyPath: option.size]
          #expect(sizes[keyPath: option.size] == expected, "\(growth.size) \(value): \(option.name)")
        }
        #expect(throws: Never.self) { try sizes.check(memory: 1e9) }
      }
    }
    #expect(Growth.all[0].values.first == 64 && Growth.all[0].values.last == 8_192)
    #expect(Growth.all[1].values.first == 64 && Growth.all[1].values.last == 768)
  }

  private func run(times: [Double], memories: [Double]) -> GrowthRun {
    let growth = Growth(
      size: "layers", values: [1, 2, 4], others: TrainingSizes(), timeDegree: 2, memoryDegree: 1)
    var run = GrowthRun(of: growth)
    for (time, memory) in zip(times, memories) {
      run.append(
        BenchmarkCommand.Measurement("training", unit: "ms a step", samples: [time], peakMemory: memory))
    }
    return run
  }

  private func page(_ run: GrowthRun) -> [String] {
    var lines = GrowthPage(run: run).heading
    for count in 1...run.measurements.count {
      var part = GrowthRun(of: run.growth)
      run.measurements.prefix(count).forEach { part.append($0) }
      lines.append(GrowthPage(run: part).lastRow)
    }
    return lines + GrowthPage(run: run).summary
  }

  @Test("A page without a cliff says so below the aligned rows")
  func smoothPage() {
    let expected = """
      growing layers: context 64, channels 128, heads 4, batch 12, vocabulary 65
             layers    ms a step     exponent     peak MiB     exponent
                  1        10.00            –        32.00            –
                  2        20.00         1.00        32.00         0.00
                  4        40.00         1.00        64.00         1.00
             fitted                      1.00                      0.50
      no cliff: no exponent between neighbours is above 2.3 for time, 1.3 for memory
      """
    #expect(page(run(times: [10, 20, 40], memories: [32, 32, 64])).joined(separator: "\n") == expected)
  }

  @Test("A page with cliffs names each: of what, between which values, how steep")
  func steepPage() {
    let steep = run(times: [10, 20, 160], memories: [32, 96, 96])
    #expect(
      page(steep).suffix(2) == [
        "a cliff of time from layers 2 to 4: the exponent 3.00 is above 2.3",
        "a cliff of memory from layers 1 to 2: the exponent 1.58 is above 1.3",
      ])
    #expect(steep.record.cliffs.map(\.cost) == ["time", "memory"])
    #expect(steep.lastRecord?.value == 4 && steep.lastRecord?.memoryExponent == 0)
    #expect(run(times: [10], memories: [32]).lastRecord?.timeExponent == nil)
  }

  @Test("Pages of every series fit 80 columns, whatever the figures")
  func width() {
    for growth in Growth.all {
      var run = GrowthRun(of: growth)
      for index in growth.values.indices {
        run.append(
          Measurement(
            "training", unit: "ms a step", samples: [1e6 / 3], peakMemory: 1e5 / 3 * Double(index + 1)))
      }
      #expect(page(run).allSatisfy { $0.count <= 80 }, "\(page(run))")
    }
  }
}
