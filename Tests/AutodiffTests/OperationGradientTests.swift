import Autodiff
import Randomness
import Testing

/// One operation at inputs that suit it.
struct Operation: Sendable, CustomTestStringConvertible {
  let name: String
  let inputs: [Tensor]
  let function: @Sendable ([Tensor]) -> Tensor

  var testDescription: String { "\(name) \(inputs.map(\.shape))" }

  init(_ name: String, _ inputs: [Tensor], _ function: @escaping @Sendable ([Tensor]) -> Tensor) {
    self.name = name
    self.inputs = inputs
    self.function = function
  }
}

/// Numbers of a shape, from a normal distribution.
func normal(_ shape: Shape, seed: UInt64) -> Tensor {
  var generator = SeededGenerator(seed: seed)
  return .normal(shape, using: &generator)
}

/// Numbers of a shape between 0.5 and 2: away from zero, for logarithms, roots and quotients.
func positive(_ shape: Shape, seed: UInt64) -> Tensor {
  var generator = SeededGenerator(seed: seed)
  return .uniform(shape, in: 0.5..<2, using: &generator)
}

/// Numbers of a shape that are at least 0.2 away from zero and from each other, for functions with kinks.
func separated(_ shape: Shape, seed: UInt64) -> Tensor {
  var generator = SeededGenerator(seed: seed)
  let count = shape.elementCount
  let places = generator.shuffled(0..<count).map { 0.25 * (Float($0) - Float(count / 2)) + 0.125 }
  return Tensor(shape: shape, scalars: places)
}

/// Pairs of shapes that broadcast in every way: equal, scalar, row, column, both, an empty-batch 1, more axes.
private let broadcastingShapes: [(Shape, Shape)] = [
  ([2, 3], [2, 3]), ([2, 3], []), ([], [2, 3]), ([2, 3], [3]), ([3], [2, 3]), ([2, 3], [2, 1]),
  ([2, 1], [1, 3]),
  ([2, 1, 3], [4, 1]), ([1], [1]), ([], []), ([2, 2, 3], [2, 3]), ([2, 1, 3], [2, 4, 3]),
]

private let arithmetic: [Operation] = broadcastingShapes.enumerated().flatMap { index, shapes in
  let (x, y) = (normal(shapes.0, seed: UInt64(index)), normal(shapes.1, seed: UInt64(index + 100)))
  let denominator = positive(shapes.1, seed: UInt64(index + 200))
  let apart = (separated(shapes.0, seed: UInt64(index + 20)), separated(shapes.1, seed: UInt64(index + 40)))
  return [
    Operation("+", [x, y]) { $0[0] + $0[1] },
    Operation("-", [x, y]) { $0[0] - $0[1] },
    Operation("*", [x, y]) { $0[0] * $0[1] },
    Operation("/", [x, denominator]) { $0[0] / $0[1] },
    Operation("maximum", [apart.0, apart.1 + 0.125]) { maximum($0[0], $0[1]) },
  ]
}

private let functions: [Operation] = [[], [1], [5], [2, 3], [2, 1, 3]].enumerated().flatMap { index, shape in
  let x = normal(shape, seed: UInt64(index + 300))
  let above = positive(shape, seed: UInt64(index + 400))
  let apart = separated(shape, seed: UInt64(index + 500))
  return [
    Operation("negate", [x]) { -$0[0] },
    Operation("exp", [x]) { exp($0[0]) },
    Operation("log", [above]) { log($0[0]) },
    Operation("sqrt", [above]) { sqrt($0[0]) },
    Operation("square", [x]) { square($0[0]) },
    Operation("power 3", [x]) { power($0[0], 3) },
    Operation("power -1.5", [above]) { power($0[0], -1.5) },
    Operation("sin", [x]) { sin($0[0]) },
    Operation("cos", [x]) { cos($0[0]) },
    Operation("tanh", [x]) { tanh($0[0]) },
    Operation("sigmoid", [x]) { sigmoid($0[0]) },
    Operation("relu", [apart]) { relu($0[0]) },
    Operation("abs", [apart]) { abs($0[0]) },
    Operation("squared relu", [apart]) { squaredReLU($0[0]) },
    Operation("soft cap", [x]) { softCapped($0[0], at: 1.5) },
    Operation("gated silu", [x, above]) { gatedSiLU(gate: $0[0], $0[1]) },
    Operation("interpolation", [x, above, Tensor(0.3)]) { interpolated($0[0], $0[1], share: $0[2]) },
    Operation("gelu exact", [x]) { gelu($0[0], form: .exact) },
    Operation("gelu tanh", [x]) { gelu($0[0], form: .tanh) },
  ]
}

