/// The innermost loops of the matrix product: everything here is inlined into them, so it stays in one file.
///
/// A tile is a block of the result that fits in the vector registers. For each k it takes one column of the left
/// matrix and one row of the right one and adds their outer product: 8 + 2 loads feed 16 fused multiply-adds of
/// 16 lanes, so the arithmetic units and not the memory are the limit. The sixteen sums are independent, which
/// hides the four cycles that each addition takes.
///
/// Every element of the result is c ← c + a·b for k = 0, 1, 2 …, one rounding for each k, in this order. How the
/// matrices are cut into tiles and blocks, and which thread works on them, does not change a bit of it.
typealias Lanes = SIMD16<Float>

#if FUSED_MULTIPLY_ADD && !arch(arm64)
  /// The rows and columns of the largest tile: 8 × 32 sums in 16 of the 32 registers of 512 bits.
  let tileRows = 8
  let tileColumns = 32
#else
  /// The rows and columns of the largest tile: 4 × 16 sums in 16 registers of 128 bits.
  let tileRows = 4
  let tileColumns = 16
#endif

/// What one tile reads and writes: c[i, j] += Σₖ a[i·aRow + k·aStep] · b[k·bStep + j].
struct TileOperands {
  var inner: Int
  var a: UnsafePointer<Float>
  var aRow: Int
  var aStep: Int
  var b: UnsafePointer<Float>
  var bStep: Int
  var c: UnsafeMutablePointer<Float>
  var cRow: Int
  /// Whether the sums start from what `c` holds and not from zero.
  var accumulates: Bool
}

@inline(__always)
private func load(_ pointer: UnsafePointer<Float>) -> Lanes {
  UnsafeRawPointer(pointer).loadUnaligned(as: Lanes.self)
}

@inline(__always)
private func load(_ pointer: UnsafeMutablePointer<Float>) -> Lanes {
  UnsafeRawPointer(pointer).loadUnaligned(as: Lanes.self)
}

@inline(__always)
private func store(_ lanes: Lanes, _ pointer: UnsafeMutablePointer<Float>) {
  UnsafeMutableRawPointer(pointer).storeBytes(of: lanes, as: Lanes.self)
}

/// c + a·b, with one rounding where the processor has the instruction. Elsewhere `addingProduct` would call the
/// C library for each lane.
@inline(__always)
private func multiplyAdd(_ c: Lanes, _ a: Lanes, _ b: Lanes) -> Lanes {
  #if FUSED_MULTIPLY_ADD
    c.addingProduct(a, b)
  #else
    c + a * b
  #endif
}

@inline(__always)
private func multiplyAdd(_ c: Float, _ a: Float, _ b: Float) -> Float {
  #if FUSED_MULTIPLY_ADD
    c.addingProduct(a, b)
  #else
    c + a * b
  #endif
}

