import Vectors

/// A matrix of eight bits a number: whole numbers from −127 to 127, and a scale for each row.
///
/// A number w of a row is kept as the whole number q nearest to w/scale, where the scale is the row's greatest |w|
/// over 127, and read as scale·q: at most half a scale off.
///
/// The rows are those of x·Wᵀ, all the weights of one output side by side. So an output's scale stands outside its sum,
/// where it costs one product an output; a table of embeddings, a scale a token, is at the same time its own output
/// head; and whichever outputs a thread computes, it reads memory in its order.
public struct QuantizedMatrix: Sendable {
  /// How many rows, and how many numbers each has.
  public let rows, columns: Int
  /// The scale of each row, `[rows]`.
  public let scales: Buffer
  /// The numbers, a byte each: four in the memory of one `Float`.
  ///
  /// A row's numbers stand in groups of 64, filled up with zeros: byte 4·i + j of a group holds number 16·j + i, plus
  /// 128. So sixteen words of 32 bits give four times sixteen numbers in their order by nothing but shifts, which every
  /// processor has for whole registers.
  private let bytes: Buffer

  fileprivate init(rows: Int, columns: Int, scales: Buffer, bytes: Buffer) {
    (self.rows, self.columns, self.scales, self.bytes) = (rows, columns, scales, bytes)
  }

  /// The bytes that the numbers and the scales take; rows are filled up to a multiple of 64 numbers.
  public var byteCount: Int { 4 * (bytes.count + scales.count) }

  /// The whole numbers of every row, in order.
  public var values: [Int8] {
    (0..<rows * columns).map { at in
      let (row, column) = (at / columns, at % columns)
      let place = column / 64 * 64 + column % 16 * 4 + column % 64 / 16
      let byte = eightBitRows.row(row).load(fromByteOffset: place, as: UInt8.self)
      return Int8(truncatingIfNeeded: Int(byte) - 128)
    }
  }

  var eightBitRows: EightBitRows {
    EightBitRows(
      bytes: UnsafeRawPointer(bytes.address), scales: scales.address, columns: columns,
      stride: paddedToGroups(columns))
  }
}

/// A matrix `[rows, columns]` in eight bits a number.
///
/// A number is rounded to the nearest multiple of its row's scale, halfway to the even one. A row of zeros has the scale
/// 0; one with a number that is not finite has a scale that is not a number, and is read as such.
///
/// Oracle: `Plain.quantize`.
public func quantize(_ x: Buffer, rows: Int, columns: Int) -> QuantizedMatrix {
  requireCount(x.count, rows * columns, "quantize", "the matrix [\(rows), \(columns)]")
  let stride = paddedToGroups(columns)
  var bytes = Buffer(count: rows * stride / 4) { _ in }
  var scales = Buffer(count: rows) { _ in }
  nonisolated(unsafe) let (x, to) = (x.address, UnsafeMutableRawPointer(bytes.uniqueAddress()))
  nonisolated(unsafe) let scale = scales.uniqueAddress()
  parallel(over: rows, nanoseconds: 0.3 * Double(columns)) { part in
    for row in part { scale[row] = quantize(x + row * columns, columns, to: to + row * stride) }
  }
  return QuantizedMatrix(rows: rows, columns: columns, scales: scales, bytes: bytes)
}

/// The numbers that a matrix in eight bits stands for, `[rows, columns]`: what many rows are multiplied by, with one
/// reading of the eight bits for all of them.
///
/// Oracle: `Plain.dequantize`.
public func dequantize(_ matrix: QuantizedMatrix) -> Buffer {
  Buffer(count: matrix.rows * matrix.columns) { result in
    guard let address = result.baseAddress else { return }
    nonisolated(unsafe) let to = address
    let from = matrix.eightBitRows
    parallel(over: matrix.rows, nanoseconds: 0.2 * Double(from.columns)) { part in
      for row in part { from.read(row, to: to + row * from.columns, adds: false) }
    }
  }
}

/// y ← row `index` of a table in eight bits, or y ← y + that row when it `adds`.
///
/// Oracle: `dequantize`, `gatherRows` and `add`, to the bit.
public func copyRow(of table: QuantizedMatrix, at index: Int, adds: Bool = false, into y: inout Buffer) {
  guard (0..<table.rows).contains(index) else {
    fatalError("copyRow: row \(index) is outside a table of \(table.rows) rows")
  }
  if adds { requireCount(y.count, table.columns, "copyRow", "the sum") }
  table.eightBitRows.read(index, to: y.memory(forCount: table.columns), adds: adds)
}

/// Where the rows of a matrix in eight bits lie.
struct EightBitRows: Sendable {
  nonisolated(unsafe) let bytes: UnsafeRawPointer
  nonisolated(unsafe) let scales: UnsafePointer<Float>
  let columns: Int
  /// The bytes from one row to the next.
  let stride: Int

  func row(_ index: Int) -> UnsafeRawPointer { bytes + index * stride }

