import Foundation

/// A figure with four digits at most.
private func shown(_ number: Double) -> String { String(format: number >= 1_000 ? "%.0f" : "%.4g", number) }

private func show(_ measurement: Measurement, isJSON: Bool) throws {
  if isJSON {
    print(String(decoding: try JSONEncoder().encode(measurement), as: UTF8.self))
  } else {
    let name = measurement.work.padding(toLength: 36, withPad: " ", startingAt: 0)
    let figure = "\(shown(measurement.median)) \(measurement.unit)".padding(
      toLength: 18, withPad: " ", startingAt: 0)
    print("\(name) \(figure) \(measurement.samples.count) times, peak \(shown(measurement.peakMemory)) MiB")
  }
  fflush(nil)
}

private func showGrowth(budget: Double) throws {
  for series in Growth.series {
    let times = try Growth.measure(series, budget: budget / 4)
    for (value, time) in zip(series.values, times) {
      print("\(series.size) \(value): \(shown(time)) ms a step")
    }
    print("\(series.size): time ~ \(series.size)^\(shown(Growth.exponent(series.values, times)))\n")
    fflush(nil)
  }
}

private func showFloors() -> Bool {
  let floors = Guard.floors()
  for floor in floors {
    let sign = floor.holds ? "✓" : "✗"
    print("\(sign) \(floor.name): \(shown(floor.ratio)) times, at least \(shown(floor.least))")
  }
  return floors.allSatisfy(\.holds)
}

do {
  let options = try Options(CommandLine.arguments.dropFirst())
  switch options.action {
  case .help: print(Options.help)
  case .growth: try showGrowth(budget: options.budget)
  case .floors: exit(showFloors() ? 0 : 1)
  case .works:
    for work in options.works {
      for measurement in try work.measure(options.budget, options.text) {
        try show(measurement, isJSON: options.isJSON)
      }
    }
  }
} catch {
  FileHandle.standardError.write(Data("benchmark: \(error)\n".utf8))
  exit(error is UsageError ? 64 : 66)
}