/// A tile of 8 rows and 32 columns.
@inline(never)
func tile8x32(_ tile: TileOperands) {
  let c = tile.c, cRow = tile.cRow, aRow = tile.aRow, aStep = tile.aStep, bStep = tile.bStep
  var c00 = Lanes.zero, c01 = Lanes.zero
  var c10 = Lanes.zero, c11 = Lanes.zero
  var c20 = Lanes.zero, c21 = Lanes.zero
  var c30 = Lanes.zero, c31 = Lanes.zero
  var c40 = Lanes.zero, c41 = Lanes.zero
  var c50 = Lanes.zero, c51 = Lanes.zero
  var c60 = Lanes.zero, c61 = Lanes.zero
  var c70 = Lanes.zero, c71 = Lanes.zero
  if tile.accumulates {
    c00 = load(c)
    c01 = load(c + 16)
    c10 = load(c + cRow)
    c11 = load(c + cRow + 16)
    c20 = load(c + 2 * cRow)
    c21 = load(c + 2 * cRow + 16)
    c30 = load(c + 3 * cRow)
    c31 = load(c + 3 * cRow + 16)
    c40 = load(c + 4 * cRow)
    c41 = load(c + 4 * cRow + 16)
    c50 = load(c + 5 * cRow)
    c51 = load(c + 5 * cRow + 16)
    c60 = load(c + 6 * cRow)
    c61 = load(c + 6 * cRow + 16)
    c70 = load(c + 7 * cRow)
    c71 = load(c + 7 * cRow + 16)
  }
  var a = tile.a
  var a4 = tile.a + 4 * aRow
  var b = tile.b
  for _ in 0..<tile.inner {
    let b0 = load(b)
    let b1 = load(b + 16)
    let a0x = Lanes(repeating: a[0])
    c00 = multiplyAdd(c00, a0x, b0)
    c01 = multiplyAdd(c01, a0x, b1)
    let a1x = Lanes(repeating: a[aRow])
    c10 = multiplyAdd(c10, a1x, b0)
    c11 = multiplyAdd(c11, a1x, b1)
    let a2x = Lanes(repeating: a[2 &* aRow])
    c20 = multiplyAdd(c20, a2x, b0)
    c21 = multiplyAdd(c21, a2x, b1)
    let a3x = Lanes(repeating: a[3 &* aRow])
    c30 = multiplyAdd(c30, a3x, b0)
    c31 = multiplyAdd(c31, a3x, b1)
    let a4x = Lanes(repeating: a4[0])
    c40 = multiplyAdd(c40, a4x, b0)
    c41 = multiplyAdd(c41, a4x, b1)
    let a5x = Lanes(repeating: a4[aRow])
    c50 = multiplyAdd(c50, a5x, b0)
    c51 = multiplyAdd(c51, a5x, b1)
    let a6x = Lanes(repeating: a4[2 &* aRow])
    c60 = multiplyAdd(c60, a6x, b0)
    c61 = multiplyAdd(c61, a6x, b1)
    let a7x = Lanes(repeating: a4[3 &* aRow])
    c70 = multiplyAdd(c70, a7x, b0)
    c71 = multiplyAdd(c71, a7x, b1)
    a += aStep
    a4 += aStep
    b += bStep
  }
  store(c00, c)
  store(c01, c + 16)
  store(c10, c + cRow)
  store(c11, c + cRow + 16)
  store(c20, c + 2 * cRow)
  store(c21, c + 2 * cRow + 16)
  store(c30, c + 3 * cRow)
  store(c31, c + 3 * cRow + 16)
  store(c40, c + 4 * cRow)
  store(c41, c + 4 * cRow + 16)
  store(c50, c + 5 * cRow)
  store(c51, c + 5 * cRow + 16)
  store(c60, c + 6 * cRow)
  store(c61, c + 6 * cRow + 16)
  store(c70, c + 7 * cRow)
  store(c71, c + 7 * cRow + 16)
}

/// A tile of 8 rows and 16 columns, for the last columns of a matrix.
@inline(never)
func tile8x16(_ tile: TileOperands) {
  let c = tile.c, cRow = tile.cRow, aRow = tile.aRow, aStep = tile.aStep, bStep = tile.bStep
  var c00 = Lanes.zero
  var c10 = Lanes.zero
  var c20 = Lanes.zero
  var c30 = Lanes.zero
  var c40 = Lanes.zero
  var c50 = Lanes.zero
  var c60 = Lanes.zero
  var c70 = Lanes.zero
  if tile.accumulates {
    c00 = load(c)
    c10 = load(c + cRow)
    c20 = load(c + 2 * cRow)
    c30 = load(c + 3 * cRow)
    c40 = load(c + 4 * cRow)
    c50 = load(c + 5 * cRow)
    c60 = load(c + 6 * cRow)
    c70 = load(c + 7 * cRow)
  }
  var a = tile.a
  var a4 = tile.a + 4 * aRow
  var b = tile.b
  for _ in 0..<tile.inner {
    let b0 = load(b)
    let a0x = Lanes(repeating: a[0])
    c00 = multiplyAdd(c00, a0x, b0)
    let a1x = Lanes(repeating: a[aRow])
    c10 = multiplyAdd(c10, a1x, b0)
    let a2x = Lanes(repeating: a[2 &* aRow])
    c20 = multiplyAdd(c20, a2x, b0)
    let a3x = Lanes(repeating: a[3 &* aRow])
    c30 = multiplyAdd(c30, a3x, b0)
    let a4x = Lanes(repeating: a4[0])
    c40 = multiplyAdd(c40, a4x, b0)
    let a5x = Lanes(repeating: a4[aRow])
    c50 = multiplyAdd(c50, a5x, b0)
    let a6x = Lanes(repeating: a4[2 &* aRow])
    c60 = multiplyAdd(c60, a6x, b0)
    let a7x = Lanes(repeating: a4[3 &* aRow])
    c70 = multiplyAdd(c70, a7x, b0)
    a += aStep
    a4 += aStep
    b += bStep
  }
  store(c00, c)
  store(c10, c + cRow)
  store(c20, c + 2 * cRow)
  store(c30, c + 3 * cRow)
  store(c40, c + 4 * cRow)
  store(c50, c + 5 * cRow)
  store(c60, c + 6 * cRow)
  store(c70, c + 7 * cRow)
}

