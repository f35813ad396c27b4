/// The growth of a step's time and memory as text: a heading, a row for every value, what the rows come to.
struct GrowthPage {
  /// What is shown.
  let run: GrowthRun

  /// The lines above the rows.
  var heading: [String] {
    [
      "growing \(run.growth.size): \(run.growth.others.listed(without: run.growth.size))",
      row(run.growth.size, "ms a step", "exponent", "peak MiB", "exponent"),
    ]
  }

  /// The line of the value that was measured last, with the exponents from the value before it.
  var lastRow: String {
    guard let last = run.measurements.last else { return "" }
    return row(
      String(run.growth.values[run.measurements.count - 1]), shown(last.median),
      shown(run.time.localExponents.last),
      shown(last.peakMemory), shown(run.memory.localExponents.last))
  }

  /// The lines below the rows: the exponents of all values together, and whether there is a cliff.
  var summary: [String] {
    let fitted = row("fitted", "", shown(run.time.exponent), "", shown(run.memory.exponent))
    guard !run.cliffs.isEmpty else {
      let (time, memory) = (fixed(run.growth.timeBound, digits: 1), fixed(run.growth.memoryBound, digits: 1))
      return [
        fitted, "no cliff: no exponent between neighbours is above \(time) for time, \(memory) for memory",
      ]
    }
    return [fitted]
      + run.cliffs.map {
        "a cliff of \($0.cost) from \(run.growth.size) \($0.from) to \($0.to): "
          + "the exponent \(shown($0.exponent)) is above \(fixed($0.bound, digits: 1))"
      }
  }

  private func row(_ cells: String...) -> String {
    cells.map { $0.aligned(to: 13) }.joined()
  }

  private func shown(_ exponent: Double?) -> String { exponent.map { fixed($0, digits: 2) } ?? "–" }
}

/// The growth as JSON: an object for every value, and one for the series.
enum GrowthRecord {
  /// A value with what was measured, and the exponents from the value before it.
  struct Value: Codable {
    /// The size that grows, and its value.
    let size: String, value: Int
    /// What was measured.
    let measurement: Measurement
    /// The exponents from the value before it; absent at the first.
    let timeExponent, memoryExponent: Double?
  }

  /// The series.
  struct Series: Codable {
    /// The size that grows.
    let size: String
    /// The fitted exponents.
    let timeExponent, memoryExponent: Double
    /// The largest exponents between neighbours that are no cliffs.
    let timeBound, memoryBound: Double
    /// Where there are cliffs.
    let cliffs: [PowerLaw.Cliff]
  }
}

extension GrowthRun {
  /// The record of the value that was measured last.
  var lastRecord: GrowthRecord.Value? {
    measurements.last.map {
      GrowthRecord.Value(
        size: growth.size, value: growth.values[measurements.count - 1], measurement: $0,
        timeExponent: time.localExponents.last, memoryExponent: memory.localExponents.last)
    }
  }

  /// The record of the whole series.
  var record: GrowthRecord.Series {
    GrowthRecord.Series(
      size: growth.size, timeExponent: time.exponent, memoryExponent: memory.exponent,
      timeBound: growth.timeBound, memoryBound: growth.memoryBound, cliffs: cliffs)
  }
}
