import Foundation
import Kernels
import Terminal
import Programs

/// The command: measures what is asked for and prints it as it comes.
struct Benchmark {
  /// What is asked for.
  let options: Options
  /// Where it is printed.
  let console: Console

  /// Does it, and gives the exit status.
  func run() throws -> Int32 {
    switch options.action {
    case .help: try show(Options.help)
    case .benchmarks: try showWorks()
    case .growth: try showGrowth()
    case .threads: try showThreads()
    case .ladder: try Ladder.show(options.shapes, budget: options.budget, isJSON: options.isJSON, by: show)
    case .floors: return try Floor.show(Guard.floors(named: options.names), by: show)
    }
    return 0
  }

  private func showWorks() throws {
    for work in options.works {
      for measurement in try work.measure(options.budget, options.text) {
        if options.isJSON {
          try show(record: measurement)
        } else {
          try measurement.lines.forEach(show)
        }
      }
    }
  }

  private func showGrowth() throws {
    for growth in Growth.all where options.names.isEmpty || options.names.contains(growth.size) {
      var run = GrowthRun(of: growth)
      if !options.isJSON { try GrowthPage(run: run).heading.forEach(show) }
      for sizes in growth.sizes {
        run.append(try Measurement(ofTraining: sizes, budget: options.budget))
        if options.isJSON {
          try show(record: run.lastRecord)
        } else {
          try show(GrowthPage(run: run).lastRow)
        }
      }
      if options.isJSON {
        try show(record: run.record)
      } else {
        try (GrowthPage(run: run).summary + [""]).forEach(show)
      }
    }
  }

  private func showThreads() throws {
    let counts = ThreadScaling.counts(upTo: Threads.count)
    if !options.isJSON { try show(ThreadScaling.heading) }
    for (name, make) in ScaledWork.all where options.names.isEmpty || options.names.contains(name) {
      for work in make() {
        let scaling = try work.measure(at: counts, budget: options.budget)
        if options.isJSON {
          for record in scaling.records { try show(record: record) }
        } else {
          try scaling.lines.forEach(show)
        }
      }
    }
  }

  private func show(record: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    try show(String(decoding: try encoder.encode(record), as: UTF8.self))
  }

  /// A line that can be read at once, also through a pipe.
  private func show(_ line: String) throws { try console.show(line) }
}

extension Measurement {
  /// The figure as text, in a second line the sizes where they were asked for.
  var lines: [String] {
    let figure = "\(shown(median)) \(unit)".padded(to: 18)
    return ["\(work.padded(to: 36)) \(figure) \(samples.count) times, peak \(shown(peakMemory)) MiB"]
      + (sizes.map { ["  \($0)"] } ?? [])
  }

  /// Measures training steps in a process of its own: the peak of memory belongs to a process.
  ///
  /// - Throws: ``RowFailure`` when that process fails or takes far longer than its budget.
  init(ofTraining sizes: TrainingSizes, budget: Double) throws {
    guard let program = Bundle.main.executableURL else {
      throw RowFailure(sizes: sizes, reason: "this program's file is not known")
    }
    let run = try ProgramRun(
      of: program, ["training"] + sizes.arguments + ["--json", "--seconds", String(budget)],
      deadline: 300 + 10 * budget)
    guard run.hasSucceeded else {
      throw RowFailure(sizes: sizes, reason: run.errors.isEmpty ? "\(run.ending)" : run.errorText)
    }
    self = try JSONDecoder().decode(Measurement.self, from: run.output)
  }
}

/// A row of a table could not be measured.
struct RowFailure: Error, CustomStringConvertible {
  /// The sizes of the row's step.
  let sizes: TrainingSizes
  /// What went wrong.
  let reason: String

  /// The sizes and the reason in one line.
  var description: String {
    "a training step with \(sizes) failed: \(reason.split(separator: "\n").last ?? "")"
  }
}
