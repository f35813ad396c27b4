import Kernels
import Testing

/// What the lanes after the last element are filled with must not reach a result.
@Suite struct TailTests {
  @Test func greatestOfNegatives() {
    for count in awkwardSizes where count > 0 {
      let x = Buffer((0..<count).map { -3 - Float($0) })
      #expect(maximum(x, outer: 1, axis: count, inner: 1) == [-3], "\(count)")
    }
  }

  @Test func softmaxOfVeryNegativeRows() {
    // e^(−200) is 0 in `Float`: a greatest of 0 instead of −200 would leave nothing to divide by.
    for count in awkwardSizes where count > 0 {
      let x = Buffer(repeating: -200, count: count)
      #expect(softmax(x, rows: 1, columns: count).allSatisfy { $0 == 1 / Float(count) }, "\(count)")
    }
  }
}
