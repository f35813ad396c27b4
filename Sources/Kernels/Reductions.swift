/// The elements of a block whose sum is one part of a total; totals are sums of block sums, in order.
private let block = 1 << 14

/// Σ x: blocks of 16,384 elements in `Float`, the block sums in `Double`, both in a fixed order.
///
/// Oracle: `Plain.sum`.
public func sum(_ x: Buffer) -> Float {
  Float(blockwise(x, sumOfBlock: { Double(sumSpan($0, $1)) }))
}

/// Σ x², in `Double`: no square overflows, and the norm of a whole gradient keeps its digits.
///
/// Oracle: `Plain.sumOfSquares`.
public func sumOfSquares(_ x: Buffer) -> Double {
  blockwise(x, sumOfBlock: { sumOfSquaresSpan($0, $1) })
}

private func blockwise(
  _ x: Buffer, sumOfBlock: @Sendable (UnsafePointer<Float>, Int) -> Double
) -> Double {
  let blocks = (x.count + block - 1) / block
  return x.withPointer { x in
    guard let base = x.baseAddress else { return 0 }
    let count = x.count
    nonisolated(unsafe) let elements = base
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: blocks) { sums in
      nonisolated(unsafe) let parts = sums
      parallel(over: blocks, nanoseconds: 0.15 * Double(block)) { range in
        for i in range { parts[i] = sumOfBlock(elements + i * block, min(block, count - i * block)) }
      }
      return sums.reduce(0, +)
    }
  }
}

/// Sums over the middle axis: `[outer, axis, inner] → [outer, inner]`.
///
/// Oracle: `Plain.sum`.
public func sum(_ x: Buffer, outer: Int, axis: Int, inner: Int) -> Buffer {
  reduce(x, "sum", outer: outer, axis: axis, inner: inner, ofNone: 0, row: { sumSpan($0, $1) }) {
    sums, x, n in
    for i in 0..<n { sums[i] += x[i] }
  }
}

/// The greatest along the middle axis: `[outer, axis, inner] → [outer, inner]`; −∞ when the axis is empty.
///
/// Oracle: `Plain.maximumWithIndices`.
public func maximum(_ x: Buffer, outer: Int, axis: Int, inner: Int) -> Buffer {
  reduce(
    x, "maximum", outer: outer, axis: axis, inner: inner, ofNone: -.infinity, row: { maximumSpan($0, $1) }
  ) { greatest, x, n in
    for i in 0..<n { greatest[i] = x[i] > greatest[i] ? x[i] : greatest[i] }
  }
}

/// Reduces one axis: rows at a stretch when it is the last one, else whole rows onto whole rows.
///
/// Either way each element of the result is the work of one thread: `inner` is cut into stripes.
private func reduce(
  _ x: Buffer, _ name: String, outer: Int, axis: Int, inner: Int, ofNone: Float,
  row: @Sendable (UnsafePointer<Float>, Int) -> Float,
  combine: @Sendable (UnsafeMutablePointer<Float>, UnsafePointer<Float>, Int) -> Void
) -> Buffer {
  requireCount(x.count, outer * axis * inner, name, "[\(outer), \(axis), \(inner)]")
  return x.withPointer { x in
    Buffer(count: outer * inner) { result in
      guard let from = x.baseAddress, let to = result.baseAddress else { return }
      nonisolated(unsafe) let (x, y) = (from, to)
      if inner == 1 {
        parallel(over: outer, nanoseconds: 2 + 0.1 * Double(axis)) { rows in
          for i in rows { y[i] = row(x + i * axis, axis) }
        }
        return
      }
      let stripe = min(inner, 512)
      let stripes = (inner + stripe - 1) / stripe
      parallel(over: outer * stripes, nanoseconds: 0.15 * Double(axis * stripe)) { parts in
        for part in parts {
          let first = part % stripes * stripe
          let width = min(stripe, inner - first)
          let y = y + part / stripes * inner + first
          y.update(repeating: ofNone, count: width)
          for k in 0..<axis { combine(y, x + (part / stripes * axis + k) * inner + first, width) }
        }
      }
    }
  }
}

/// The greatest along the middle axis and where it is: the first index of equals, and 0 where all are NaN or −∞.
///
/// `[outer, axis, inner] → [outer, inner]`; traps when the axis is empty.
///
/// Oracle: `Plain.maximumWithIndices`.
public func maximumWithIndices(
  _ x: Buffer, outer: Int, axis: Int, inner: Int
) -> (values: Buffer, indices: [Int]) {
  guard axis > 0 || outer * inner == 0 else {
    fatalError("maximumWithIndices: [\(outer), 0, \(inner)] has no greatest element")
  }
  let values = maximum(x, outer: outer, axis: axis, inner: inner)
  var indices = [Int](repeating: 0, count: values.count)
  x.withPointer { x in
    values.withPointer { values in
      for o in 0..<outer {
        for i in 0..<inner {
          let greatest = values[o * inner + i]
          for k in 0..<axis where x[(o * axis + k) * inner + i] == greatest {
            indices[o * inner + i] = k
            break
          }
        }
      }
    }
  }
  return (values, indices)
}
