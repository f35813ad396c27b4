/// A range of the middle axis: `[outer, axis, inner] → [outer, range.count, inner]`.
///
/// Oracle: `Plain.slice`.
public func slice(_ x: Buffer, outer: Int, axis: Int, inner: Int, range: Range<Int>) -> Buffer {
  requireCount(x.count, outer * axis * inner, "slice", "[\(outer), \(axis), \(inner)]")
  check(range, axis, "slice")
  return Buffer(count: outer * range.count * inner) { result in
    x.withPointer { x in
      copyRows(
        from: x.baseAddress.map { $0 + range.lowerBound * inner }, row: axis * inner, to: result.baseAddress,
        row: range.count * inner, rows: outer, width: range.count * inner)
    }
  }
}

/// The pullback of `slice`: adds `part` to a range of the middle axis of `x`.
///
/// Oracle: `slice` and `add`.
/// - Parameters:
///   - x: `[outer, axis, inner]`.
///   - part: `[outer, range.count, inner]`.
public func accumulateSlice(
  into x: inout Buffer, outer: Int, axis: Int, inner: Int, range: Range<Int>, _ part: Buffer
) {
  requireCount(x.count, outer * axis * inner, "accumulateSlice", "[\(outer), \(axis), \(inner)]")
  requireCount(part.count, outer * range.count * inner, "accumulateSlice", "the slice")
  check(range, axis, "accumulateSlice")
  let width = range.count * inner
  part.withPointer { part in
    x.withMutablePointer { x in
      guard let to = x.baseAddress, let from = part.baseAddress, width > 0 else { return }
      nonisolated(unsafe) let (x, part) = (to + range.lowerBound * inner, from)
      parallel(over: outer, nanoseconds: 3 + 0.3 * Double(width)) { rows in
        for row in rows {
          let (x, part) = (x + row * axis * inner, part + row * width)
          for i in 0..<width { x[i] += part[i] }
        }
      }
    }
  }
}

/// Buffers joined along the middle axis: `[outer, axes[0], inner]`, `[outer, axes[1], inner]` … →
/// `[outer, Σ axes, inner]`.
///
/// Oracle: `Plain.concatenate`.
public func concatenate(_ parts: [Buffer], outer: Int, axes: [Int], inner: Int) -> Buffer {
  guard parts.count == axes.count else {
    fatalError("concatenate: \(parts.count) parts, but \(axes.count) sizes \(axes)")
  }
  for (part, axis) in zip(parts, axes) {
    requireCount(part.count, outer * axis * inner, "concatenate", "a part [\(outer), \(axis), \(inner)]")
  }
  let width = axes.reduce(0, +) * inner
  return Buffer(count: outer * width) { result in
    var first = 0
    for (part, axis) in zip(parts, axes) {
      part.withPointer { part in
        copyRows(
          from: part.baseAddress, row: axis * inner, to: result.baseAddress.map { $0 + first }, row: width,
          rows: outer, width: axis * inner)
      }
      first += axis * inner
    }
  }
}

private func check(_ range: Range<Int>, _ axis: Int, _ name: String) {
  guard range.lowerBound >= 0, range.upperBound <= axis else {
    fatalError("\(name): \(range) is not within an axis of size \(axis)")
  }
}

private func copyRows(
  from: UnsafePointer<Float>?, row fromRow: Int, to: UnsafeMutablePointer<Float>?, row toRow: Int, rows: Int,
  width: Int
) {
  guard let from, let to, width > 0 else { return }
  nonisolated(unsafe) let (x, y) = (from, to)
  parallel(over: rows, nanoseconds: 3 + 0.2 * Double(width)) { part in
    for i in part { (y + i * toRow).update(from: x + i * fromRow, count: width) }
  }
}