private let products: [Operation] =
  [
    (Shape([2, 3]), Shape([3, 4])), ([1, 1], [1, 1]), ([2, 2, 3], [3, 2]), ([2, 2, 3], [2, 3, 2]),
    ([1, 2, 3], [2, 3, 2]), ([2, 1, 2, 3], [2, 3, 2]), ([2, 3], [2, 3, 2]),
  ].enumerated().flatMap { index, shapes -> [Operation] in
    func transposed(_ shape: Shape) -> Shape { shape.dropLast(2) + shape.suffix(2).reversed() }
    let seed = UInt64(600 + 10 * index)
    let (a, b) = (normal(shapes.0, seed: seed), normal(shapes.1, seed: seed + 1))
    let (aT, bT) = (
      normal(transposed(shapes.0), seed: seed + 2), normal(transposed(shapes.1), seed: seed + 3)
    )
    return [
      Operation("matmul", [a, b]) { matmul($0[0], $0[1]) },
      Operation("matmul, left transposed", [aT, b]) { matmul($0[0], $0[1], leftTransposed: true) },
      Operation("matmul, right transposed", [a, bT]) { matmul($0[0], $0[1], rightTransposed: true) },
      Operation("matmul, both transposed", [aT, bT]) {
        matmul($0[0], $0[1], leftTransposed: true, rightTransposed: true)
      },
    ]
  } + [
    Operation("affine", [normal([2, 3, 4], seed: 1), normal([4, 2], seed: 2), normal([2], seed: 3)]) {
      affine($0[0], weight: $0[1], bias: $0[2])
    },
    Operation("affine of a vector", [normal([4], seed: 1), normal([4, 2], seed: 2), normal([2], seed: 3)]) {
      affine($0[0], weight: $0[1], bias: $0[2])
    },
    Operation("affine without bias", [normal([3, 4], seed: 1), normal([4, 2], seed: 2)]) {
      affine($0[0], weight: $0[1])
    },
  ]

private let movements: [Operation] = [
  Operation("reshape", [normal([2, 6], seed: 1)]) { $0[0].reshaped([3, -1]) },
  Operation("permute", [normal([2, 3, 4], seed: 2)]) { $0[0].permuted([2, 0, 1]) },
  Operation("transpose", [normal([2, 3, 4], seed: 3)]) { $0[0].transposed() },
  Operation("broadcast", [normal([3, 1], seed: 4)]) { $0[0].broadcast(to: [2, 3, 4]) },
  Operation("slice first axis", [normal([4, 3], seed: 5)]) { $0[0].sliced(axis: 0, 1..<3) },
  Operation("slice last axis", [normal([2, 3, 4], seed: 6)]) { $0[0].sliced(axis: -1, 2..<4) },
  Operation("select", [normal([2, 3, 4], seed: 7)]) { $0[0].selected(axis: 1, 2) },
  Operation("concatenate", [normal([2, 1, 3], seed: 8), normal([2, 2, 3], seed: 9)]) {
    concatenate($0, axis: 1)
  },
  Operation("split", [normal([2, 6], seed: 10)]) { x in
    let parts = x[0].split(count: 3, axis: 1)
    return parts[0] * parts[1] + 2 * parts[2]
  },
  Operation("stack", [normal([2, 3], seed: 11), normal([2, 3], seed: 12)]) { stack($0, axis: 1) },
  Operation("look up", [normal([4, 3], seed: 13)]) { lookUp($0[0], at: [1, 3, 1, 0, 1]) },
]

