import Autodiff
import Randomness
import Testing
import Training

/// Random directions: orthonormal columns by Gram and Schmidt, twice, in `Double`. `[rows, columns]`, rows ≥ columns.
func directions(_ rows: Int, _ columns: Int, seed: Seed) -> Tensor {
  var generator = seed.generator()
  var found: [[Double]] = []
  while found.count < columns {
    var vector = Tensor.normal([rows], using: &generator).scalars.map(Double.init)
    for _ in 0..<2 {
      for other in found {
        let share = zip(vector, other).reduce(0) { $0 + $1.0 * $1.1 }
        vector = zip(vector, other).map { $0 - share * $1 }
      }
    }
    let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    found.append(vector.map { $0 / length })
  }
  return Tensor(found.map { $0.map(Float.init) }).transposed()
}

/// Whether two matrices of numbers near one agree; the five products of five steps round each of them.
func near(_ left: Tensor, _ right: Tensor, within tolerance: Float = 2e-5) -> Bool {
  left.shape == right.shape && zip(left.scalars, right.scalars).allSatisfy { abs($0 - $1) <= tolerance }
}

@Suite("Newton–Schulz")
struct NewtonSchulzTests {
  static let shapes: [Shape] = [
    [1, 1], [1, 5], [5, 1], [4, 4], [3, 8], [8, 3], [32, 32], [16, 64], [64, 16],
  ]

  /// The polynomial, in `Double`.
  private func climbed(_ value: Double, steps: Int) -> Double {
    var value = value
    for _ in 0..<steps {
      let square = value * value
      value *= 3.4445 + square * (-4.7750 + square * 2.0315)
    }
    return value
  }

  @Test(
    "U·Σ·Vᵀ becomes U·p(Σ/‖Σ‖)·Vᵀ with p five times the polynomial, and all of it is between 0.67 and 1.21",
    arguments: shapes)
  func singularValues(shape: Shape) {
    let rank = min(shape[0], shape[1])
    let (left, right) = (directions(shape[0], rank, seed: 1), directions(shape[1], rank, seed: 2))
    // From 1 down to 0.01, as the gradient of a small model has them.
    let values = (0..<rank).map { Float(1 - 0.99 * Double($0) / Double(max(1, rank - 1))) }
    let length = values.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    let gradient = matmul(left * Tensor(values), right, rightTransposed: true)
    for steps in [0, 1, 5] {
      let found = matmul(matmul(left, newtonSchulz(gradient, steps: steps), leftTransposed: true), right)
      let expected = values.map { climbed(Double($0) / length, steps: steps) }
      #expect(near(found, Tensor.identity(rank) * Tensor(expected.map(Float.init))), "\(steps) steps")
      if steps == 5 { #expect(expected.allSatisfy { (0.67...1.21).contains($0) }, "\(expected)") }
    }
    #expect(newtonSchulz(gradient) == newtonSchulz(gradient, steps: 5))
  }

  @Test("whatever is above 0.0015 of the length comes between 0.67 and 1.21, and less does not")
  func bounds() {
    for value in stride(from: 0.0015, through: 1, by: 0.0005) {
      #expect((0.67...1.21).contains(climbed(value, steps: 5)), "\(value)")
    }
    #expect(climbed(0.001, steps: 5) < 0.5)
  }

  @Test("the result of a transposed matrix is the transposed result", arguments: shapes)
  func transposes(shape: Shape) {
    var generator = Seed(3).generator()
    let gradient = Tensor.normal(shape, using: &generator)
    #expect(near(newtonSchulz(gradient.transposed()), newtonSchulz(gradient).transposed()))
  }

  @Test("a matrix's size does not count, and one of zeros stays so")
  func scale() {
    var generator = Seed(4).generator()
    let gradient = Tensor.normal([6, 9], using: &generator)
    for factor: Float in [1e-3, 1e4] {
      #expect(near(newtonSchulz(gradient * factor), newtonSchulz(gradient)))
    }
    #expect(newtonSchulz(.zeros([3, 4])) == .zeros([3, 4]))
  }

  @Test("the result of a turned matrix is the turned result")
  func rotations() {
    var generator = Seed(5).generator()
    let gradient = Tensor.normal([12, 20], using: &generator)
    let (left, right) = (directions(12, 12, seed: 6), directions(20, 20, seed: 7))
    #expect(
      near(
        newtonSchulz(matmul(matmul(left, gradient), right)),
        matmul(matmul(left, newtonSchulz(gradient)), right)))
  }
}
