import Autodiff
import Foundation
import Randomness
import Testing

@testable import AutodiffChapter

/// Operations that both engines have, for whole numbers and for all numbers.
private enum Operation: CaseIterable {
  case add, subtract, multiply, negate, relu, divide, power, exp, log, tanh

  static let exact: [Operation] = [.add, .subtract, .multiply, .negate, .relu]

  /// With a divisor, a radicand and the argument of a logarithm that are 1 or more, and an exponent of 1 at most.
  func callAsFunction(_ x: Scalar, _ y: Scalar) -> Scalar {
    switch self {
    case .add: x + y
    case .subtract: x - y
    case .multiply: x * y
    case .negate: -x
    case .relu: x.relu()
    case .divide: x / (y * y + 1.0)
    case .power: (x * x + 1.0).power(0.75)
    case .exp: x.tanh().exp()
    case .log: (x * x + 1.0).log()
    case .tanh: x.tanh()
    }
  }

  func callAsFunction(_ x: Tensor, _ y: Tensor) -> Tensor {
    switch self {
    case .add: x + y
    case .subtract: x - y
    case .multiply: x * y
    case .negate: -x
    case .relu: Autodiff.relu(x)
    case .divide: x / (y * y + 1)
    case .power: Autodiff.power(x * x + 1, 0.75)
    case .exp: Autodiff.exp(Autodiff.tanh(x))
    case .log: Autodiff.log(x * x + 1)
    case .tanh: Autodiff.tanh(x)
    }
  }
}

/// An expression in which every step takes the one before it and any other node, so that many are used again.
private struct RandomExpression {
  let leaves: [Double]
  private(set) var steps: [(operation: Operation, other: Int)] = []

  /// What is drawn too large to stay in the range is subtracted from instead, or bounded by tanh.
  init(
    of operations: [Operation], leaves: [Double], length: Int, atMost bound: Double,
    using generator: inout SeededGenerator
  ) {
    self.leaves = leaves
    var nodes = leaves.map { Scalar($0) }
    for _ in 0..<length {
      let other = Int.random(in: 0..<nodes.count, using: &generator)
      var operation = operations.randomElement(using: &generator) ?? .add
      if operation(nodes[nodes.count - 1], nodes[other]).value.magnitude > bound {
        operation = operations.contains(.tanh) ? .tanh : .negate
      }
      nodes.append(operation(nodes[nodes.count - 1], nodes[other]))
      steps.append((operation, other))
    }
  }

  /// Whether a node is the input of more than one operation.
  var reusesNodes: Bool {
    let others = steps.indices.map { steps[$0].other }
    return Set(others).count < others.count
      || zip(steps.indices, others).contains { $1 < leaves.count + $0 - 1 && $1 >= leaves.count }
  }

  func nodes<Number>(
    from start: [Number], _ apply: (Operation, Number, Number) -> Number
  ) -> [Number] {
    steps.reduce(into: start) { nodes, step in
      nodes.append(apply(step.operation, nodes[nodes.count - 1], nodes[step.other]))
    }
  }

  /// The gradient of the last node at every leaf by both engines, and at every node by the engine on one page.
  func gradients() throws -> (engine: [Double], library: [Double], largest: Double) {
    let nodes = nodes(from: leaves.map { Scalar($0) }) { $0($1, $2) }
    let gradient = try #require(nodes.last).backward()
    return (
      leaves.indices.map { gradient[nodes[$0], default: 0] }, libraryGradient(),
      gradient.values.map(\.magnitude).max() ?? 0
    )
  }

  private func libraryGradient() -> [Double] {
    Autodiff.gradient(at: leaves.map { Tensor(Float($0)) }) { leaves in
      nodes(from: leaves) { $0($1, $2) }.last ?? 0
    }.map { Double($0.scalar) }
  }
}

@Suite("The engine on one page")
struct ScalarEngineTests {
  private func generator(_ index: Int) -> SeededGenerator { Seed(7).derived(index).generator() }

