import KernelOracles
import Kernels
import Testing

@Suite struct ShapeTests {
  private let broadcasts: [([Int], [Int], [Int])] = [
    ([], [], []), ([5], [5], [5]), ([3, 33], [33], [3, 33]), ([3, 33], [3, 1], [3, 33]), ([33], [], [33]),
    ([1], [4, 7], [4, 7]), ([4, 1, 3], [5, 1], [4, 5, 3]), ([2, 3, 4, 5], [3, 1, 5], [2, 3, 4, 5]),
    ([2, 1, 4, 1], [1, 3, 1, 5], [2, 3, 4, 5]), ([0, 3], [3], [0, 3]),
    ([2, 1], [1, 1, 1, 9], [1, 1, 2, 9]),
    ([129, 1], [1, 129], [129, 129]), ([1], [1], [2, 2]), ([1, 20_000], [2, 1], [2, 20_000]),
  ]

  @Test(arguments: BinaryFunction.allCases)
  func elementwiseEqualsPlainLoops(function: BinaryFunction) {
    for (aShape, bShape, shape) in broadcasts {
      for (aShape, bShape) in [(aShape, bShape), (bShape, aShape)] {
        // The base of a power is positive; its result is rounded once here and twice in the plain version.
        let a = numbers(aShape.reduce(1, *), scale: 2)
        let base = function == .power ? map(.absolute, a) : a
        let b = numbers(bShape.reduce(1, *), seed: 2)
        let fast = elementwise(function, base, aShape, b, bShape, shape: shape)
        let plain = Plain.elementwise(function, base.array, aShape, b.array, bShape, shape: shape)
        if function == .power {
          #expect(distance(fast, plain) < 1e-7)
        } else {
          #expect(bits(fast) == plain.map(\.bitPattern), "\(aShape) \(bShape)")
        }
      }
    }
  }

