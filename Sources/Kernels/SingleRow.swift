import Vectors

// What a layer does to one row, written into memory that is used again for the next: a model that continues a
// text reads one token at a time, and there everything but the reading of the weights is overhead.
//
// Every element is computed as the kernels for many rows compute it, in the same order: the bits are the same.

/// The weight and the bias `[outputs]` that a row is projected by.
public struct RowProjection: Sendable {
  enum Weight: Sendable {
    /// `[inputs, outputs]`.
    case floats(Buffer)
    /// `[outputs, inputs]`: a row for each output.
    case eightBits(QuantizedMatrix)
  }

  let weight: Weight
  let bias: Buffer?
  /// The numbers of a row that is projected.
  public let inputs: Int
  /// The numbers of its projection.
  public let outputs: Int

  /// A projection by a weight `[inputs, outputs]`; traps when the counts are not those of the sizes.
  public init(weight: Buffer, bias: Buffer?, inputs: Int, outputs: Int) {
    requireCount(weight.count, inputs * outputs, "RowProjection", "the weight [\(inputs), \(outputs)]")
    if let bias { requireCount(bias.count, outputs, "RowProjection", "the bias") }
    self.weight = .floats(weight)
    self.bias = bias
    self.inputs = inputs
    self.outputs = outputs
  }

  /// A projection by a weight in eight bits, `[outputs, inputs]`; traps when the bias has not as many numbers.
  public init(weight: QuantizedMatrix, bias: Buffer?) {
    if let bias { requireCount(bias.count, weight.rows, "RowProjection", "the bias") }
    self.weight = .eightBits(weight)
    self.bias = bias
    inputs = weight.columns
    outputs = weight.rows
  }

  /// The bytes that the weight and the bias take.
  public var byteCount: Int {
    let bytes =
      switch weight {
      case .floats(let weight): 4 * weight.count
      case .eightBits(let weight): weight.byteCount
      }
    return bytes + 4 * (bias?.count ?? 0)
  }
}

/// y ← f(x·W + b), or y ← y + x·W + b when it `adds`; traps when asked for both.
///
/// Oracle: `matrixProduct` and `map`, to the bit; where the weight has eight bits, `Plain.matrixProduct` of what
/// `dequantize` gives.
public func projectRow(
  _ x: Buffer, by layer: RowProjection, then function: UnaryFunction? = nil, adds: Bool = false,
  into y: inout Buffer
) {
  requireCount(x.count, layer.inputs, "projectRow", "the row")
  guard function == nil || !adds else { fatalError("projectRow: a function of a product that is added") }
  if adds { requireCount(y.count, layer.outputs, "projectRow", "the sum") }
  let product = RowProduct(x, layer, to: y.memory(forCount: layer.outputs), adds: adds)
  let columnsOfPart = product.columnsOfPart(of: layer.outputs)
  parallel(over: layer.outputs, nanoseconds: product.nanosecondsPerColumn, multiple: columnsOfPart) {
    columns in
    product.run(columns)
    if let function {
      let part = product.y + columns.lowerBound
      mapSpan(function, part, part, columns.count)
    }
  }
}

/// y ← [x·W₁ + b₁, x·W₂ + b₂, x·W₃ + b₃]: the query, the key and the value of one token, side by side.
///
/// Oracle: `matrixProduct`, to the bit.
public func projectRow(
  _ x: Buffer, by first: RowProjection, _ second: RowProjection, _ third: RowProjection, into y: inout Buffer
) {
  requireCount(x.count, first.inputs, "projectRow", "the row")
  requireCount(x.count, second.inputs, "projectRow", "the row")
  requireCount(x.count, third.inputs, "projectRow", "the row")
  let (end1, end2) = (first.outputs, first.outputs + second.outputs)
  let end3 = end2 + third.outputs
  let y = y.memory(forCount: end3)
  let product1 = RowProduct(x, first, to: y, adds: false)
  let product2 = RowProduct(x, second, to: y + end1, adds: false)
  let product3 = RowProduct(x, third, to: y + end2, adds: false)
  let columnsOfPart = product1.columnsOfPart(of: end3)
  parallel(over: end3, nanoseconds: product1.nanosecondsPerColumn, multiple: columnsOfPart) { columns in
    product1.run(columns.clamped(to: 0..<end1))
    product2.run(columns.clamped(to: end1..<end2), from: end1)
    product3.run(columns.clamped(to: end2..<end3), from: end2)
  }
}

/// y ← gain·(x − μ)/√(σ² + ε) + bias, as `layerNorm` of one row.
///
/// Oracle: `layerNorm`, to the bit.
public func normalizeRow(
  _ x: Buffer, gain: Buffer, bias: Buffer, epsilon: Float, into y: inout Buffer
) {
  let columns = x.count
  requireCount(gain.count, columns, "normalizeRow", "the gain")
  requireCount(bias.count, columns, "normalizeRow", "the bias")
  normalize(x.address, gain.address, bias.address, epsilon, y.memory(forCount: columns), columns)
}

/// x ← gain·(x − μ)/√(σ² + ε) + bias.
///
/// Oracle: `layerNorm`, to the bit.
public func normalizeRow(_ x: inout Buffer, gain: Buffer, bias: Buffer, epsilon: Float) {
  let columns = x.count
  requireCount(gain.count, columns, "normalizeRow", "the gain")
  requireCount(bias.count, columns, "normalizeRow", "the bias")
  let memory = x.memory(forCount: columns)
  normalize(memory, gain.address, bias.address, epsilon, memory, columns)
}

