import Kernels
import Testing

@testable import BenchmarkCommand

@Suite("What threads give")
struct ThreadScalingTests {
  @Test("The numbers of threads double, and end with all")
  func counts() {
    #expect(ThreadScaling.counts(upTo: 1) == [1])
    #expect(ThreadScaling.counts(upTo: 2) == [1, 2])
    #expect(ThreadScaling.counts(upTo: 6) == [1, 2, 4, 6])
    #expect(ThreadScaling.counts(upTo: 8) == [1, 2, 4, 8])
  }

  @Test("A benchmark is measured at every number in turn, and the first round is not counted")
  func turns() throws {
    var seen: [Int] = []
    let work = ScaledWork(
      name: "w", unit: "ms", figure: { 1_000 * $0 }, sample: { seen.append(Threads.count) })
    let scaling = try work.measure(at: [1, 2, 5], budget: 1e-9)
    #expect(seen == [1, 2, 5, 1, 2, 5, 1, 2, 5, 1, 2, 5])
    #expect(scaling.rows.map(\.threads) == [1, 2, 5])
    for row in scaling.rows {
      #expect(row.seconds.count == 3 && row.figures == row.seconds.map { 1_000 * $0 })
    }
  }

  private let scaling = ThreadScaling(
    rows: [(1, [0.5, 0.4, 9]), (2, [0.2, 0.25, 0.3])].map { threads, seconds in
      ThreadScaling.Row(
        work: "products weight gradient", unit: "ms a step", threads: threads, seconds: seconds,
        figures: seconds.map { 1_000 * $0 })
    })

  @Test("The speed-up is the ratio of the medians of the times")
  func ratio() {
    #expect(scaling.rows.map(scaling.ratio) == [1, 2])
    #expect(scaling.records.map(\.speedUp) == [1, 2] && scaling.records[1].samples == [200, 250, 300])
  }

  @Test("The table is aligned and fits 80 columns")
  func table() {
    let expected = """
      benchmark                    threads              figure   speed-up   a thread
      products weight gradient           1       500 ms a step       1.00       1.00
      products weight gradient           2       250 ms a step       2.00       1.00
      """
    let lines = [ThreadScaling.heading] + scaling.lines
    #expect(lines.joined(separator: "\n") == expected)
    #expect(lines.allSatisfy { $0.count <= 80 })
  }

  @Test("The benchmarks to scale are benchmarks")
  func names() {
    #expect(ScaledWork.all.map(\.name).allSatisfy { name in Work.all.contains { $0.name == name } })
  }
}
