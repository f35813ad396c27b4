import KernelOracles
import Kernels
import Testing

@Suite struct MatrixProductTests {
  /// Every element is the same chain of fused multiply-adds in the tile and in the plain loop, so they are equal
  /// to the bit, whatever the sizes, the layout and the tile.
  @Test(arguments: [false, true], [false, true])
  func equalsPlainLoops(leftTransposed: Bool, rightTransposed: Bool) {
    let sizes = [1, 2, 5, 6, 7, 8, 13, 31, 33, 129]
    for rows in sizes {
      for columns in sizes {
        for inner in [0, 1, 7, 16, 33] {
          let a = numbers(rows * inner, seed: 1)
          let b = numbers(inner * columns, seed: 2)
          let bias = numbers(columns, seed: 3)
          let plain = Plain.matrixProduct(
            a.array, b.array, rows: rows, inner: inner, columns: columns, leftTransposed: leftTransposed,
            rightTransposed: rightTransposed, bias: bias.array)
          for tile in TileSize.candidates {
            let fast = TileSize.$current.withValue(tile) {
              matrixProduct(
                a, b, rows: rows, inner: inner, columns: columns, leftTransposed: leftTransposed,
                rightTransposed: rightTransposed, bias: bias)
            }
            #expect(bits(fast) == plain.map(\.bitPattern), "\(rows) × \(inner) × \(columns), \(tile)")
          }
        }
      }
    }
  }

  /// Tiles at the edge with up to 16 and with more columns; few rows and many.
  @Test(arguments: [false, true], [false, true])
  func batchesSharesAndSums(leftTransposed: Bool, rightTransposed: Bool) {
    for (leftShared, rightShared) in [(false, false), (true, false), (false, true), (true, true)] {
      for sums in [false, true] {
        for (batches, rows, inner, columns) in [
          (3, 5, 7, 9), (2, 33, 17, 40), (4, 1, 20, 70), (0, 2, 2, 2), (2, 9, 5, 24), (1, 6, 30, 55),
        ] {
          let a = numbers((leftShared ? 1 : batches) * rows * inner, seed: 4)
          let b = numbers((rightShared ? 1 : batches) * inner * columns, seed: 5)
          let start = numbers((sums ? 1 : batches) * rows * columns, seed: 6)
          let plain = Plain.matrixProduct(
            a.array, b.array, batches: batches, rows: rows, inner: inner, columns: columns,
            leftTransposed: leftTransposed, rightTransposed: rightTransposed, leftShared: leftShared,
            rightShared: rightShared, sumOverBatches: sums)
          let onto = Plain.matrixProduct(
            a.array, b.array, batches: batches, rows: rows, inner: inner, columns: columns,
            leftTransposed: leftTransposed, rightTransposed: rightTransposed, leftShared: leftShared,
            rightShared: rightShared, sumOverBatches: sums, onto: start.array)
          for tile in TileSize.candidates {
            var accumulated = start
            let fast = TileSize.$current.withValue(tile) {
              accumulateMatrixProduct(
                into: &accumulated, a, b, batches: batches, rows: rows, inner: inner, columns: columns,
                leftTransposed: leftTransposed, rightTransposed: rightTransposed, leftShared: leftShared,
                rightShared: rightShared, sumOverBatches: sums)
              return matrixProduct(
                a, b, batches: batches, rows: rows, inner: inner, columns: columns,
                leftTransposed: leftTransposed, rightTransposed: rightTransposed, leftShared: leftShared,
                rightShared: rightShared, sumOverBatches: sums)
            }
            #expect(bits(fast) == plain.map(\.bitPattern), "\(rows) × \(inner) × \(columns), \(tile)")
            #expect(bits(accumulated) == onto.map(\.bitPattern), "\(rows) × \(inner) × \(columns), \(tile)")
          }
        }
      }
    }
  }

  /// Sizes that need several blocks of k, of rows and of columns, and both ways to treat few rows.
  @Test(arguments: [
    (400, 600, 70), (9, 300, 65), (1, 700, 2100), (4, 300, 1100), (3, 513, 33), (9, 300, 87),
  ])
  func manyBlocksAndThreads(size: (Int, Int, Int)) {
    let (rows, inner, columns) = size
    let a = numbers(rows * inner, seed: 7)
    let b = numbers(inner * columns, seed: 8)
    for rightTransposed in [false, true] {
      let plain = Plain.matrixProduct(
        a.array, b.array, rows: rows, inner: inner, columns: columns, rightTransposed: rightTransposed)
      for tile in TileSize.candidates {
        TileSize.$current.withValue(tile) {
          func product() -> Buffer {
            matrixProduct(
              a, b, rows: rows, inner: inner, columns: columns, rightTransposed: rightTransposed)
          }
          let (dependent, isPlain) = (
            resultsThatDependOnThreads { [product()] }, bits(product()) == plain.map(\.bitPattern)
          )
          #expect(dependent == [] && isPlain, "\(tile)")
        }
      }
    }
  }

  /// [[1, 2], [3, 4]] · [[5, 6], [7, 8]] by hand.
  @Test func byHand() {
    #expect(matrixProduct([1, 2, 3, 4], [5, 6, 7, 8], rows: 2, inner: 2, columns: 2) == [19, 22, 43, 50])
    #expect(
      matrixProduct([1, 2, 3, 4], [5, 6, 7, 8], rows: 2, inner: 2, columns: 2, rightTransposed: true)
        == [17, 23, 39, 53])
  }
}
