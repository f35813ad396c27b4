import Kernels
import Vectors

/// How many numbers an instruction of ``arithmeticAlone(_:steps:)`` takes.
enum ArithmeticWidth: Int, CaseIterable, Sendable {
  /// Registers of 128 bits, which every x86-64 and every arm64 has.
  case four = 4
  /// Registers of 256 bits (AVX2).
  case eight = 8
  /// Registers of 512 bits (AVX-512).
  case sixteen = 16

  /// The sums that do not wait for each other: more than the four cycles of a multiply-add times the two that a core
  /// starts in one, and few enough for 16 registers.
  static let chains = 12

  /// The multiplications and additions of one step of all chains, each counted as one.
  var operationsPerStep: Int { 2 * Self.chains * rawValue }
}

/// Multiply-adds that touch no memory, on as many threads as the task uses: the roof over every matrix product.
///
/// x ← x · ½ + ½ for twelve independent vectors x. The width that is fastest depends on the processor: registers that are
/// narrower than the vector are used in pairs or fours, and then may not suffice.
/// - Parameter steps: How often, on every thread.
/// - Returns: For every thread the sum of its vectors, so that no compiler leaves the work out.
func arithmeticAlone(_ width: ArithmeticWidth, steps: Int) -> Buffer {
  let threads = Threads.count
  return Buffer(count: threads) { sums in
    guard let base = sums.baseAddress else { return }
    nonisolated(unsafe) let sums = base
    parallel(over: threads, nanoseconds: 2 * Double(steps) * Double(ArithmeticWidth.chains)) { parts in
      for part in parts {
        sums[part] =
          switch width {
          case .four: chainsOf4(steps)
          case .eight: chainsOf8(steps)
          case .sixteen: chainsOf16(steps)
          }
      }
    }
  }
}

@inline(never) private func chainsOf4(_ steps: Int) -> Float {
  chains(steps, SIMD4(repeating: 0.5)).sum()
}

@inline(never) private func chainsOf8(_ steps: Int) -> Float {
  chains(steps, SIMD8(repeating: 0.5)).sum()
}

@inline(never) private func chainsOf16(_ steps: Int) -> Float {
  chains(steps, SIMD16(repeating: 0.5)).sum()
}

@inline(__always)
private func chains<Vector: SIMD>(_ steps: Int, _ half: Vector) -> Vector where Vector.Scalar == Float {
  var x0 = half, x1 = x0 + half, x2 = x1 + half, x3 = x2 + half, x4 = x3 + half, x5 = x4 + half
  var x6 = x5 + half, x7 = x6 + half, x8 = x7 + half, x9 = x8 + half, xa = x9 + half, xb = xa + half
  for _ in 0..<steps {
    x0 = multiplyAdd(half, x0, half)
    x1 = multiplyAdd(half, x1, half)
    x2 = multiplyAdd(half, x2, half)
    x3 = multiplyAdd(half, x3, half)
    x4 = multiplyAdd(half, x4, half)
    x5 = multiplyAdd(half, x5, half)
    x6 = multiplyAdd(half, x6, half)
    x7 = multiplyAdd(half, x7, half)
    x8 = multiplyAdd(half, x8, half)
    x9 = multiplyAdd(half, x9, half)
    xa = multiplyAdd(half, xa, half)
    xb = multiplyAdd(half, xb, half)
  }
  return x0 + x1 + x2 + x3 + x4 + x5 + x6 + x7 + x8 + x9 + xa + xb
}
