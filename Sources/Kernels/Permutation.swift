import Vectors

/// `x` with its axes in another order: `result.shape[i] = shape[axes[i]]`.
///
/// `permute(x, shape: [2, 3], axes: [1, 0])` is the transpose. Axes that stay neighbours are merged first. When the
/// last axis stays last, whole stretches are copied (`[b, t, h, d] ↔ [b, h, t, d]`); otherwise blocks of 16 × 16
/// are transposed in registers, so that both reading and writing touch whole cache lines.
///
/// Oracle: `Plain.permute`.
public func permute(_ x: Buffer, shape: [Int], axes: [Int]) -> Buffer {
  requireCount(x.count, shape.reduce(1, *), "permute", "\(shape)")
  guard axes.sorted() == Array(shape.indices) else {
    fatalError("permute: axes \(axes) are not an order of the \(shape.count) axes of \(shape)")
  }
  var strides = shape
  var stride = 1
  for axis in shape.indices.reversed() {
    strides[axis] = stride
    stride *= shape[axis]
  }
  // The axes of the result, first to last, with the distance in `x`; neighbours merged, ones dropped.
  var sizes: [Int] = []
  var steps: [Int] = []
  for axis in axes where shape[axis] != 1 {
    if let step = steps.last, let size = sizes.last, step == strides[axis] * shape[axis] {
      sizes[sizes.count - 1] = size * shape[axis]
      steps[steps.count - 1] = strides[axis]
    } else {
      sizes.append(shape[axis])
      steps.append(strides[axis])
    }
  }
  if x.count == 0 || sizes.count <= 1 { return x }
  return x.withPointer { x in
    Buffer(count: x.count) { result in
      guard let from = x.baseAddress, let to = result.baseAddress else { return }
      if steps.last == 1 {
        copyStretches(from, to, sizes: sizes, steps: steps)
      } else {
        transposeBlocks(from, to, sizes: sizes, steps: steps)
      }
    }
  }
}

/// The offset in the source of the `index`-th combination of the axes.
private func offset(_ index: Int, _ sizes: ArraySlice<Int>, _ steps: ArraySlice<Int>) -> Int {
  var rest = index
  var offset = 0
  for axis in sizes.indices.reversed() {
    offset += rest % sizes[axis] * steps[axis]
    rest /= sizes[axis]
  }
  return offset
}

private func copyStretches(
  _ from: UnsafePointer<Float>, _ to: UnsafeMutablePointer<Float>, sizes: [Int], steps: [Int]
) {
  nonisolated(unsafe) let (x, y) = (from, to)
  let last = sizes.count - 1
  let (stretch, rows, step) = (sizes[last], sizes[last - 1], steps[last - 1])
  let outer = sizes[..<(last - 1)].reduce(1, *)
  parallel(over: outer, nanoseconds: 10 + Double(rows) * (3 + 0.2 * Double(stretch))) { part in
    for index in part {
      var from = x + offset(index, sizes[..<(last - 1)], steps[..<(last - 1)])
      var to = y + index * rows * stretch
      for _ in 0..<rows {
        to.update(from: from, count: stretch)
        from += step
        to += stretch
      }
    }
  }
}

private func transposeBlocks(
  _ from: UnsafePointer<Float>, _ to: UnsafeMutablePointer<Float>, sizes: [Int], steps: [Int]
) {
  nonisolated(unsafe) let (x, y) = (from, to)
  // `across` is the axis that lies consecutively in x; the last axis lies consecutively in the result.
  guard let across = steps.firstIndex(of: 1) else { fatalError("permute: no axis has step 1") }
  let last = sizes.count - 1
  let (height, width) = (sizes[across], sizes[last])
  let (heightStep, widthStep) = (sizes[(across + 1)...].reduce(1, *), steps[last])
  var (otherSizes, otherSteps, resultSteps) = (sizes, steps, sizes)
  var stride = 1
  for axis in sizes.indices.reversed() {
    resultSteps[axis] = stride
    stride *= sizes[axis]
  }
  for axis in [last, across] {
    otherSizes.remove(at: axis)
    otherSteps.remove(at: axis)
    resultSteps.remove(at: axis)
  }
  let others = otherSizes.reduce(1, *)
  let bands = (height + 15) / 16
  let (sizesOfOthers, stepsOfOthers, resultStepsOfOthers) = (
    otherSizes[...], otherSteps[...], resultSteps[...]
  )
  parallel(over: others * bands, nanoseconds: 10 + 16 * 0.4 * Double(width)) { part in
    for index in part {
      let firstRow = index % bands * 16
      let rows = min(16, height - firstRow)
      let from = x + offset(index / bands, sizesOfOthers, stepsOfOthers) + firstRow
      let to = y + offset(index / bands, sizesOfOthers, resultStepsOfOthers) + firstRow * heightStep
      var column = 0
      if rows == 16 {
        while column + 16 <= width {
          transpose16(from + column * widthStep, widthStep, to + column, heightStep)
          column += 16
        }
      }
      while column < width {
        for row in 0..<rows { to[row &* heightStep &+ column] = from[column &* widthStep &+ row] }
        column += 1
      }
    }
  }
}
