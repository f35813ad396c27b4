import Autodiff
import Testing

/// Calls whose shapes do not conform, or that ask for what is not there.
enum Misuse: String, CaseIterable, Codable, Sendable {
  case arithmetic, matrixProduct, productOfAVector, reshape, twoOpenSizes, negativeSizes, scalar, rows,
    element, raggedRows,
    scalars
  case axis, axisFromTheEnd, permutation, transposition, slice, selection, sizes, parts, stretched
  case concatenation, nothing, stackOfShapes, emptyMaximum, norm, mask, places, dropoutRate,
    dropoutRateBelowZero
  case smoothing, smoothingBelowZero, target, targetBelowZero, targets, keptPlaces, index, indexBelowZero,
    oneHotIndex, loss
  case pullback, pullbackOfOne, pullbackOfNone, attentionShapes, attentionBatches, attentionQueries
  case interventionNowhere, interventionElsewhere, interventionShape
  case rmsGain, rotation, rotationOfOddRows, rotationSines, interpolation, interpolationShare, gate, cap

  /// What the message has to name.
  var parts: [String] {
    switch self {
    case .arithmetic: ["[2, 3]", "[2]", "(3 against 2)"]
    case .matrixProduct: ["matmul", "[2, 3]", "[2, 4]", "3 and 2 differ"]
    case .productOfAVector: ["[3]", "[3, 2]", "at least two axes"]
    case .reshape: ["[2, 3] has 6 scalars", "[4, 2]"]
    case .twoOpenSizes: ["[2, 3]", "[-1, -1]"]
    case .negativeSizes: ["[2, 3] has 6 scalars", "[-2, -3]"]
    case .scalar: ["[2] has 2 scalars"]
    case .rows: ["[2]", "not a matrix"]
    case .element: ["[0, 3]", "[2, 3]"]
    case .raggedRows: ["a row of 1 scalars among rows of 2"]
    case .scalars: ["[2, 2] needs 4 scalars, not 3"]
    case .axis: ["axis 2", "[2, 3]"]
    case .axisFromTheEnd: ["axis -3", "[2, 3]"]
    case .permutation: ["[0, 0]", "[2, 3]"]
    case .transposition: ["[3]", "fewer than two axes"]
    case .slice: ["1..<4", "axis 1", "[2, 3]"]
    case .selection: ["-1..<0", "[2, 3]"]
    case .sizes: ["[1, 1]", "axis 1", "[2, 3]"]
    case .parts: ["[2, 3]", "2 equal parts"]
    case .stretched: ["[2, 3]", "[3]"]
    case .concatenation: ["[2, 3]", "[3, 2]"]
    case .nothing: ["nothing to concatenate"]
    case .stackOfShapes: ["[2]", "[3]"]
    case .emptyMaximum: ["axis 1", "[2, 0]", "empty"]
    case .norm: ["gain [4]", "bias [3]", "[2, 3]"]
    case .mask: ["[3, 3]", "[2, 3]"]
    case .places: ["[2, 2] needs 4 places, not 3"]
    case .dropoutRate: ["1.0 is not in [0, 1)"]
    case .dropoutRateBelowZero: ["-0.1 is not in [0, 1)"]
    case .smoothing: ["label smoothing of 1.5", "[0, 1]"]
    case .smoothingBelowZero: ["label smoothing of -0.1", "[0, 1]"]
    case .target: ["target 3", "3 classes", "[1, 3]"]
    case .targetBelowZero: ["target -1", "3 classes"]
    case .targets: ["[2, 3] need 2 targets, not 1"]
    case .keptPlaces: ["need 2 targets, not 2 (and 1 places to keep)"]
    case .index: ["index 4", "4 rows"]
    case .indexBelowZero: ["index -1", "4 rows"]
    case .oneHotIndex: ["index 3 is outside 0..<3"]
    case .loss: ["one scalar", "[2]"]
    case .pullback: ["twice", "[1]", "[2]"]
    case .pullbackOfOne: ["sum", "1 gradients for 2 inputs"]
    case .pullbackOfNone: ["sum", "no gradient for an input of shape [2]"]
    case .attentionShapes: ["a query of [2, 3]", "a key of [4, 3]", "a value of [5, 3]"]
    case .attentionBatches: ["a query of [1, 2, 3]", "a key of [4, 3]"]
    case .attentionQueries: ["2 queries that see [1] of 4 keys"]
    case .rmsGain: ["rmsNorm: gain [4] for rows of 3 (input [2, 3])"]
    case .rotation: ["turningPairs: [2, 4] by cosines of [3, 2] and sines of [2, 2]"]
    case .rotationOfOddRows: ["turningPairs: [2, 3] by cosines of [2, 1] and sines of [2, 1]"]
    case .rotationSines: ["turningPairs: [2, 4] by cosines of [2, 2] and sines of [3, 2]"]
    case .interpolation: ["interpolated: [2, 3] and [3] by a share of shape []"]
    case .interpolationShare: ["interpolated: [2, 3] and [2, 3] by a share of shape [2]"]
    case .gate: ["gatedSiLU: a gate of [3] for [2, 3]"]
    case .cap: ["softCapped: a cap of 0.0 is not above zero"]
    case .interventionNowhere: ["intervening: nothing computes weights, but [\"layer.scores\", \"scores\"]"]
    case .interventionElsewhere: ["intervening: nothing computes layer.scores, but [\"scores\"]"]
    case .interventionShape: ["intervening: scores has shape [2, 3]", "[2]"]
    }
  }