  @Test func broadcastsAndTheirPullbacks() {
    for (a, b, shape) in broadcasts {
      for from in [a, b] {
        let x = numbers(from.reduce(1, *))
        #expect(broadcast(x, from: from, to: shape).array == Plain.broadcast(x.array, from: from, to: shape))
        let g = numbers(shape.reduce(1, *), seed: 3)
        // Up to 20,000 terms of size 1 are summed.
        #expect(
          distance(sumToShape(g, from: shape, to: from), Plain.sumToShape(g.array, from: shape, to: from))
            < 1e-5,
          "\(shape) \(from)")
      }
    }
  }

  @Test func maximumOfNaN() {
    let result = elementwise(.maximum, [.nan, 1, 2], [3], [1, .nan, 3], [3], shape: [3])
    #expect(result[0].isNaN && result[1].isNaN && result[2] == 3)
  }

  @Test("a replacement stands where it is a number, whatever was there; the other numbers stay")
  func replacements() {
    let (nan, infinity) = (Float.nan, Float.infinity)
    let result = elementwise(
      .replace, [1, nan, infinity, nan, -0.0], [5], [nan, 2, -infinity, nan, nan], [5], shape: [5])
    #expect(result[0] == 1 && result[1] == 2 && result[2] == -infinity && result[3].isNaN)
    #expect(result[4].sign == .minus)
    #expect(
      elementwise(.replace, [1, nan, 3, 4], [2, 2], [nan, 0], [2], shape: [2, 2]) == [1, 0, 3, 0])
  }

  @Test func scalesAndSums() {
    for count in awkwardSizes {
      let (x, y) = (numbers(count), numbers(count, seed: 2))
      func plain(_ function: BinaryFunction, _ x: [Float], _ y: [Float]) -> [Float] {
        Plain.elementwise(function, x, [count], y, [y.count], shape: [count])
      }
      var scaled = x
      scale(&scaled, by: 0.3)
      #expect(scaled.array == plain(.multiply, x.array, [0.3]))
      var sum = x
      add(&sum, y)
      #expect(sum.array == plain(.add, x.array, y.array))
      sum = x
      addScaled(&sum, y, by: 0.3)
      #expect(sum.array == plain(.add, x.array, plain(.multiply, y.array, [0.3])))
      let total = Plain.sum(x.array, outer: 1, axis: count, inner: 1)[0]
      #expect((Kernels.sum(x) - total).magnitude < 1e-5)
      #expect((sumOfSquares(x) - Plain.sumOfSquares(x.array)).magnitude < 1e-12)
    }
    // 2²⁵ + 8 ones: adding one by one in `Float` would stop at 2²⁴.
    #expect(sum(Buffer(repeating: 1, count: 1 << 25 + 3)) == Float(1 << 25 + 3))
    #expect(sumOfSquares([1e30, 1e30]).isFinite)
  }

  @Test func reductions() {
    for (outer, axis, inner) in [
      (1, 1, 1), (3, 33, 1), (7, 129, 1), (2, 7, 33), (1, 31, 1000), (5, 2, 3), (2, 0, 3), (0, 2, 3),
    ] {
      let x = numbers(outer * axis * inner)
      #expect(
        distance(
          sum(x, outer: outer, axis: axis, inner: inner),
          Plain.sum(x.array, outer: outer, axis: axis, inner: inner)) < 2e-6)
      if axis == 0 { continue }
      let fast = maximumWithIndices(x, outer: outer, axis: axis, inner: inner)
      let plain = Plain.maximumWithIndices(x.array, outer: outer, axis: axis, inner: inner)
      #expect(fast.values.array == plain.values)
      #expect(fast.indices == plain.indices)
    }
    #expect(maximumWithIndices([1, 3, 3], outer: 1, axis: 3, inner: 1).indices == [1])
    #expect(maximum([], outer: 1, axis: 0, inner: 2) == [-.infinity, -.infinity])
  }

  @Test("NaN is passed over by a maximum along an axis; of nothing but NaN or −∞ the first place is named")
  func maximaOfNaN() {
    let (nan, infinity) = (Float.nan, Float.infinity)
    for (elements, value, index) in [
      ([nan, 1, 3], 3, 2), ([nan, -5, nan], -5, 1), ([3, nan, 3], 3, 0), ([nan, nan, nan], -infinity, 0),
      ([-infinity, nan, -infinity], -infinity, 0), ([-infinity, -infinity, -1], -1, 2),
    ] as [([Float], Float, Int)] {
      // Along the last axis, and along another: two loops.
      let row = maximumWithIndices(Buffer(elements), outer: 1, axis: 3, inner: 1)
      #expect(row.values == [value] && row.indices == [index], "\(elements)")
      let columns = Buffer(elements.flatMap { [$0, $0] })
      let both = maximumWithIndices(columns, outer: 1, axis: 3, inner: 2)
      #expect(both.values == [value, value] && both.indices == [index, index], "\(elements)")
    }
    #expect(maximum([], outer: 2, axis: 0, inner: 1) == [-infinity, -infinity])
    #expect(maximumWithIndices([], outer: 0, axis: 0, inner: 3).indices.isEmpty)
  }

  @Test func permutations() {
    let cases: [([Int], [Int])] = [
      ([2, 3], [1, 0]), ([33, 129], [1, 0]), ([16, 16], [1, 0]), ([2, 5, 4, 32], [0, 2, 1, 3]),
      ([2, 5, 4, 32], [0, 2, 3, 1]), ([3, 17, 40], [0, 2, 1]), ([3, 17, 40], [2, 1, 0]),
      ([3, 17, 40], [1, 2, 0]),
      ([3, 17, 40], [2, 0, 1]), ([2, 3, 4, 5], [3, 1, 2, 0]), ([2, 3, 4, 5], [2, 3, 0, 1]),
      ([1, 5, 1], [2, 1, 0]),
      ([], []), ([0, 3], [1, 0]), ([2, 3, 4, 5], [1, 3, 0, 2]),
    ]
    for (shape, axes) in cases {
      let x = numbers(shape.reduce(1, *))
      #expect(
        permute(x, shape: shape, axes: axes).array == Plain.permute(x.array, shape: shape, axes: axes),
        "\(shape) \(axes)")
    }
  }

  @Test func slices() {
    for (outer, axis, inner, range) in [
      (1, 5, 1, 1..<3), (3, 7, 33, 0..<7), (4, 6, 2, 5..<6), (2, 3, 4, 1..<1),
    ] {
      let x = numbers(outer * axis * inner)
      let part = slice(x, outer: outer, axis: axis, inner: inner, range: range)
      #expect(part.array == Plain.slice(x.array, outer: outer, axis: axis, inner: inner, range: range))
      let rest = [
        slice(x, outer: outer, axis: axis, inner: inner, range: 0..<range.lowerBound), part,
        slice(x, outer: outer, axis: axis, inner: inner, range: range.upperBound..<axis),
      ]
      let axes = [range.lowerBound, range.count, axis - range.upperBound]
      #expect(concatenate(rest, outer: outer, axes: axes, inner: inner) == x)
      #expect(
        Plain.concatenate(rest.map(\.array), outer: outer, axes: axes, inner: inner) == x.array)
      var sum = x
      accumulateSlice(into: &sum, outer: outer, axis: axis, inner: inner, range: range, part)
      let doubled = slice(sum, outer: outer, axis: axis, inner: inner, range: range)
      #expect(doubled.array == part.map { 2 * $0 })
      #expect(slice(sum, outer: outer, axis: axis, inner: inner, range: 0..<range.lowerBound) == rest[0])
    }
  }

  @Test func gathersAndScatters() {
    for width in [1, 7, 33, 129] {
      let table = numbers(11 * width)
      let indices = (0..<50).map { ($0 * $0) % 11 }
      let rows = gatherRows(table, indices: indices, width: width)
      #expect(rows.array == Plain.gatherRows(table.array, indices: indices, width: width))
      var (sum, plain) = (table, table.array)
      scatterAddRows(into: &sum, indices: indices, rows, width: width)
      Plain.scatterAddRows(into: &plain, indices: indices, rows.array, width: width)
      #expect(sum.array == plain)
    }
    #expect(gatherRows([1, 2], indices: [], width: 2) == [])
  }

  @Test func threads() {
    let x = numbers(600 * 700)
    let indices = (0..<1000).map { ($0 * 31) % 600 }
    let rows = numbers(1000 * 700, seed: 3)
    let dependent = resultsThatDependOnThreads {
      var scattered = x
      scatterAddRows(into: &scattered, indices: indices, rows, width: 700)
      var added = x
      addScaled(&added, x, by: 0.1)
      add(&added, x)
      accumulateSlice(
        into: &added, outer: 600, axis: 7, inner: 100, range: 1..<4,
        slice(
          x, outer: 600, axis: 7, inner: 100, range: 2..<5))
      var scaled = x
      scale(&scaled, by: 0.7)
      return [
        scattered, added, gatherRows(x, indices: indices, width: 700),
        elementwise(.multiply, x, [600, 700], x, [600, 700], shape: [600, 700]),
        elementwise(.add, x, [600, 700], gatherRows(x, indices: [1], width: 700), [700], shape: [600, 700]),
        broadcast(gatherRows(x, indices: [1], width: 600), from: [600, 1], to: [600, 700]),
        sumToShape(x, from: [600, 700], to: [700]), sumToShape(x, from: [600, 700], to: [600, 1]),
        sum(x, outer: 20, axis: 30, inner: 700), maximum(x, outer: 20, axis: 30, inner: 700),
        [sum(x), Float(sumOfSquares(x))], scaled, permute(x, shape: [600, 700], axes: [1, 0]),
        permute(x, shape: [60, 10, 700], axes: [1, 0, 2]),
        permute(x, shape: [60, 10, 700], axes: [2, 1, 0]),
        concatenate([x, x], outer: 600, axes: [7, 7], inner: 100),
      ]
    }
    #expect(dependent == [])
  }
}
