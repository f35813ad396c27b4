import Kernels
import Neural

/// Something that is measured at several numbers of threads.
struct ScaledWork {
  /// The name, as the benchmarks have it.
  let name: String
  /// What is counted.
  let unit: String
  /// The figure of a sample that took some seconds.
  let figure: (_ seconds: Double) -> Double
  /// Computes one sample.
  let sample: () throws -> Void

  /// The benchmarks that can be scaled, by the names of the command line. Each is made when its turn comes, since the large
  /// model's memory is not to be held while the small one is measured.
  static let all: [(name: String, make: @Sendable () -> [ScaledWork])] = [
    ("products", products),
    ("training-small", { [training("training-small", smallConfiguration, batch: 12, time: 64)] }),
    ("training-124m", { [training("training-124m", largeConfiguration, batch: 4, time: 64)] }),
  ]

  @Sendable private static func products() -> [ScaledWork] {
    Products.all().map { products in
      ScaledWork(
        name: "products \(products.name)", unit: "GFLOP/s", figure: products.rate, sample: products.run)
    }
  }

  private static func training(
    _ name: String, _ configuration: GPTConfiguration, batch: Int, time: Int
  ) -> ScaledWork {
    var steps = TrainingSteps(configuration, batch: batch, time: time)
    return ScaledWork(name: name, unit: "ms a step", figure: { 1_000 * $0 }, sample: { try steps.step() })
  }

  /// Measures at every number of threads in turn, so that what disturbs the machine disturbs all alike.
  ///
  /// - Parameter budget: the seconds for each number; there are three rounds at least, after one that is not counted.
  func measure(at counts: [Int], budget: Double) throws -> ThreadScaling {
    var samples: [[Double]] = counts.map { _ in [] }
    _ = try repeated(for: budget * Double(counts.count)) {
      for (index, count) in counts.enumerated() {
        let time = try Threads.$count.withValue(count) { try seconds(sample) }
        samples[index].append(time)
      }
    }
    return ThreadScaling(
      rows: zip(counts, samples).map { count, samples in
        let counted = Array(samples.dropFirst())
        return ThreadScaling.Row(
          work: name, unit: unit, threads: count, seconds: counted, figures: counted.map(figure))
      })
  }
}

/// What a benchmark took at several numbers of threads.
struct ThreadScaling {
  /// One number of threads.
  struct Row {
    /// The benchmark, what is counted, and how many threads.
    let work: String, unit: String, threads: Int
    /// The seconds of every sample, and its figures in the unit.
    let seconds: [Double], figures: [Double]
  }

  /// The rows by the number of threads; the first is of one.
  let rows: [Row]

  /// How many times less time than at the first number of threads: the ratio of the medians.
  func ratio(of row: Row) -> Double {
    (rows.first?.seconds.median ?? .nan) / row.seconds.median
  }

  /// The numbers of threads that are measured when there are so many: 1, 2, 4, 8, … and all.
  static func counts(upTo all: Int) -> [Int] {
    var counts: [Int] = []
    var count = 1
    while count < all {
      counts.append(count)
      count *= 2
    }
    return counts + [all]
  }

  /// The line above the rows of every benchmark.
  static let heading =
    "benchmark".padded(to: 28) + "threads".aligned(to: 8) + "figure".aligned(to: 20)
    + "speed-up".aligned(to: 11)
    + "a thread".aligned(to: 11)

  /// A line for every number of threads: the median, how many times faster than one thread, and the share of that in
  /// what so many threads could give.
  var lines: [String] {
    rows.map { row in
      let ratio = ratio(of: row)
      return row.work.padded(to: 28) + String(row.threads).aligned(to: 8)
        + "\(shown(row.figures.median)) \(row.unit)".aligned(to: 20) + fixed(ratio, digits: 2).aligned(to: 11)
        + fixed(ratio / Double(row.threads), digits: 2).aligned(to: 11)
    }
  }

  /// A row as JSON.
  struct Record: Codable {
    /// The benchmark, what is counted, and how many threads.
    let work: String, unit: String, threads: Int
    /// Every figure, in the order in which they were measured.
    let samples: [Double]
    /// How many times faster than one thread.
    let speedUp: Double
  }

  /// The rows as JSON has them.
  var records: [Record] {
    rows.map {
      Record(work: $0.work, unit: $0.unit, threads: $0.threads, samples: $0.figures, speedUp: ratio(of: $0))
    }
  }
}