private let reductions: [Operation] = [
  Operation("sum", [normal([2, 3], seed: 1)]) { $0[0].sum() },
  Operation("sum first axis", [normal([2, 3, 2], seed: 2)]) { $0[0].sum(alongAxis: 0) },
  Operation("sum middle axis", [normal([2, 3, 2], seed: 3)]) { $0[0].sum(alongAxis: 1, keepingAxis: true) },
  Operation("sum axes", [normal([2, 3, 2], seed: 4)]) { $0[0].sum(alongAxes: [0, -1]) },
  Operation("mean", [normal([2, 3], seed: 5)]) { $0[0].mean() },
  Operation("mean last axis", [normal([2, 3], seed: 6)]) { $0[0].mean(alongAxis: -1) },
  Operation("mean axes", [normal([2, 3, 2], seed: 7)]) { $0[0].mean(alongAxes: [0, 2], keepingAxes: true) },
  Operation("variance", [normal([2, 4], seed: 8)]) { $0[0].variance(alongAxis: -1) },
  Operation("variance axes", [normal([2, 3, 2], seed: 9)]) { $0[0].variance(alongAxes: [1, 2]) },
  Operation("max", [separated([3, 4], seed: 10)]) { $0[0].max(alongAxis: 1) },
  Operation("max middle axis", [separated([2, 3, 2], seed: 11)]) {
    $0[0].max(alongAxis: 1, keepingAxis: true)
  },
  Operation("max axes", [separated([2, 3, 2], seed: 12)]) { $0[0].max(alongAxes: [0, 2]) },
]

private let rows: [Operation] =
  [[4], [2, 5], [2, 2, 3], [3, 1]].enumerated().flatMap { index, shape -> [Operation] in
    let x = normal(shape, seed: UInt64(700 + index))
    let width = shape[shape.count - 1]
    let classes = (0..<shape.dropLast().reduce(1, *)).map { ($0 * 2 + 1) % width }
    return [
      Operation("softmax", [x]) { softmax($0[0]) },
      Operation("softmax first axis", [x]) { softmax($0[0], alongAxis: 0) },
      Operation("log softmax", [x]) { logSoftmax($0[0]) },
      Operation("cross-entropy mean", [x]) { crossEntropy(logits: $0[0], targets: classes) },
      Operation("cross-entropy smoothed", [x]) {
        crossEntropy(logits: $0[0], targets: classes, labelSmoothing: 0.25)
      },
      Operation("cross-entropy sum", [x]) { crossEntropy(logits: $0[0], targets: classes, reduction: .sum) },
      Operation("layer norm", [x, normal([width], seed: 8), normal([width], seed: 9)]) {
        layerNorm($0[0], gain: $0[1], bias: $0[2])
      },
      Operation("rms norm", [x, normal([width], seed: 8)]) {
        rmsNorm($0[0], gain: $0[1], epsilon: 0.5)
      },
      Operation("rms norm without gain", [x]) { rmsNorm($0[0], epsilon: 0.5) },
      Operation("dropout", [x]) { dropout($0[0], rate: 0.4, seed: 3) },
    ]
  } + [
    Operation("rotation", [normal([2, 3, 4], seed: 1)]) {
      turningPairs(of: $0[0], cosines: normal([3, 2], seed: 2), sines: normal([3, 2], seed: 3))
    },
    Operation("causal softmax", [normal([2, 3, 3], seed: 1)]) {
      softmax($0[0].masked(.causal(queries: 3, keys: 3)))
    },
    Operation("cross-entropy with padding", [normal([4, 3], seed: 2)]) {
      crossEntropy(logits: $0[0], targets: [2, 0, 99, 1], keep: [true, true, false, true])
    },
  ]

@Suite("The gradient of every element of every operation, against central differences")
struct OperationGradientTests {
  @Test("arithmetic that broadcasts", arguments: arithmetic)
  func arithmeticGradient(_ operation: Operation) throws { try check(operation) }