/// A tile of 4 rows and 32 columns, for the last rows of a matrix.
@inline(never)
func tile4x32(_ tile: TileOperands) {
  let c = tile.c, cRow = tile.cRow, aRow = tile.aRow, aStep = tile.aStep, bStep = tile.bStep
  var c00 = Lanes.zero, c01 = Lanes.zero
  var c10 = Lanes.zero, c11 = Lanes.zero
  var c20 = Lanes.zero, c21 = Lanes.zero
  var c30 = Lanes.zero, c31 = Lanes.zero
  if tile.accumulates {
    c00 = load(c)
    c01 = load(c + 16)
    c10 = load(c + cRow)
    c11 = load(c + cRow + 16)
    c20 = load(c + 2 * cRow)
    c21 = load(c + 2 * cRow + 16)
    c30 = load(c + 3 * cRow)
    c31 = load(c + 3 * cRow + 16)
  }
  var a = tile.a
  var b = tile.b
  for _ in 0..<tile.inner {
    let b0 = load(b)
    let b1 = load(b + 16)
    let a0x = Lanes(repeating: a[0])
    c00 = multiplyAdd(c00, a0x, b0)
    c01 = multiplyAdd(c01, a0x, b1)
    let a1x = Lanes(repeating: a[aRow])
    c10 = multiplyAdd(c10, a1x, b0)
    c11 = multiplyAdd(c11, a1x, b1)
    let a2x = Lanes(repeating: a[2 &* aRow])
    c20 = multiplyAdd(c20, a2x, b0)
    c21 = multiplyAdd(c21, a2x, b1)
    let a3x = Lanes(repeating: a[3 &* aRow])
    c30 = multiplyAdd(c30, a3x, b0)
    c31 = multiplyAdd(c31, a3x, b1)
    a += aStep
    b += bStep
  }
  store(c00, c)
  store(c01, c + 16)
  store(c10, c + cRow)
  store(c11, c + cRow + 16)
  store(c20, c + 2 * cRow)
  store(c21, c + 2 * cRow + 16)
  store(c30, c + 3 * cRow)
  store(c31, c + 3 * cRow + 16)
}

/// A tile of 4 rows and 16 columns.
@inline(never)
func tile4x16(_ tile: TileOperands) {
  let c = tile.c, cRow = tile.cRow, aRow = tile.aRow, aStep = tile.aStep, bStep = tile.bStep
  var c00 = Lanes.zero
  var c10 = Lanes.zero
  var c20 = Lanes.zero
  var c30 = Lanes.zero
  if tile.accumulates {
    c00 = load(c)
    c10 = load(c + cRow)
    c20 = load(c + 2 * cRow)
    c30 = load(c + 3 * cRow)
  }
  var a = tile.a
  var b = tile.b
  for _ in 0..<tile.inner {
    let b0 = load(b)
    let a0x = Lanes(repeating: a[0])
    c00 = multiplyAdd(c00, a0x, b0)
    let a1x = Lanes(repeating: a[aRow])
    c10 = multiplyAdd(c10, a1x, b0)
    let a2x = Lanes(repeating: a[2 &* aRow])
    c20 = multiplyAdd(c20, a2x, b0)
    let a3x = Lanes(repeating: a[3 &* aRow])
    c30 = multiplyAdd(c30, a3x, b0)
    a += aStep
    b += bStep
  }
  store(c00, c)
  store(c10, c + cRow)
  store(c20, c + 2 * cRow)
  store(c30, c + 3 * cRow)
}

