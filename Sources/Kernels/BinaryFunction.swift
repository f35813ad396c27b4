/// The functions of two numbers that `elementwise` applies.
public enum BinaryFunction: String, CaseIterable, Sendable {
  /// a + b
  case add
  /// a − b
  case subtract
  /// a × b
  case multiply
  /// a ÷ b
  case divide
  /// The greater; NaN when either is.
  case maximum
  /// aᵇ; NaN for negative a unless b is whole.
  case power
  /// b, and a where b is NaN: b says what takes the place of a, whatever a is.
  case replace
}

/// f applied to the elements of `a` and `b`, which are broadcast to `shape` by NumPy's rules: shapes are aligned
/// at the right, and an axis of size 1, or one that is missing, is repeated.
///
/// `[4, 1, 3] + [5, 1] → [4, 5, 3]`. Traps when `shape` is not what the two shapes broadcast to.
///
/// Oracle: `Plain.elementwise`.
public func elementwise(
  _ function: BinaryFunction, _ a: Buffer, _ aShape: [Int], _ b: Buffer, _ bShape: [Int], shape: [Int]
) -> Buffer {
  requireCount(a.count, aShape.reduce(1, *), "elementwise", "the left operand \(aShape)")
  requireCount(b.count, bShape.reduce(1, *), "elementwise", "the right operand \(bShape)")
  let walk = BroadcastWalk(shape: shape, aShape, bShape)
  let nanoseconds = function == .power ? 30 : 0.3
  return a.withPointer { a in
    b.withPointer { b in
      Buffer(count: walk.count) { result in
        guard let a = a.baseAddress, let b = b.baseAddress, let to = result.baseAddress, walk.count > 0
        else { return }
        nonisolated(unsafe) let (left, right, result) = (a, b, to)
        walk.run(nanoseconds: nanoseconds) { offset, count, aOffset, bOffset in
          combine(
            function, left + aOffset, walk.aStep, right + bOffset, walk.bStep, result + offset, count)
        }
      }
    }
  }
}

/// `x` repeated to the shape `to`: `[3, 1] → [3, 4]`, `[4] → [3, 4]`, `[] → [3, 4]`.
///
/// Oracle: `Plain.broadcast`.
public func broadcast(_ x: Buffer, from: [Int], to: [Int]) -> Buffer {
  requireCount(x.count, from.reduce(1, *), "broadcast", "\(from)")
  let walk = BroadcastWalk(shape: to, from, to)
  return x.withPointer { x in
    Buffer(count: walk.count) { result in
      guard let from = x.baseAddress, let to = result.baseAddress, walk.count > 0 else { return }
      nonisolated(unsafe) let (x, result) = (from, to)
      walk.run(nanoseconds: 0.2) { offset, count, xOffset, _ in
        if walk.aStep == 0 {
          (result + offset).update(repeating: x[xOffset], count: count)
        } else {
          (result + offset).update(from: x + xOffset, count: count)
        }
      }
    }
  }
}

/// How two operands are read while a broadcast result is written from first to last element.
///
/// Neighbouring axes along which both operands advance alike are merged, so that nearly every case met in a
/// Transformer becomes one or two loops: equal shapes one long row, a bias rows that repeat, a value for each
/// row a row with a constant. After merging, each operand advances by 1 or by 0 along the last axis.
private struct BroadcastWalk: Sendable {
  let count: Int
  private var sizes: [Int] = []
  private var aSteps: [Int] = []
  private var bSteps: [Int] = []
  private(set) var inner = 1
  private(set) var aStep = 0
  private(set) var bStep = 0