  /// Writes a row's numbers, or adds them.
  func read(_ index: Int, to y: UnsafeMutablePointer<Float>, adds: Bool) {
    for group in Swift.stride(from: 0, to: columns, by: 64) {
      let words = self.words(row(index) + group)
      for j in 0..<4 {
        let column = group &+ 16 &* j
        guard column < columns else { return }
        let numbers = widened(words, j) * scales[index]
        store(adds ? load(y + column) + numbers : numbers, y + column, count: min(16, columns &- column))
      }
    }
  }

  /// The products of x with `count` rows from `first` on.
  ///
  /// The rows of four stretches grow side by side: memory is read in four long runs, which processors foresee better than
  /// one. Where they do not divide the rows, they overlap.
  func match(_ x: UnsafePointer<Float>, first: Int, count: Int, to sums: UnsafeMutablePointer<Float>) {
    let distance = count / 4
    for row in 0..<(count - 3 * distance) {
      let products = four(x, self.row(first + row), distance * stride)
      for i in 0..<4 {
        let place = row &+ i &* distance
        sums[place] = products[i] * scales[first &+ place]
      }
    }
  }

  /// The sums of x times the whole numbers of four rows, each so many bytes behind the one before.
  @inline(__always)
  private func four(_ x: UnsafePointer<Float>, _ row: UnsafeRawPointer, _ distance: Int) -> SIMD4<Float> {
    var sums = InlineArray<4, Lanes>(repeating: .zero)
    @inline(__always) func add(_ group: Int, _ x0: Lanes, _ x1: Lanes, _ x2: Lanes, _ x3: Lanes) {
      for i in 0..<4 {
        let words = self.words(row + (group &+ i &* distance))
        sums[i] = multiplyAdd(sums[i], x0, widened(words, 0))
        sums[i] = multiplyAdd(sums[i], x1, widened(words, 1))
        sums[i] = multiplyAdd(sums[i], x2, widened(words, 2))
        sums[i] = multiplyAdd(sums[i], x3, widened(words, 3))
      }
    }
    var k = 0
    while k &+ 64 <= columns {
      add(k, load(x + k), load(x + k + 16), load(x + k + 32), load(x + k + 48))
      k &+= 64
    }
    if k < columns {
      add(
        k, numbers(x, k, of: columns), numbers(x, k &+ 16, of: columns), numbers(x, k &+ 32, of: columns),
        numbers(x, k &+ 48, of: columns))
    }
    return SIMD4(total(sums[0]), total(sums[1]), total(sums[2]), total(sums[3]))
  }

  @inline(__always)
  private func words(_ pointer: UnsafeRawPointer) -> SIMD16<UInt32> {
    pointer.loadUnaligned(as: SIMD16<UInt32>.self)
  }

  /// The sixteen numbers in byte j of sixteen words.
  ///
  /// 2²³ + u, whose lowest bits are the whole number u < 2²³, becomes a number by taking 2²³ away again, and with it the
  /// 128: nothing is rounded.
  @inline(__always)
  private func widened(_ words: SIMD16<UInt32>, _ j: Int) -> Lanes {
    let byte = (words &>> UInt32(truncatingIfNeeded: 8 &* j)) & 0xFF
    return unsafeBitCast(byte | 0x4B00_0000, to: Lanes.self) - (0x1p23 + 128)
  }
}

/// A count of bytes, filled up to whole groups of 64.
private func paddedToGroups(_ count: Int) -> Int { (count + 63) / 64 * 64 }

/// The sixteen numbers from x[k] on, of which there are `count`; 0 after the last.
@inline(__always)
private func numbers(_ x: UnsafePointer<Float>, _ k: Int, of count: Int) -> Lanes {
  k &+ 16 <= count ? load(x + k) : k < count ? first(count &- k, of: load(x + k), else: 0) : .zero
}

/// Writes a row in eight bits a number, and gives its scale.
private func quantize(_ x: UnsafePointer<Float>, _ columns: Int, to bytes: UnsafeMutableRawPointer) -> Float {
  var (greatest, poison) = (Float(0), Float(0))
  for k in 0..<columns {
    greatest = max(greatest, x[k].magnitude)
    poison += x[k] * 0  // not a number as soon as one is not finite
  }
  let scale = greatest / 127 + poison
  let divisor = scale > 0 ? scale : .infinity
  for group in stride(from: 0, to: columns, by: 64) {
    var words = SIMD16<UInt32>.zero
    for j in 0..<4 {
      let quotient = scale.isNaN ? .zero : numbers(x, group &+ 16 &* j, of: columns) / divisor
      // Added to 1.5·2²³, a number is rounded to a whole one, which stands in the lowest bits.
      let bits = unsafeBitCast(quotient + 0x1.8p23, to: SIMD16<UInt32>.self)
      words |= ((bits &+ 128) & 0xFF) &<< UInt32(truncatingIfNeeded: 8 &* j)
    }
    (bytes + group).storeBytes(of: words, as: SIMD16<UInt32>.self)
  }
  return scale
}
