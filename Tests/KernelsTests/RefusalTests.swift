import Kernels
import Testing

/// Calls whose operands are not what the sizes say, or that ask for what is not there.
enum Misuse: String, CaseIterable, Codable, Sendable {
  case left, right, bias, sum, negativeSize
  case rowBehindTheTable, rowBeforeTheTable, gathered, scattered, target, targetBelowZero
  case functionOfASum, stepZero, emptyAxis, visibleKeys, visibleKeysBelowZero, memoryKeys, memoryValues,
    memoryRow, range, element,
    broadcast, order

  /// What the message has to name.
  var message: String {
    switch self {
    case .left: "left has 3 and right 2 elements; [1, 1, 2] · [1, 2, 1] needs 2 and 2"
    case .right: "left has 2 and right 3 elements; [1, 1, 2] · [1, 2, 1] needs 2 and 2"
    case .bias: "the bias has 2 elements, its shape needs 1"
    case .sum: "the result has 2 elements, its shape needs 1"
    case .negativeSize: "negative size in [0, -1, 2] · [2, 1]"
    case .rowBehindTheTable: "row 2 is outside a table of 2 rows"
    case .rowBeforeTheTable: "row -1 is outside a table of 2 rows"
    case .gathered: "gatherRows: index 2 is outside 0 ..< 2"
    case .scattered: "scatterAddRows: index -1 is outside 0 ..< 2"
    case .target: "target 2 of row 1 is outside 0 ..< 2"
    case .targetBelowZero: "target -1 of row 0 is outside 0 ..< 2"
    case .functionOfASum: "a function of a product that is added"
    case .stepZero: "step 0, but steps count from 1"
    case .emptyAxis: "[1, 0, 2] has no greatest element"
    case .visibleKeys: "2 queries that see [1, 4] of 3 keys"
    case .visibleKeysBelowZero: "2 queries that see [1, -1] of 3 keys"
    case .memoryKeys: "AttentionMemory: the buffer of keys has 5 elements, its shape needs 4"
    case .memoryValues: "AttentionMemory: the buffer of values has 3 elements, its shape needs 2"
    case .memoryRow: "attend: the row of query, key and value has 4 elements, its shape needs 5"
    case .range: "1..<3 is not within an axis of size 2"
    case .element: "index 3 is outside 0 ..< 3"
    case .broadcast: "[2] and [3] do not broadcast to [3]"
    case .order: "axes [0, 0] are not an order of the 2 axes of [1, 2]"
    }
  }

  func run() {
    switch self {
    case .left: _ = matrixProduct([1, 2, 3], [1, 2], rows: 1, inner: 2, columns: 1)
    case .right: _ = matrixProduct([1, 2], [1, 2, 3], rows: 1, inner: 2, columns: 1)
    case .bias: _ = matrixProduct([1, 2], [1, 2], rows: 1, inner: 2, columns: 1, bias: [1, 2])
    case .sum:
      var sum: Buffer = [1, 2]
      accumulateMatrixProduct(into: &sum, [1, 2], [1, 2], rows: 1, inner: 2, columns: 1)
    case .negativeSize:
      var sum: Buffer = []
      accumulateMatrixProduct(into: &sum, [], [], batches: 0, rows: -1, inner: 2, columns: 1)
    case .rowBehindTheTable: copy(2)
    case .rowBeforeTheTable: copy(-1)
    case .gathered: _ = gatherRows([1, 2, 3, 4], indices: [0, 2], width: 2)
    case .scattered:
      var table: Buffer = [1, 2, 3, 4]
      scatterAddRows(into: &table, indices: [-1], [1, 2], width: 2)
    case .target: _ = crossEntropy([1, 2, 3, 4], targets: [1, 2], rows: 2, columns: 2)
    case .targetBelowZero:
      _ = crossEntropyPullback([1, 2], targets: [-1], upstream: [1], rows: 1, columns: 2)
    case .functionOfASum:
      var y: Buffer = [1]
      projectRow(
        [1], by: RowProjection(weight: [1], bias: nil, inputs: 1, outputs: 1), then: .relu, adds: true,
        into: &y)
    case .stepZero:
      var (p, m, v): (Buffer, Buffer, Buffer) = ([1], [1], [1])
      adamWUpdate(
        parameter: &p, gradient: [1], firstMoment: &m, secondMoment: &v, rate: 1, beta1: 0.9, beta2: 0.9,
        epsilon: 0, weightDecay: 0, step: 0)
    case .emptyAxis: _ = maximumWithIndices([], outer: 1, axis: 0, inner: 2)
    case .visibleKeys:
      _ = AttentionShape(batches: 1, queries: 2, keys: 3, keySize: 1, valueSize: 1, visible: [1, 4])
    case .visibleKeysBelowZero:
      _ = AttentionShape(batches: 1, queries: 2, keys: 3, keySize: 1, valueSize: 1, visible: [1, -1])
    case .memoryKeys: _ = memory(keys: 5, values: 2)
    case .memoryValues: _ = memory(keys: 4, values: 3)
    case .memoryRow:
      var memory = memory(keys: 4, values: 2)
      var (scores, result): (Buffer, Buffer) = ([], [])
      memory.attend([1, 2, 3, 4], scale: 1, scores: &scores, into: &result)
    case .range: _ = slice([1, 2], outer: 1, axis: 2, inner: 1, range: 1..<3)
    case .element: _ = ([1, 2, 3] as Buffer)[3]
    case .broadcast: _ = elementwise(.add, [1, 2], [2], [1, 2, 3], [3], shape: [3])
    case .order: _ = permute([1, 2], shape: [1, 2], axes: [0, 0])
    }
  }

  /// A memory of two positions, of one head with keys of two numbers and values of one.
  private func memory(keys: Int, values: Int) -> AttentionMemory {
    AttentionMemory(
      keys: Buffer(repeating: 1, count: keys), values: Buffer(repeating: 1, count: values), headCount: 1,
      keySize: 2, valueSize: 1, length: 2)
  }

  private func copy(_ index: Int) {
    var y: Buffer = []
    copyRow(of: [1, 2, 3, 4], at: index, width: 2, into: &y)
  }
}

/// These are programmer errors: they trap, also in release, before anything outside an operand is read or written.
@Suite("What kernels refuse") struct RefusalTests {
  @Test("operands that do not fit trap with what they have and what is needed", arguments: Misuse.allCases)
  func refused(misuse: Misuse) async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      [misuse] in misuse.run()
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains(misuse.message), "\(message)")
  }
}
