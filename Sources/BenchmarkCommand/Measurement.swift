import Foundation
import Platform

/// What a benchmark took: several times the same, and the figure that counts is their median.
struct Measurement: Codable {
  /// The benchmark's name.
  let work: String
  /// What is counted: "ms a step", "tokens/s", "GFLOP/s".
  let unit: String
  /// The figures, in the order in which they were measured.
  let samples: [Double]
  /// The largest memory the process has held so far, in MiB.
  let peakMemory: Double
  /// The sizes of the training step that was measured, where they were asked for.
  let sizes: TrainingSizes?

  /// What this process has just measured; its peak of memory is taken now.
  init(_ work: String, unit: String, samples: [Double], sizes: TrainingSizes? = nil) {
    self.init(work, unit: unit, samples: samples, sizes: sizes, peakMemory: Self.peakResidentMemory())
  }

  /// What a process with a known peak of memory measured.
  init(_ work: String, unit: String, samples: [Double], sizes: TrainingSizes? = nil, peakMemory: Double) {
    self.work = work
    self.unit = unit
    self.samples = samples
    self.sizes = sizes
    self.peakMemory = peakMemory
  }

  /// The figure that counts.
  var median: Double { samples.median }

  /// The largest resident memory of this process, in MiB.
  ///
  /// Linux counts what the process that started this one held as well in `getrusage` (its memory is this
  /// process's until `exec`), so there the high-water mark of the address space is read instead.
  static func peakResidentMemory() -> Double {
    if let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
      let kibibytes = line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({ Double($0) })
    {
      return kibibytes / 1_024
    }
    var usage = rusage()
    getrusage(0, &usage)  // RUSAGE_SELF, of which the C libraries disagree on the type
    #if canImport(Darwin)
      return Double(usage.ru_maxrss) / 1_048_576  // bytes
    #else
      return Double(usage.ru_maxrss) / 1_024  // KiB
    #endif
  }
}

extension [Double] {
  /// The middle of the numbers in order, or the mean of the two in the middle.
  var median: Double {
    guard !isEmpty else { return .nan }
    let ordered = sorted()
    let middle = count / 2
    return count.isMultiple(of: 2) ? (ordered[middle - 1] + ordered[middle]) / 2 : ordered[middle]
  }
}

/// The seconds that something takes.
func seconds(_ body: () throws -> Void) rethrows -> Double {
  let start = ContinuousClock.now
  try body()
  return (ContinuousClock.now - start) / .seconds(1)
}

/// The seconds of every repetition, until they add up to a budget: at least `minimum`, after one that is not counted.
func repeated(for budget: Double, minimum: Int = 3, _ body: () throws -> Void) rethrows -> [Double] {
  try body()
  var samples: [Double] = []
  var total = 0.0
  while samples.count < minimum || total < budget {
    let time = try seconds(body)
    samples.append(time)
    total += time
  }
  return samples
}
