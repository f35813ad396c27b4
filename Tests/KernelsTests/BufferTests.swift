import Kernels
import Testing

@Suite struct BufferTests {
  @Test func elementsComeBack() {
    for count in awkwardSizes {
      let array = (0..<count).map { Float($0) }
      let buffer = Buffer(array)
      #expect(buffer.count == count)
      #expect(buffer.array == array)
      #expect(Array(buffer) == array)
    }
    #expect(Buffer(repeating: 3, count: 2) == [3, 3])
    #expect(Buffer(stride(from: 0, to: 3, by: 1)).array == [0, 1, 2])
  }

  @Test func copiesAreIndependent() {
    var a: Buffer = [1, 2, 3]
    let b = a
    a[0] = 10
    #expect(a == [10, 2, 3])
    #expect(b == [1, 2, 3])
    var c = b
    add(&c, b)
    #expect(b == [1, 2, 3])
    #expect(c == [2, 4, 6])
  }

  @Test func ofArraysAndWithoutElements() {
    #expect(Buffer([Float]()).isEmpty && ([] as Buffer) == Buffer(repeating: 7, count: 0))
    #expect("\([1, -0.5] as Buffer)" == "[1.0, -0.5]")
  }

  @Test func equalityFollowsTheElements() {
    #expect(([0] as Buffer) == [-0.0])
    #expect(([0] as Buffer).hashValue == ([-0.0] as Buffer).hashValue)
    #expect(([.nan] as Buffer) != [.nan])
    #expect(([1, 2] as Buffer) != [1])
  }

  @Test func recycledMemoryIsFilledAnew() {
    // Give back many blocks full of NaN, then take blocks of the same classes for results that kernels fill.
    for count in [100, 1000, 5000, 100_000] {
      for _ in 0..<4 { _ = Buffer(repeating: .nan, count: count) }
      let x = numbers(count)
      #expect(bits(elementwise(.multiply, x, [count], [1], [1], shape: [count])) == bits(x))
      #expect(bits(map(.negate, map(.negate, x))) == bits(x))
      #expect(matrixProduct([], [], rows: count, inner: 0, columns: 1) == Buffer(repeating: 0, count: count))
      #expect(sum([], outer: count, axis: 0, inner: 1) == Buffer(repeating: 0, count: count))
      #expect(sum([], outer: 1, axis: 0, inner: count) == Buffer(repeating: 0, count: count))
    }
  }

  @Test func tailsIgnoreWhatLiesBehindThem() {
    // The slack behind the last element of these holds the NaN of an earlier, longer buffer.
    for count in [129, 140, 143] {
      for _ in 0..<4 { _ = Buffer(repeating: .nan, count: 143) }
      let x = Buffer(repeating: 1, count: count)
      #expect(sum(x) == Float(count))
      #expect(sumOfSquares(x) == Double(count))
      #expect(maximum(x, outer: 1, axis: count, inner: 1) == [1])
      #expect(softmax(x, rows: 1, columns: count).allSatisfy { $0 == 1 / Float(count) })
    }
  }
}