/// y ← row `index` of a table whose rows are `width` long, or y ← y + that row when it `adds`.
///
/// Oracle: `gatherRows` and `add`.
public func copyRow(of table: Buffer, at index: Int, width: Int, adds: Bool = false, into y: inout Buffer) {
  guard index >= 0, (index + 1) * width <= table.count else {
    fatalError("copyRow: row \(index) is outside a table of \(table.count / max(1, width)) rows")
  }
  if adds { requireCount(y.count, width, "copyRow", "the sum") }
  let (row, y) = (table.address + index * width, y.memory(forCount: width))
  if adds {
    for j in 0..<width { y[j] += row[j] }
  } else {
    y.update(from: row, count: width)
  }
}

private func normalize(
  _ x: UnsafePointer<Float>, _ gain: UnsafePointer<Float>, _ bias: UnsafePointer<Float>, _ epsilon: Float,
  _ y: UnsafeMutablePointer<Float>, _ columns: Int
) {
  let mean = sumSpan(x, columns) / Float(columns)
  let variance = sumOfSquaredDeviations(x, mean: mean, columns) / Float(columns)
  let inverse = 1 / (variance + epsilon).squareRoot()
  for j in 0..<columns { y[j] = (x[j] - mean) * inverse * gain[j] + bias[j] }
}

/// One row times a matrix, some columns at a time.
private struct RowProduct: Sendable {
  enum Weight {
    case floats(UnsafePointer<Float>)
    case eightBits(EightBitRows)
  }

  nonisolated(unsafe) let x: UnsafePointer<Float>
  nonisolated(unsafe) let weight: Weight
  nonisolated(unsafe) let bias: UnsafePointer<Float>?
  nonisolated(unsafe) let y: UnsafeMutablePointer<Float>
  let inputs: Int
  let outputs: Int
  let adds: Bool

  init(_ x: Buffer, _ layer: RowProjection, to y: UnsafeMutablePointer<Float>, adds: Bool) {
    self.x = x.address
    weight =
      switch layer.weight {
      case .floats(let weight): .floats(weight.address)
      case .eightBits(let weight): .eightBits(weight.eightBitRows)
      }
    bias = layer.bias?.address
    self.y = y
    inputs = layer.inputs
    outputs = layer.outputs
    self.adds = adds
  }

  /// Reading the matrix takes the time: at some 70 bytes a nanosecond while it stays in a cache, and 20 where they have to
  /// be made into numbers of four bytes.
  var nanosecondsPerColumn: Double { 0.055 * Double(inputs) }

  /// Whether the matrix, of a mebibyte and more, comes from memory each time, and not from a cache.
  ///
  /// Memory is fastest when it is read in the order in which it lies: whole rows, or what a thread has of them. Of what
  /// is in a cache every order is as fast, and sums that stay in registers are less to move. A matrix in eight bits is
  /// always read in long stretches.
  private var isStreamed: Bool {
    switch weight {
    case .floats: inputs * outputs >= 1 << 18
    case .eightBits: true
    }
  }

  /// The columns of a part of all `columns`, a multiple of 64.
  func columnsOfPart(of columns: Int) -> Int {
    isStreamed ? max(1, (columns + 64 * Threads.count - 1) / (64 * Threads.count)) * 64 : 64
  }

  /// Computes the columns of a range that begins at `first`.
  func run(_ range: Range<Int>, from first: Int = 0) {
    var j = range.lowerBound &- first
    let end = range.upperBound &- first
    guard case .floats(let weight) = weight, !isStreamed else { return stream(j, count: range.count) }
    while j &+ 64 <= end {
      four(weight, j)
      j &+= 64
    }
    while j < end {
      one(weight, j, count: min(16, end &- j))
      j &+= 16
    }
  }

  /// Some columns, row by row of the matrix; of one in eight bits, whose rows are these columns, each by itself.
  private func stream(_ first: Int, count: Int) {
    MemoryPool.shared.withScratch(floats: count) { sums in
      switch weight {
      case .floats(let weight):
        sums.update(repeating: 0, count: count)
        streamRow(
          inner: inputs, columns: count, a: x, aStep: 1, b: weight + first, bRow: outputs, c: sums)
      case .eightBits(let rows): rows.match(x, first: first, count: count, to: sums)
      }
      for j in stride(from: 0, to: count, by: 16) { finish(load(sums + j), first + j, min(16, count - j)) }
    }
  }

  /// Sixty-four columns: four sums at a time hide the time that an addition takes.
  @inline(__always)
  private func four(_ weight: UnsafePointer<Float>, _ j: Int) {
    var (sum0, sum1, sum2, sum3) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
    var row = weight + j
    for k in 0..<inputs {
      let factor = Lanes(repeating: x[k])
      sum0 = multiplyAdd(sum0, factor, load(row))
      sum1 = multiplyAdd(sum1, factor, load(row + 16))
      sum2 = multiplyAdd(sum2, factor, load(row + 32))
      sum3 = multiplyAdd(sum3, factor, load(row + 48))
      row += outputs
    }
    finish(sum0, j, 16)
    finish(sum1, j &+ 16, 16)
    finish(sum2, j &+ 32, 16)
    finish(sum3, j &+ 48, 16)
  }

  /// Up to sixteen columns; what is read past them goes nowhere (see `MemoryPool`).
  @inline(__always)
  private func one(_ weight: UnsafePointer<Float>, _ j: Int, count: Int) {
    var sum = Lanes.zero
    var row = weight + j
    for k in 0..<inputs {
      sum = multiplyAdd(sum, Lanes(repeating: x[k]), load(row))
      row += outputs
    }
    finish(sum, j, count)
  }

  @inline(__always)
  private func finish(_ sum: Lanes, _ j: Int, _ count: Int) {
    var result = sum
    if let bias { result += load(bias + j) }
    if adds { result = load(y + j) + result }
    store(result, y + j, count: count)
  }
}