  @Test("functions of one number", arguments: functions)
  func functionGradient(_ operation: Operation) throws { try check(operation) }

  @Test("matrix products", arguments: products)
  func productGradient(_ operation: Operation) throws { try check(operation) }

  @Test("movements", arguments: movements)
  func movementGradient(_ operation: Operation) throws { try check(operation) }

  @Test("reductions", arguments: reductions)
  func reductionGradient(_ operation: Operation) throws { try check(operation) }

  @Test("softmax, norms and losses", arguments: rows)
  func rowGradient(_ operation: Operation) throws { try check(operation) }

  @Test(
    "every operation with its first input used twice",
    arguments: [functions, products, movements, reductions, rows].flatMap { $0 })
  func usedTwice(_ operation: Operation) throws {
    try check(
      Operation("twice \(operation.name)", operation.inputs) { inputs in
        var changed = inputs
        changed[0] = 0.5 * inputs[0] + 0.5 * inputs[0]
        return operation.function(inputs) + operation.function(changed)
      })
  }

  private func check(_ operation: Operation) throws {
    let report = try checkGradient(of: operation.name, at: operation.inputs, operation.function)
    #expect(report.elementCount == operation.inputs.reduce(0) { $0 + $1.count })
  }
}

@Suite("The gradient checker itself")
struct GradientCheckTests {
  @Test("names operation, element, both numbers and the relative error of a wrong pullback")
  func wrongPullbackIsFound() throws {
    let x = Tensor([[1, 2], [3, 4]])
    let failure = #expect(throws: GradientMismatch.self) {
      try checkGradient(of: "halved square", at: [x]) { inputs in
        differentiable("square", inputs[0]) { x in (x * x, { upstream in upstream * x }) }
      }
    }
    let mismatch = try #require(failure)
    #expect(mismatch.element == [0, 0])
    #expect(mismatch.input == 0)
    #expect(Swift.abs(mismatch.relativeError - 0.5) < 1e-3)
    for part in ["halved square", "input 0", "[0, 0]", "\(mismatch.gradient)", "\(mismatch.measured)"] {
      #expect(mismatch.description.contains(part))
    }
  }

  @Test("finds a wrong gradient that a plain sum of a softmax would not show")
  func softmaxIsNotProvedByItsSum() {
    #expect(throws: GradientMismatch.self) {
      try checkGradient(of: "softmax", at: [normal([2, 4], seed: 1)]) { inputs in
        differentiable("softmax", inputs[0]) { x in
          let y = softmax(x)
          return (y, { upstream in upstream * y * (1 - y) })  // the diagonal of the Jacobian alone
        }
      }
    }
  }

  @Test("finds a wrong gradient of a later input, and differences above the tolerance alone")
  func toleranceAndInput() throws {
    func scaled(by factor: Float, tolerance: Double) throws {
      try checkGradient(of: "product", at: [Tensor([2]), Tensor([3])], tolerance: tolerance) { inputs in
        differentiable("product", inputs[0], inputs[1]) { x, y in
          (x * y, { $0 * y }, { factor * $0 * x })
        }
      }
    }
    try scaled(by: 1.001, tolerance: 2e-3)
    let failure = #expect(throws: GradientMismatch.self) { try scaled(by: 1.001, tolerance: 5e-4) }
    #expect(failure?.input == 1 && failure?.element == [0])
  }

  @Test("finds one wrong element among many")
  func oneWrongElement() throws {
    let failure = #expect(throws: GradientMismatch.self) {
      try checkGradient(of: "spoiled", at: [normal([3, 4], seed: 2)]) { inputs in
        differentiable("spoiled", inputs[0]) { x in
          (
            sin(x),
            { upstream in
              var change = (upstream * cos(x)).scalars
              change[7] *= 1.02
              return Tensor(shape: x.shape, scalars: change)
            }
          )
        }
      }
    }
    #expect(try #require(failure).element == [1, 3])
  }
}
