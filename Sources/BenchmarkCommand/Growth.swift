import Foundation

/// How the time and the memory of a training step grow with one size while the others stay.
///
/// The theory bounds the exponent: the time of attention grows with context², but its memory with context, since no
/// weights are kept; the projections grow with channels², and all else with a lower power; layers and batch multiply
/// everything at most once. A *cliff* is two neighbouring values between which the measured exponent is more than 0.3
/// above that bound: above 2.3 for time by context and for channels, above 1.3 for memory by context and for
/// layers and batch. Fixed costs only lower an exponent; what raises it above the bound is a cache that has become too
/// small, a path that is no longer taken, or a noisy machine.
struct Growth: Sendable {
  /// The size that grows, by the name of its option.
  let size: String
  /// Its values, rising.
  let values: [Int]
  /// The other sizes.
  let others: TrainingSizes
  /// The exponents that theory allows for large values.
  let timeDegree, memoryDegree: Int

  /// Every size that grows, so far that a run takes minutes.
  static let all = [
    Growth(
      size: "context", values: [64, 128, 256, 512, 1_024, 2_048, 4_096, 8_192],
      others: TrainingSizes(batch: 2), timeDegree: 2, memoryDegree: 1),
    Growth(
      size: "channels", values: [64, 128, 256, 512, 768], others: TrainingSizes(batch: 4), timeDegree: 2,
      memoryDegree: 2),
    Growth(
      size: "layers", values: [1, 2, 4, 8, 16], others: TrainingSizes(), timeDegree: 1, memoryDegree: 1),
    Growth(
      size: "batch", values: [1, 2, 4, 8, 16, 32], others: TrainingSizes(), timeDegree: 1, memoryDegree: 1),
  ]

  /// The largest exponents between neighbours that are not called cliffs.
  var timeBound: Double { Double(timeDegree) + 0.3 }
  var memoryBound: Double { Double(memoryDegree) + 0.3 }

  /// The sizes of the step for every value.
  var sizes: [TrainingSizes] {
    let grown = TrainingSizes.options.filter { $0.name == size }.map(\.size)
    return values.map { value in
      grown.reduce(into: others) { sizes, size in sizes[keyPath: size] = value }
    }
  }
}

/// What a series of training steps took, as far as it has been measured.
struct GrowthRun: Sendable {
  /// The size that grows, and how.
  let growth: Growth
  /// The measurements of its values in order.
  private(set) var measurements: [Measurement] = []

  init(of growth: Growth) { self.growth = growth }

  /// The time of a step in ms by the size.
  var time: PowerLaw { law(\.median) }
  /// The peak memory of a process that makes such steps alone, in MiB, by the size.
  var memory: PowerLaw { law(\.peakMemory) }
  /// Every cliff of both.
  var cliffs: [PowerLaw.Cliff] {
    time.cliffs(above: growth.timeBound, cost: "time")
      + memory.cliffs(above: growth.memoryBound, cost: "memory")
  }

  /// Adds the measurement of the next value.
  mutating func append(_ measurement: Measurement) { measurements.append(measurement) }

  private func law(_ cost: (Measurement) -> Double) -> PowerLaw {
    PowerLaw(sizes: Array(growth.values.prefix(measurements.count)), costs: measurements.map(cost))
  }
}
