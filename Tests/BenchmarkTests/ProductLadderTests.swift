import KernelOracles
import Kernels
import Randomness
import Testing

@testable import BenchmarkCommand

@Suite struct ProductLadderTests {
  /// Numbers in [−1, 1), the same on every run.
  private static func numbers(_ count: Int, seed: Seed) -> [Float] {
    var random = seed.generator()
    return (0..<count).map { _ in Float(2 * random.uniform() - 1) }
  }

  private static func factors(rows: Int, inner: Int, columns: Int) -> ProductFactors {
    ProductFactors(
      left: numbers(rows * inner, seed: 1), right: numbers(inner * columns, seed: 2),
      rows: rows, inner: inner, columns: columns)
  }

  /// [[1, 2], [3, 4]] · [[5, 6], [7, 8]] by hand.
  @Test(arguments: ProductRung.allCases)
  func byHand(rung: ProductRung) {
    let factors = ProductFactors(left: [1, 2, 3, 4], right: [5, 6, 7, 8], rows: 2, inner: 2, columns: 2)
    #expect(rung.product(of: factors) == [19, 22, 43, 50])
    #expect(factors.operations == 16)
  }

  /// A rung that rounds once for each k has the bits of the plain loop, which are those of the kernel, whatever is
  /// left beside whole vectors and tiles. The portable build has no other way to round than the first rungs, so
  /// there all have the same bits.
  @Test(arguments: ProductRung.allCases)
  func equalsPlainLoops(rung: ProductRung) {
    #if FUSED_MULTIPLY_ADD
      guard rung.roundsOnce else { return }
    #endif
    for rows in [0, 1, 3, 8, 17, 33] {
      for columns in [0, 1, 15, 16, 32, 33, 79, 129] {
        for inner in [0, 1, 7, 8, 19] {
          let product = rung.product(of: Self.factors(rows: rows, inner: inner, columns: columns))
          let plain = Plain.matrixProduct(
            Self.numbers(rows * inner, seed: 1), Self.numbers(inner * columns, seed: 2), rows: rows,
            inner: inner, columns: columns)
          let isEqual = product.map(\.bitPattern) == plain.map(\.bitPattern)
          #expect(isEqual, "\(rows) × \(inner) × \(columns)")
        }
      }
    }
  }

  /// However a sum of n products is rounded, once or twice for each k, no term passes more than n roundings: it is off
  /// by at most n·u / (1 − n·u) · Σ|a·b| with u = 2⁻²⁴, and two such sums differ by at most twice that.
  /// (N. Higham, Accuracy and Stability of Numerical Algorithms, §3.1.)
  @Test(arguments: ProductRung.allCases.filter { !$0.roundsOnce })
  func nearPlainLoops(rung: ProductRung) {
    for (rows, inner, columns) in [(3, 1, 5), (9, 40, 33), (17, 300, 70)] {
      let left = Self.numbers(rows * inner, seed: 1)
      let right = Self.numbers(inner * columns, seed: 2)
      let product = rung.product(of: Self.factors(rows: rows, inner: inner, columns: columns))
      let plain = Plain.matrixProduct(left, right, rows: rows, inner: inner, columns: columns)
      let magnitudes = Plain.matrixProduct(
        left.map(\.magnitude), right.map(\.magnitude), rows: rows, inner: inner, columns: columns)
      #expect(product.count == plain.count)
      let distances = plain.indices.map { (product[$0] - plain[$0]).magnitude / magnitudes[$0] }
      #expect((distances.max() ?? .nan) <= Float(2 * inner + 2) * 0x1p-24, "\(rows) × \(inner) × \(columns)")
    }
  }

  /// A panel of more rows than the kernel's blocks have, and more rows of tiles than one.
  @Test func panelsAreWhole() {
    let factors = Self.factors(rows: 40, inner: 600, columns: 100)
    let expected = ProductRung.kernel.product(of: factors).map(\.bitPattern)
    for rung in ProductRung.allCases where rung.roundsOnce {
      let isEqual = rung.product(of: factors).map(\.bitPattern) == expected
      #expect(isEqual, "\(rung)")
    }
  }

  /// x ← x/2 + 1/2 from x = 1/2, 1 … 6: after one step 3/4, 1 … 7/2, of which the sum is 25.5 a lane; in the end all
  /// are 1.
  @Test(arguments: ArithmeticWidth.allCases)
  func arithmetic(width: ArithmeticWidth) {
    #expect(width.operationsPerStep == 24 * width.rawValue)
    for threads in [1, 2, 3] {
      let (once, often) = Threads.$count.withValue(threads) {
        (arithmeticAlone(width, steps: 1), arithmeticAlone(width, steps: 10_000))
      }
      #expect(once == Buffer(repeating: 25.5 * Float(width.rawValue), count: threads))
      #expect(often == Buffer(repeating: 12 * Float(width.rawValue), count: threads))
    }
  }
}
