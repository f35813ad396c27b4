import Kernels

/// Sizes around the vector width (16), the tile (8 × 32) and the block edges.
let awkwardSizes = [0, 1, 2, 7, 15, 16, 17, 31, 33, 129]

/// Numbers in [−scale, scale), the same on every run.
func numbers(_ count: Int, seed: UInt64 = 1, scale: Float = 1) -> Buffer {
  var state = seed
  return Buffer(
    (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (Float(state >> 40) * 0x1p-23 - 1) * scale
    })
}

func bits(_ x: Buffer) -> [UInt32] { x.array.map(\.bitPattern) }

/// Which of the results of `body` have other bits under 2 or 3 threads than under 1.
func resultsThatDependOnThreads(_ body: () -> [Buffer]) -> [Int] {
  let results = [1, 2, 3].map { count in Threads.$count.withValue(count) { body().map(bits) } }
  return results[0].indices.filter { place in results.contains { $0[place] != results[0][place] } }
}

/// The greatest |actual − expected| / max(1, |expected|); infinite when counts differ or only one is finite.
func distance(_ actual: Buffer, _ expected: [Float]) -> Double {
  guard actual.count == expected.count else { return .infinity }
  var greatest = 0.0
  for (a, e) in zip(actual.array, expected) where a.bitPattern != e.bitPattern && a != e {
    guard a.isFinite, e.isFinite else { return .infinity }
    greatest = max(greatest, Double((a - e).magnitude) / max(1, Double(e.magnitude)))
  }
  return greatest
}

/// |actual − exact| in units of the last place of `exact` as a `Float`.
func unitsInLastPlace(_ actual: Float, _ exact: Double) -> Double {
  let rounded = Float(exact)
  if actual == rounded || (actual.isNaN && rounded.isNaN) { return 0 }
  guard actual.isFinite, rounded.isFinite else { return .infinity }
  return (Double(actual) - exact).magnitude / Double(max(rounded.ulp, .leastNonzeroMagnitude))
}