/// Adds a few rows times a matrix that is read once, in the order in which it lies in memory.
///
/// c[j] += Σₖ a[k·aStep] · b[k·bRow + j] for j < columns. With one row (a model that generates, one token at a
/// time) every element of the matrix is used once: reading it is all the time there is, and packing would read it
/// twice. Eight rows of the matrix at a time give the processor eight streams to fetch ahead.
@inline(never)
func streamRow(
  inner: Int, columns: Int, a: UnsafePointer<Float>, aStep: Int, b: UnsafePointer<Float>, bRow: Int,
  c: UnsafeMutablePointer<Float>
) {
  let vectorColumns = columns & ~15
  var k = 0
  while k + 8 <= inner {
    let a0 = a[k &* aStep], a1 = a[(k + 1) &* aStep], a2 = a[(k + 2) &* aStep], a3 = a[(k + 3) &* aStep]
    let a4 = a[(k + 4) &* aStep], a5 = a[(k + 5) &* aStep], a6 = a[(k + 6) &* aStep]
    let a7 = a[(k + 7) &* aStep]
    let l0 = Lanes(repeating: a0), l1 = Lanes(repeating: a1), l2 = Lanes(repeating: a2)
    let l3 = Lanes(repeating: a3), l4 = Lanes(repeating: a4), l5 = Lanes(repeating: a5)
    let l6 = Lanes(repeating: a6), l7 = Lanes(repeating: a7)
    let r0 = b + k &* bRow, r4 = r0 + 4 &* bRow
    var j = 0
    while j < vectorColumns {
      var sum = load(c + j)
      sum = multiplyAdd(sum, l0, load(r0 + j))
      sum = multiplyAdd(sum, l1, load(r0 + bRow + j))
      sum = multiplyAdd(sum, l2, load(r0 + 2 &* bRow + j))
      sum = multiplyAdd(sum, l3, load(r0 + 3 &* bRow + j))
      sum = multiplyAdd(sum, l4, load(r4 + j))
      sum = multiplyAdd(sum, l5, load(r4 + bRow + j))
      sum = multiplyAdd(sum, l6, load(r4 + 2 &* bRow + j))
      sum = multiplyAdd(sum, l7, load(r4 + 3 &* bRow + j))
      store(sum, c + j)
      j &+= 16
    }
    while j < columns {
      var sum = multiplyAdd(c[j], a0, r0[j])
      sum = multiplyAdd(sum, a1, (r0 + bRow)[j])
      sum = multiplyAdd(sum, a2, (r0 + 2 &* bRow)[j])
      sum = multiplyAdd(sum, a3, (r0 + 3 &* bRow)[j])
      sum = multiplyAdd(sum, a4, r4[j])
      sum = multiplyAdd(sum, a5, (r4 + bRow)[j])
      sum = multiplyAdd(sum, a6, (r4 + 2 &* bRow)[j])
      c[j] = multiplyAdd(sum, a7, (r4 + 3 &* bRow)[j])
      j &+= 1
    }
    k &+= 8
  }
  while k < inner {
    let row = b + k &* bRow
    let factor = Lanes(repeating: a[k &* aStep])
    var j = 0
    while j < vectorColumns {
      store(multiplyAdd(load(c + j), factor, load(row + j)), c + j)
      j &+= 16
    }
    while j < columns {
      c[j] = multiplyAdd(c[j], factor[0], row[j])
      j &+= 1
    }
    k &+= 1
  }
}
