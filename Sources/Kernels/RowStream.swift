import Vectors

/// Adds a row times a matrix that is read once, in the order in which it lies in memory.
///
/// c[j] += Σₖ a[k·aStep] · b[k·bRow + j] for j < columns. With one row (a model that generates, one token at a
/// time) every element of the matrix is used once: reading it is all the time there is, and packing would read it
/// twice. Eight rows of the matrix at a time give the processor eight streams to fetch ahead.
package func streamRow(
  inner: Int, columns: Int, a: UnsafePointer<Float>, aStep: Int, b: UnsafePointer<Float>, bRow: Int,
  c: UnsafeMutablePointer<Float>
) {
  var k = 0
  while k + 8 <= inner {
    Stream<8>.add(columns, a: a + k * aStep, aStep: aStep, b: b + k * bRow, bRow: bRow, to: c)
    k += 8
  }
  while k < inner {
    Stream<1>.add(columns, a: a + k * aStep, aStep: aStep, b: b + k * bRow, bRow: bRow, to: c)
    k += 1
  }
}

/// Some rows of a matrix, each with its factor, that are added to one row.
private enum Stream<let rows: Int> {
  @inline(never)
  static func add(
    _ columns: Int, a: UnsafePointer<Float>, aStep: Int, b: UnsafePointer<Float>, bRow: Int,
    to c: UnsafeMutablePointer<Float>
  ) {
    let factors = InlineArray<rows, Lanes> { Lanes(repeating: a[$0 &* aStep]) }
    var j = 0
    while j &+ 16 <= columns {
      var sum = load(c + j)
      for k in 0..<rows { sum = multiplyAdd(sum, factors[k], load(b + (k &* bRow &+ j))) }
      store(sum, c + j)
      j &+= 16
    }
    while j < columns {
      var sum = c[j]
      for k in 0..<rows { sum = multiplyAdd(sum, a[k &* aStep], b[k &* bRow &+ j]) }
      c[j] = sum
      j &+= 1
    }
  }
}
