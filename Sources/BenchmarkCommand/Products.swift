import Autodiff
import Randomness

/// One of the three matrix products of a linear layer, many times: of the first projection of the feed-forward layer.
struct Products {
  /// "forward", "input gradient" or "weight gradient".
  let name: String
  private let product: () -> Tensor

  /// How many products make one sample; a single one is too short to time.
  private static let repetitions = 20
  private static let (rows, inputs, outputs) = (768, 128, 512)

  /// x·W, dY·Wᵀ and xᵀ·dY, of 768 rows from 128 to 512 channels.
  static func all() -> [Products] {
    var random = SeededGenerator(seed: 1)
    let x = Tensor.normal([rows, inputs], using: &random)
    let weight = Tensor.normal([inputs, outputs], using: &random)
    let upstream = Tensor.normal([rows, outputs], using: &random)
    return [
      Products(name: "forward") { matmul(x, weight) },
      Products(name: "input gradient") { matmul(upstream, weight, rightTransposed: true) },
      Products(name: "weight gradient") { matmul(x, upstream, leftTransposed: true) },
    ]
  }

  private init(name: String, product: @escaping () -> Tensor) {
    self.name = name
    self.product = product
  }

  /// Computes one sample.
  func run() {
    for _ in 0..<Self.repetitions { _ = product() }
  }

  /// The GFLOP/s of a sample that took some seconds.
  func rate(seconds: Double) -> Double {
    2e-9 * Double(Self.rows * Self.inputs * Self.outputs * Self.repetitions) / seconds
  }
}
