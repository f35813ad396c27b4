import Foundation
import Kernels
import Randomness

/// The rungs from the matrix product that everybody writes to the project's own, measured in turn, under the roof that
/// the arithmetic alone would reach: the figures of Docs/Matrix-Products.md.
enum Ladder {
  /// Something that takes its turn: the operations of one run, and the run.
  private struct Contender {
    let name: String
    let operations: Double
    let run: () -> Void
  }

  /// Measures every shape, each rung for a quarter of the budget in each, and shows a table or a JSON line a rung.
  static func show(
    _ shapes: [ProductShape], budget: Double, isJSON: Bool, by show: (String) throws -> Void
  ) throws {
    if !isJSON { try show(heading) }
    for shape in shapes {
      let measurements = measure(shape, budget: budget / 4).map {
        Measurement("ladder \(shape) \($0.name)", unit: "GFLOP/s", samples: $0.samples)
      }
      if isJSON {
        for measurement in measurements {
          try show(String(decoding: try JSONEncoder().encode(measurement), as: UTF8.self))
        }
      } else {
        try show("\n" + table("\(shape)", medians: measurements.map(\.median)))
      }
    }
  }

  // MARK: Measuring

  /// All threads are a rung of their own where there is more than one.
  private static var rungs: [ProductRung] {
    ProductRung.allCases.filter { $0 != .threads || Threads.count > 1 }
  }

  /// GFLOP/s of every rung, then of the roof on one thread and, where there are more, on all.
  private static func measure(
    _ shape: ProductShape, budget: Double
  ) -> [(name: String, samples: [Double])] {
    var random = SeededGenerator(seed: 1)
    let factors = ProductFactors(
      left: (0..<shape.rows * shape.inner).map { _ in Float(random.normal()) },
      right: (0..<shape.inner * shape.columns).map { _ in Float(random.normal()) },
      rows: shape.rows, inner: shape.inner, columns: shape.columns)
    let contenders =
      rungs.map { rung in
        Contender(name: rung.rawValue, operations: Double(factors.operations)) {
          _ = rung.product(of: factors)
        }
      } + Set([1, Threads.count]).sorted().map(arithmetic)
    return zip(contenders, inTurn(contenders, budget: budget)).map { ($0.name, $1) }
  }

  /// Multiply-adds that touch no memory, of the width that is fastest here.
  private static func arithmetic(threads: Int) -> Contender {
    // Some milliseconds, beside which waking the threads does not count.
    let steps = 2_000_000
    let contenders = ArithmeticWidth.allCases.map { width in
      Contender(
        name: "the arithmetic alone, \(threads) thread\(threads == 1 ? "" : "s")",
        operations: Double(threads * steps * width.operationsPerStep)
      ) {
        Threads.$count.withValue(threads) { _ = arithmeticAlone(width, steps: steps) }
      }
    }
    // The best of each: what else runs on the machine must not choose.
    let rates = inTurn(contenders, budget: 0.1).map { $0.max() ?? 0 }
    return zip(contenders, rates).max { $0.1 < $1.1 }?.0 ?? contenders[0]
  }

  /// GFLOP/s in each of nine rounds in which everything takes its turn, after one run that is not counted.
  ///
  /// What takes longer than its ninth of the budget runs three times in all, and every run counts.
  private static func inTurn(_ contenders: [Contender], budget: Double) -> [[Double]] {
    let rounds = 9
    let slice = budget / Double(rounds)
    let first = contenders.map { seconds($0.run) }
    var samples = zip(contenders, first).map { $1 > slice ? [$0.operations / $1 * 1e-9] : [] }
    for round in 1...rounds {
      for (index, contender) in contenders.enumerated() {
        if first[index] > slice, !round.isMultiple(of: rounds / 2) { continue }
        let repetitions = max(1, Int(slice / first[index]))
        let time = seconds { for _ in 0..<repetitions { contender.run() } }
        samples[index].append(Double(repetitions) * contender.operations / time * 1e-9)
      }
    }
    return samples
  }

  // MARK: Printing

  private static var heading: String {
    let heading = """
      One matrix product, rung by rung, in billions of operations a second: medians of
      rounds in which all take turns.
      """
    #if FUSED_MULTIPLY_ADD
      return heading
    #else
      return heading + "\nBuilt portably: rungs 4 to 9 multiply and add in two steps, and round twice."
    #endif
  }

  /// The medians are those of the rungs and then of the roofs.
  private static func table(_ shape: String, medians: [Double]) -> String {
    let roofs = medians.dropFirst(rungs.count)
    guard let first = medians.first, let roof = roofs.first, let widest = roofs.last else { return "" }
    var lines = [line(shape, "GFLOP/s", "× before", "× first", "of roof")]
    for (index, rung) in rungs.enumerated() {
      let rate = medians[index]
      lines.append(
        line(
          "\(index + 1) \(rung.rawValue)", shown(rate),
          index == 0 ? "" : String(format: "%.2f", rate / medians[index - 1]), shown(rate / first),
          String(format: "%.1f %%", 100 * rate / (rung == .threads ? widest : roof))))
    }
    let others = Threads.count > 1 ? ", \(shown(widest)) on \(Threads.count)" : ""
    lines.append("roof, the arithmetic alone: \(shown(roof)) GFLOP/s on one thread\(others)")
    return lines.joined(separator: "\n")
  }

  private static func line(_ name: String, _ columns: String...) -> String {
    columns.reduce(name.padding(toLength: 38, withPad: " ", startingAt: 0)) {
      $0 + String(repeating: " ", count: max(1, 10 - $1.count)) + $1
    }
  }

  /// A number with three digits.
  private static func shown(_ number: Double) -> String {
    String(format: number >= 99.95 ? "%.0f" : number >= 9.995 ? "%.1f" : "%.2f", number)
  }
}
