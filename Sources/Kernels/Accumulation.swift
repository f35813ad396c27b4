/// The pullback of `broadcast`: sums `x` of shape `from` over every axis that broadcasting `to` had repeated.
///
/// `[3, 4] → [4]` sums the rows, `[3, 4] → [3, 1]` the columns, `[3, 4] → []` everything. Each stretch of repeated
/// axes is one reduction over the middle of `[outer, axis, inner]`; where there are several, the last is first.
///
/// Oracle: `Plain.sumToShape`.
public func sumToShape(_ x: Buffer, from: [Int], to: [Int]) -> Buffer {
  requireCount(x.count, from.reduce(1, *), "sumToShape", "\(from)")
  guard to.count <= from.count else { fatalError("sumToShape: \(to) has more axes than \(from)") }
  let aligned = Array(repeating: 1, count: from.count - to.count) + to
  for (size, target) in zip(from, aligned) where target != size && target != 1 {
    fatalError("sumToShape: \(to) does not broadcast to \(from)")
  }
  var result = x
  var inner = 1
  var axis = from.count - 1
  while axis >= 0 {
    if aligned[axis] == from[axis] {
      inner *= from[axis]
      axis -= 1
      continue
    }
    var repeated = 1
    while axis >= 0, aligned[axis] == 1 {
      repeated *= from[axis]
      axis -= 1
    }
    result = sum(result, outer: from[...axis].reduce(1, *), axis: repeated, inner: inner)
  }
  return result
}

/// x ← factor · x
///
/// Oracle: `Plain.elementwise`.
public func scale(_ x: inout Buffer, by factor: Float) {
  let count = x.count
  x.withMutablePointer { x in
    guard let address = x.baseAddress else { return }
    nonisolated(unsafe) let x = address
    parallel(over: count, nanoseconds: 0.25, multiple: 1024) { part in
      for i in part { x[i] *= factor }
    }
  }
}

/// x ← x + y
///
/// Oracle: `Plain.elementwise`.
public func add(_ x: inout Buffer, _ y: Buffer) {
  requireCount(y.count, x.count, "add", "the second operand")
  let count = y.count
  y.withPointer { y in
    x.withMutablePointer { x in
      guard let to = x.baseAddress, let from = y.baseAddress else { return }
      nonisolated(unsafe) let (x, y) = (to, from)
      parallel(over: count, nanoseconds: 0.3, multiple: 1024) { part in
        for i in part { x[i] += y[i] }
      }
    }
  }
}

/// x ← x + factor · y, the product rounded before it is added.
///
/// Oracle: `Plain.elementwise`.
public func addScaled(_ x: inout Buffer, _ y: Buffer, by factor: Float) {
  requireCount(y.count, x.count, "addScaled", "the second operand")
  let count = y.count
  y.withPointer { y in
    x.withMutablePointer { x in
      guard let to = x.baseAddress, let from = y.baseAddress else { return }
      nonisolated(unsafe) let (x, y) = (to, from)
      parallel(over: count, nanoseconds: 0.3, multiple: 1024) { part in
        for i in part { x[i] += factor * y[i] }
      }
    }
  }
}