  init(shape: [Int], _ aShape: [Int], _ bShape: [Int]) {
    count = shape.reduce(1, *)
    guard aShape.count <= shape.count, bShape.count <= shape.count else {
      fatalError("broadcasting: \(aShape) and \(bShape) have more axes than \(shape)")
    }
    // From the last axis to the first; sizes and steps are collected in that order.
    var (aStride, bStride) = (1, 1)
    for back in 0..<shape.count {
      let size = shape[shape.count - 1 - back]
      let aSize = back < aShape.count ? aShape[aShape.count - 1 - back] : 1
      let bSize = back < bShape.count ? bShape[bShape.count - 1 - back] : 1
      guard aSize == size || aSize == 1, bSize == size || bSize == 1 else {
        fatalError("broadcasting: \(aShape) and \(bShape) do not broadcast to \(shape)")
      }
      if size != 1 {
        let (a, b) = (aSize == 1 ? 0 : aStride, bSize == 1 ? 0 : bStride)
        if let last = sizes.last, let aLast = aSteps.last, let bLast = bSteps.last,
          a == aLast * last, b == bLast * last
        {
          sizes[sizes.count - 1] = last * size
        } else {
          sizes.append(size)
          aSteps.append(a)
          bSteps.append(b)
        }
      }
      aStride *= aSize
      bStride *= bSize
    }
    if !sizes.isEmpty {
      inner = sizes.removeFirst()
      aStep = aSteps.removeFirst()
      bStep = bSteps.removeFirst()
    }
  }

  /// Calls `body` for stretches of the last axis with the offsets of their first elements and their counts.
  func run(nanoseconds: Double, _ body: @Sendable (Int, Int, Int, Int) -> Void) {
    let stretch = min(inner, 8192)
    let stretches = (inner + stretch - 1) / stretch
    let rows = count / inner
    parallel(over: rows * stretches, nanoseconds: 3 + nanoseconds * Double(stretch)) { part in
      // The index along every outer axis, advanced like the wheels of a counter.
      var index = [Int](repeating: 0, count: sizes.count)
      var (a, b) = (0, 0)
      var row = part.lowerBound / stretches
      var rest = row
      for axis in sizes.indices {
        index[axis] = rest % sizes[axis]
        rest /= sizes[axis]
        a += index[axis] * aSteps[axis]
        b += index[axis] * bSteps[axis]
      }
      var first = part.lowerBound % stretches * stretch
      for _ in part {
        body(row * inner + first, min(stretch, inner - first), a + first * aStep, b + first * bStep)
        first += stretch
        if first < inner { continue }
        first = 0
        row += 1
        for axis in sizes.indices {
          index[axis] += 1
          a += aSteps[axis]
          b += bSteps[axis]
          if index[axis] < sizes[axis] { break }
          index[axis] = 0
          a -= aSteps[axis] * sizes[axis]
          b -= bSteps[axis] * sizes[axis]
        }
      }
    }
  }
}

private func combine(
  _ function: BinaryFunction, _ a: UnsafePointer<Float>, _ aStep: Int, _ b: UnsafePointer<Float>,
  _ bStep: Int, _ result: UnsafeMutablePointer<Float>, _ count: Int
) {
  switch function {
  case .add: span(a, aStep, b, bStep, result, count) { $0 + $1 }
  case .subtract: span(a, aStep, b, bStep, result, count) { $0 - $1 }
  case .multiply: span(a, aStep, b, bStep, result, count) { $0 * $1 }
  case .divide: span(a, aStep, b, bStep, result, count) { $0 / $1 }
  case .maximum: span(a, aStep, b, bStep, result, count) { $0 > $1 || $0 != $0 ? $0 : $1 }
  case .power: span(a, aStep, b, bStep, result, count) { power($0, $1) }
  case .replace: span(a, aStep, b, bStep, result, count) { $1 != $1 ? $0 : $1 }
  }
}

/// One loop for each way to advance, so that the compiler vectorises every one.
@inline(__always)
private func span(
  _ a: UnsafePointer<Float>, _ aStep: Int, _ b: UnsafePointer<Float>, _ bStep: Int,
  _ result: UnsafeMutablePointer<Float>, _ count: Int, _ f: (Float, Float) -> Float
) {
  if aStep == 1 && bStep == 1 {
    for i in 0..<count { result[i] = f(a[i], b[i]) }
  } else if aStep == 1 {
    let constant = b[0]
    for i in 0..<count { result[i] = f(a[i], constant) }
  } else if bStep == 1 {
    let constant = a[0]
    for i in 0..<count { result[i] = f(constant, b[i]) }
  } else {
    result.update(repeating: f(a[0], b[0]), count: count)
  }
}