  func run() {
    let matrix = Tensor.ones([2, 3])
    switch self {
    case .arithmetic: _ = matrix + Tensor.ones([2])
    case .matrixProduct: _ = matmul(matrix, .ones([2, 4]))
    case .productOfAVector: _ = matmul(.ones([3]), .ones([3, 2]))
    case .reshape: _ = matrix.reshaped([4, 2])
    case .twoOpenSizes: _ = matrix.reshaped([-1, -1])
    case .negativeSizes: _ = matrix.reshaped([-2, -3])
    case .scalar: _ = Tensor([1, 2]).scalar
    case .rows: _ = Tensor([1, 2]).rows
    case .element: _ = matrix[0, 3]
    case .raggedRows: _ = Tensor([[1, 2], [3]])
    case .scalars: _ = Tensor(shape: [2, 2], scalars: [1, 2, 3])
    case .axis: _ = matrix.sum(alongAxis: 2)
    case .axisFromTheEnd: _ = matrix.sum(alongAxis: -3)
    case .permutation: _ = matrix.permuted([0, 0])
    case .transposition: _ = Tensor.ones([3]).transposed()
    case .slice: _ = matrix.sliced(axis: 1, 1..<4)
    case .selection: _ = matrix.selected(axis: 0, -1)
    case .sizes: _ = matrix.split(sizes: [1, 1], axis: 1)
    case .parts: _ = matrix.split(count: 2, axis: 1)
    case .stretched: _ = matrix.broadcast(to: [3])
    case .concatenation: _ = concatenate([matrix, .ones([3, 2])], axis: 0)
    case .nothing: _ = concatenate([], axis: 0)
    case .stackOfShapes: _ = stack([.ones([2]), .ones([3])])
    case .emptyMaximum: _ = Tensor.ones([2, 0]).max(alongAxis: -1)
    case .norm: _ = layerNorm(matrix, gain: .ones([4]), bias: .zeros([3]))
    case .mask: _ = matrix.masked(.causal(queries: 3, keys: 3))
    case .places: _ = Mask(shape: [2, 2], keep: [true, false, true])
    case .dropoutRate: _ = dropout(matrix, rate: 1, seed: nil)
    case .dropoutRateBelowZero: _ = dropout(matrix, rate: -0.1, seed: 1)
    case .smoothing: _ = crossEntropy(logits: .ones([1, 3]), targets: [2], labelSmoothing: 1.5)
    case .smoothingBelowZero: _ = crossEntropy(logits: .ones([1, 3]), targets: [2], labelSmoothing: -0.1)
    case .target: _ = crossEntropy(logits: .ones([1, 3]), targets: [3])
    case .targetBelowZero: _ = crossEntropy(logits: .ones([1, 3]), targets: [-1])
    case .targets: _ = crossEntropy(logits: matrix, targets: [1])
    case .keptPlaces: _ = crossEntropy(logits: matrix, targets: [1, 2], keep: [true])
    case .index: _ = lookUp(.ones([4, 2]), at: [0, 4])
    case .indexBelowZero: _ = lookUp(.ones([4, 2]), at: [-1])
    case .oneHotIndex: _ = oneHot([3], size: 3)
    case .loss: _ = valueWithGradient(at: Tensor([1, 2])) { $0 }
    case .pullback:
      _ = gradient(at: Tensor([1, 2])) { x in
        differentiable("twice", x) { x in (2 * x, { _ in Tensor([2]) }) }.sum()
      }
    case .pullbackOfOne: addition { upstream in [upstream] }
    case .pullbackOfNone: addition { upstream in [nil, upstream] }
    case .attentionShapes: attention(key: [4, 3], value: [5, 3])
    case .attentionBatches: attention(query: [1, 2, 3], key: [4, 3], value: [4, 3])
    case .attentionQueries: attention(key: [4, 3], value: [4, 3], visible: [1])
    case .rmsGain: _ = rmsNorm(matrix, gain: .ones([4]))
    case .rotation: _ = turningPairs(of: .ones([2, 4]), cosines: .ones([3, 2]), sines: .ones([2, 2]))
    case .rotationOfOddRows: _ = turningPairs(of: matrix, cosines: .ones([2, 1]), sines: .ones([2, 1]))
    case .rotationSines: _ = turningPairs(of: .ones([2, 4]), cosines: .ones([2, 2]), sines: .ones([3, 2]))
    case .interpolation: _ = interpolated(matrix, .ones([3]), share: 0.5)
    case .interpolationShare: _ = interpolated(matrix, matrix, share: .ones([2]))
    case .gate: _ = gatedSiLU(gate: .ones([3]), matrix)
    case .cap: _ = softCapped(matrix, at: 0)
    case .interventionNowhere:
      _ = intervening(["weights": { $0 }, "scores": { $0 }]) {
        observe("scores", scope("layer") { observe("scores", matrix) })
      }
    case .interventionElsewhere:
      _ = scope("layer") { intervening(["layer.scores": { $0 }]) { observe("scores", matrix) } }
    case .interventionShape:
      _ = intervening(["scores": { _ in Tensor([1, 2]) }]) { observe("scores", matrix) }
    }
  }

  private func addition(_ pullback: @escaping @Sendable (Tensor) -> [Tensor?]) {
    _ = gradient(at: Tensor([1, 2])) { x in
      differentiable("sum", [x, Tensor([3, 4])]) { ($0[0] + $0[1], { upstream, _ in pullback(upstream) }) }
        .sum()
    }
  }

  private func attention(query: Shape = [2, 3], key: Shape, value: Shape, visible: [Int] = [1, 2]) {
    _ = fusedAttention(query: .ones(query), key: .ones(key), value: .ones(value), visible: visible, scale: 1)
  }
}

/// Shape mistakes are programmer errors: they trap, also in release, with what was given and what is needed.
@Suite("What tensors refuse")
struct ShapeErrorTests {
  @Test("shapes that do not conform trap with both in the message", arguments: Misuse.allCases)
  func refused(misuse: Misuse) async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      [misuse] in misuse.run()
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    for part in misuse.parts { #expect(message.contains(part), "«\(part)» is not in «\(message)»") }
  }
}
