import Kernels

/// A rung of the ladder from the matrix product that everybody writes to the project's own: the rung before it and one
/// idea more.
///
/// Every rung computes result[i, j] = Σₖ left[i, k] · right[k, j], in the order of k, from the same row-major matrices
/// into memory that it takes anew. `swift run benchmark --ladder` measures them, and `Docs/Matrix-Products.md` is the
/// lecture about them.
///
/// ```swift
/// let factors = ProductFactors(left: [1, 2, 3, 4], right: [5, 6, 7, 8], rows: 2, inner: 2, columns: 2)
/// ProductRung.tile.product(of: factors)  // [19, 22, 43, 50]
/// ```
enum ProductRung: String, CaseIterable, Sendable {
  /// For every element of the result a sum over k, as the formula reads.
  case threeLoops = "three loops"
  /// The loops in the order i, k, j: all three matrices are read along their rows.
  case memoryInOrder = "memory in its order"
  /// Pointers, so that no turn of the loop asks whether an index is inside: the compiler uses vectors.
  case withoutChecks = "no checks in the loop"
  /// Vectors of 16 numbers written out, and multiply-adds that round once.
  case vectors = "16 lanes, multiply and add in one"
  /// Eight k's at a time, so that a sum is loaded and stored an eighth as often.
  case eights = "a sum is fetched once for eight k's"
  /// A block of sums that stays in registers for all k, whose rows share what is read of the right matrix.
  case tile = "a tile of sums in registers"
  /// The right matrix copied into panels, which the tile reads from consecutive memory.
  case panels = "the right matrix in panels"
  /// The project's `matrixProduct`, which cuts the work into blocks and parts, on one thread.
  case kernel = "matrixProduct on one thread"
  /// The project's `matrixProduct` on as many threads as the task uses.
  case threads = "matrixProduct on all threads"

  /// Whether every step rounds once, after the addition, where the processor can: such rungs give the bits of
  /// `matrixProduct`. The others round each product too.
  var roundsOnce: Bool {
    switch self {
    case .threeLoops, .memoryInOrder, .withoutChecks: false
    case .vectors, .eights, .tile, .panels, .kernel, .threads: true
    }
  }

  /// The product of two matrices, `[rows, columns]`.
  func product(of factors: ProductFactors) -> Buffer {
    switch self {
    case .threeLoops: factors.multiplyArrays(by: productByThreeLoops)
    case .memoryInOrder: factors.multiplyArrays(by: productInOrder)
    case .withoutChecks: factors.multiplyMemory(by: productWithoutChecks)
    case .vectors: factors.multiplyMemory(by: productByVectors)
    case .eights: factors.multiplyMemory(by: productByEights)
    case .tile: factors.multiplyMemory(by: productByTiles)
    case .panels: factors.multiplyMemory(by: productByPanels)
    case .kernel: Threads.$count.withValue(1) { factors.multiplyByKernel() }
    case .threads: factors.multiplyByKernel()
    }
  }
}

/// Two row-major matrices to multiply, as arrays for the rungs that index arrays and as buffers for the others.
struct ProductFactors: Sendable {
  /// The rows of the left matrix and of the result.
  let rows: Int
  /// The columns of the left matrix, which are the rows of the right one: what k counts.
  let inner: Int
  /// The columns of the right matrix and of the result.
  let columns: Int
  private let arrays: (left: [Float], right: [Float])
  private let buffers: (left: Buffer, right: Buffer)

  /// `left` is `[rows, inner]` and `right` is `[inner, columns]`; traps when a count is not that of its shape.
  init(left: [Float], right: [Float], rows: Int, inner: Int, columns: Int) {
    guard left.count == rows * inner, right.count == inner * columns else {
      fatalError(
        "ProductFactors: \(left.count) and \(right.count) elements for [\(rows), \(inner)] · [\(inner), \(columns)]"
      )
    }
    (self.rows, self.inner, self.columns) = (rows, inner, columns)
    arrays = (left, right)
    buffers = (Buffer(left), Buffer(right))
  }

  /// Multiplications and additions of one product, each counted as one: 2 · rows · inner · columns.
  var operations: Int { 2 * rows * inner * columns }

  /// The copy of the result into a buffer is the last thousandth of what the array rungs take, or less.
  fileprivate func multiplyArrays(
    by rung: (_ left: [Float], _ right: [Float], _ rows: Int, _ inner: Int, _ columns: Int) -> [Float]
  ) -> Buffer {
    Buffer(rung(arrays.left, arrays.right, rows, inner, columns))
  }

  fileprivate func multiplyMemory(by rung: (ProductMemory) -> Void) -> Buffer {
    Buffer(count: rows * columns) { result in
      buffers.left.withPointer { left in
        buffers.right.withPointer { right in
          guard let left = left.baseAddress, let right = right.baseAddress, let result = result.baseAddress
          else { return }
          rung(
            ProductMemory(
              rows: rows, inner: inner, columns: columns, left: left, right: right, result: result))
        }
      }
    }
  }

  fileprivate func multiplyByKernel() -> Buffer {
    matrixProduct(buffers.left, buffers.right, rows: rows, inner: inner, columns: columns)
  }
}

/// The sizes of a product and where its matrices lie; the result holds anything before.
struct ProductMemory {
  let rows: Int
  let inner: Int
  let columns: Int
  let left: UnsafePointer<Float>
  let right: UnsafePointer<Float>
  let result: UnsafeMutablePointer<Float>
}