  @Test("over random expressions of whole numbers its gradients are Tensor's, bit for bit")
  func wholeNumbers() throws {
    var reusing = 0
    for index in 0..<300 {
      var generator = generator(index)
      let leaves = (0..<4).map { _ in Double(Int.random(in: -3...3, using: &generator)) }
      let expression = RandomExpression(
        of: Operation.exact, leaves: leaves, length: 9, atMost: 100, using: &generator)
      let gradients = try expression.gradients()
      // Sums and products of whole numbers are exact in Float too, while they stay below 2²⁴.
      try #require(gradients.largest < 0x1p24)
      #expect(gradients.engine == gradients.library, "expression \(index)")
      reusing += expression.reusesNodes ? 1 : 0
    }
    #expect(reusing > 250)
  }

  @Test("over random expressions of every operation they are Tensor's up to the rounding of Float")
  func everyOperation() throws {
    var used: Set<Operation> = []
    for index in 0..<300 {
      var generator = generator(1_000 + index)
      let leaves = (0..<4).map { _ in Double.random(in: -2...2, using: &generator) }
      let expression = RandomExpression(
        of: Operation.allCases, leaves: leaves, length: 12, atMost: 4, using: &generator)
      let gradients = try expression.gradients()
      for (engine, library) in zip(gradients.engine, gradients.library) {
        #expect((engine - library).magnitude <= 2e-5 * (1 + gradients.largest), "expression \(index)")
      }
      used.formUnion(expression.steps.map(\.operation))
    }
    #expect(used.count == Operation.allCases.count)
  }

  @Test(
    "the slopes of an operation are those that central differences measure", arguments: Operation.allCases)
  fileprivate func slopes(_ operation: Operation) {
    for (x, y) in [(0.7, -1.3), (-0.4, 0.9), (1.6, 2.5)] {
      let (first, second) = (Scalar(x), Scalar(y))
      let gradient = operation(first, second).backward()
      func moved(_ byX: Double, _ byY: Double) -> Double {
        operation(Scalar(x + byX), Scalar(y + byY)).value
      }
      let step = 1e-5
      let measured = (
        (moved(step, 0) - moved(-step, 0)) / (2 * step), (moved(0, step) - moved(0, -step)) / (2 * step)
      )
      #expect((gradient[first, default: 0] - measured.0).magnitude < 1e-8)
      #expect((gradient[second, default: 0] - measured.1).magnitude < 1e-8)
    }
  }

  @Test("a node comes after its inputs, and once; the first that the backward pass visits is the result")
  func order() throws {
    for index in 0..<50 {
      var generator = generator(index)
      let expression = RandomExpression(
        of: Operation.exact, leaves: [1, 2, 3], length: 12, atMost: 100, using: &generator)
      let result = try #require(expression.nodes(from: [1, 2, 3].map { Scalar($0) }) { $0($1, $2) }.last)
      let order = result.inputsFirst()
      #expect(order.last == result && Set(order).count == order.count)
      for (place, node) in order.enumerated() {
        #expect(node.inputs.allSatisfy { order[..<place].contains($0.node) })
      }
      let levels = levelByLevel(from: result)
      #expect(levels.first == result && levels.count == order.count && Set(levels) == Set(order))
    }
  }

  @Test("a value used twice adds, calling twice does not, and the slope of relu at 0 is 0")
  func rules() {
    let x: Scalar = 3.0
    let square = x * x
    #expect(square.backward()[x] == 6)
    #expect(square.backward()[x] == 6)
    #expect(square.backward()[square] == 1)
    let kink = Scalar(0)
    #expect(kink.relu().backward()[kink] == 0)
  }

  @Test("nodes of one value are two nodes")
  func identity() {
    let (x, y) = (Scalar(2), Scalar(2))
    #expect(x != y && Set([x, y, x]).count == 2)
    let gradient = (x * x + y).backward()
    #expect(gradient[x] == 4 && gradient[y] == 1)
  }

  @Test("the walks of section 3: early, at every arrival, overwriting")
  func walks() {
    let (a, b) = (Scalar(2), Scalar(5))
    let e = a * b  // used twice, once directly below the result
    let sum = e + e * a
    #expect(walk(sum.inputsFirst().reversed()).reached == sum.backward())
    // 1 and a by way of the product; of b = a·1 + a·a the second is lost when e goes first.
    #expect(sum.backward()[b] == 6 && walk(levelByLevel(from: sum)).reached[b] == 2)
    #expect(walk(everyArrival(from: sum)).reached[b] == 8)  // 2, and then 6
    #expect(walk(sum.inputsFirst().reversed(), overwriting: true).reached[e] == 2)
    #expect(everyArrival(from: sum).count { $0 == b } == 2)
  }
}
