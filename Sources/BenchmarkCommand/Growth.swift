import Foundation
import Neural

/// How the time of a training step grows with one size while the others stay: a row for every value, and the exponent
/// of the power law that fits best.
enum Growth {
  struct Series: Sendable {
    let size: String
    let values: [Int]
    let configuration: @Sendable (Int) -> (model: GPTConfiguration, batch: Int, time: Int)
  }

  static let series = [
    Series(size: "context", values: [64, 128, 256, 512, 1_024]) {
      (model(context: $0), 2, $0)
    },
    Series(size: "channels", values: [64, 128, 256, 512, 768]) {
      (model(channels: $0), 4, 64)
    },
    Series(size: "layers", values: [1, 2, 4, 8, 16]) {
      (model(layers: $0), 12, 64)
    },
    Series(size: "batch", values: [1, 2, 4, 8, 16, 32]) {
      (model(), $0, 64)
    },
  ]

  private static func model(context: Int = 64, channels: Int = 128, layers: Int = 4) -> GPTConfiguration {
    GPTConfiguration(
      vocabularySize: 65, contextLength: context, layerCount: layers, headCount: 4, channels: channels)
  }

  /// The milliseconds of a step for every value of a series.
  static func measure(_ series: Series, budget: Double) throws -> [Double] {
    try series.values.map { value in
      let (configuration, batch, time) = series.configuration(value)
      var steps = TrainingSteps(configuration, batch: batch, time: time)
      return 1_000 * (try repeated(for: budget) { try steps.step() }).median
    }
  }

  /// The slope of the straight line through the logarithms, by least squares.
  static func exponent(_ sizes: [Int], _ times: [Double]) -> Double {
    let x = sizes.map { log(Double($0)) }
    let y = times.map { log($0) }
    let (meanX, meanY) = (x.reduce(0, +) / Double(x.count), y.reduce(0, +) / Double(y.count))
    let covariance = zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
    return covariance / x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
  }
}
