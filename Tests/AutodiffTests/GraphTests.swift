import Autodiff
import Synchronization
import Testing

private struct Line: Module {
  var slope: Tensor
  var intercept: Tensor

  mutating func visitParameters(_ visitor: ParameterVisitor) {
    visitor.visit("slope", &slope)
    visitor.visit("intercept", &intercept)
  }
}

private struct Stack: Module {
  var lines: [Line]
  var extra: Tensor?

  mutating func visitParameters(_ visitor: ParameterVisitor) {
    visitor.visit("lines", &lines)
    visitor.visit("extra", &extra)
  }
}

@Suite("Taking gradients")
struct GraphTests {
  @Test("a value used twice receives the sum of both gradients")
  func valueUsedTwice() {
    let x = Tensor(3)
    #expect(gradient(at: x) { x in x * x + x } == 7)
    #expect(
      gradient(at: x) { x in
        let y = x * x; return y + y * y
      } == 114)
  }

  @Test("calling twice gives the same gradient: nothing accumulates between calls")
  func calledTwice() {
    let function: (Tensor) -> Tensor = { ($0 * $0).sum() }
    let x = Tensor([1, 2])
    #expect(gradient(at: x, of: function) == Tensor([2, 4]))
    #expect(gradient(at: x, of: function) == Tensor([2, 4]))
  }

  @Test("one table used as input and as output head receives both changes")
  func tiedTable() {
    let table = Tensor([[1, 2], [3, 4]])
    // L = Σ (E₀ · Eᵀ) = Σⱼ E₀·Eⱼ; ∂L/∂E₀ = E₀ + Σⱼ Eⱼ and ∂L/∂E₁ = E₀.
    let slope = gradient(at: table) { matmul(lookUp($0, at: [0]), $0, rightTransposed: true).sum() }
    #expect(slope == Tensor([[1 + 4, 2 + 6], [1, 2]]))
  }

  @Test("the gradient of a model is a model, and unused parameters have a gradient of zeros")
  func gradientIsAModel() {
    let model = Line(slope: 2, intercept: Tensor([5, 6]))
    let (value, slope) = valueWithGradient(at: model) { $0.slope * 3 }
    #expect(value == 6)
    #expect(slope.slope == 3)
    #expect(slope.intercept == .zeros([2]))
  }

  @Test("the gradient with respect to two arguments")
  func twoArguments() {
    let (value, slopes) = valueWithGradient(at: Tensor(3), Tensor(4)) { $0 * $1 }
    #expect(value == 12)
    #expect(slopes.0 == 4)
    #expect(slopes.1 == 3)
  }

  @Test("outside valueWithGradient, and for constants inside it, nothing flows")
  func constants() {
    let constant = Tensor(2)
    #expect(gradient(at: Tensor(3)) { x in constant * constant + 0 * x } == 0)
    #expect(gradient(at: Tensor(3)) { x in x.detached * x } == 3)
    #expect(gradient(at: Tensor(3)) { _ in Tensor(1) } == 0)
  }

  @Test("a tensor that escaped an earlier call is a constant in a later one")
  func escapedTensor() {
    var escaped = Tensor(0)
    _ = gradient(at: Tensor(3)) { x in
      escaped = x * x
      return escaped
    }
    #expect(gradient(at: Tensor(5)) { x in x * escaped } == 9)
  }

  @Test("a gradient inside a gradient sees the outer parameters as constants")
  func nested() {
    let slope = gradient(at: Tensor(3)) { x in
      let inner = gradient(at: x) { $0 * $0 }  // 2x = 6, a constant outside
      return x * inner
    }
    #expect(slope == 6)
  }

  @Test("of two inputs only the one that is tracked has its pullback run")
  func onlyNeededPullbacks() {
    let runs = Mutex<[String]>([])
    func product(_ x: Tensor, _ y: Tensor) -> Tensor {
      differentiable("product", x, y) { x, y in
        (
          x * y,
          { upstream in
            runs.withLock { $0.append("first") }
            return upstream * y
          },
          { upstream in
            runs.withLock { $0.append("second") }
            return upstream * x
          }
        )
      }
    }
    #expect(gradient(at: Tensor(3)) { product($0, 4) } == 4)
    #expect(gradient(at: Tensor(3)) { product(4, $0) } == 4)
    #expect(product(3, 4) == 12)
    #expect(runs.withLock { $0 } == ["first", "second"])
  }

  @Test("an operation of many inputs says which it needs, and may leave the others out")
  func neededInputs() {
    let slopes = gradient(at: [Tensor(2), Tensor(3)]) { tracked in
      differentiable("sum", [tracked[0], Tensor(5), tracked[1]]) { inputs in
        (inputs[0] + inputs[1] + inputs[2], { upstream, needed in needed.map { $0 ? upstream : nil } })
      }
    }
    #expect(slopes == [1, 1])
  }

  @Test("a module is tracked when any one of its parameters is, absent ones and constants aside")
  func trackedByAnyParameter() {
    let line = Line(slope: 1, intercept: 2)
    for stack in [Stack(lines: [line, line], extra: 3), Stack(lines: [line]), Stack(lines: [])] {
      #expect(!stack.isTracked)
      for index in stack.parameters.indices {
        _ = gradient(at: stack.parameters[index].value) { tracked in
          var (copy, next) = (stack, 0)
          copy.forEachParameter { _, parameter in
            if next == index { parameter = tracked }
            next += 1
          }
          #expect(copy.isTracked && !stack.isTracked, "\(stack.parameters[index].name)")
          return tracked
        }
      }
    }
  }

  @Test("the value that comes out is a constant, also of another gradient")
  func valueIsAConstant() {
    let slope = gradient(at: Tensor(3)) { x in
      let (value, inner) = valueWithGradient(at: x) { $0 * $0 }
      #expect(!value.isTracked && !inner.isTracked)
      return x * value
    }
    #expect(slope == 9)
  }

  @Test("errors thrown inside come out")
  func thrownErrors() {
    struct Refused: Error {}
    #expect(throws: Refused.self) {
      try valueWithGradient(at: Tensor(1)) { _ -> Tensor in throw Refused() }
    }
  }

  @Test("a graph of a million nodes neither overflows the stack nor takes long, and leaves nothing behind")
  func millionNodes() {
    let slope = gradient(at: Tensor(1)) { x in
      var sum = x
      for _ in 0..<1_000_000 { sum = sum + x }
      return sum
    }
    #expect(slope == 1_000_001)
  }

  @Test("a long chain that is dropped before a gradient is taken is freed without recursion")
  func droppedChain() {
    let slope = gradient(at: Tensor(1)) { x in
      var unused = x
      for _ in 0..<1_000_000 { unused = unused + 1 }
      unused = x
      return x * 2 + unused * 0
    }
    #expect(slope == 2)
  }

  @Test("parameters are walked in order, with dotted names, through arrays and optionals")
  func names() {
    let line = Line(slope: 1, intercept: Tensor([2, 3]))
    let with = Stack(lines: [line, line], extra: Tensor([4]))
    #expect(
      with.parameters.map(\.name) == [
        "lines.0.slope", "lines.0.intercept", "lines.1.slope", "lines.1.intercept", "extra",
      ])
    #expect(with.parameterCount == 7)
    #expect(
      Stack(lines: [line], extra: nil).parameters.map(\.name) == ["lines.0.slope", "lines.0.intercept"])
  }

  @Test("a model is a value: changing a copy leaves the original as it was")
  func copies() {
    let original = Stack(lines: [Line(slope: 1, intercept: 2)], extra: 3)
    var copy = original
    copy.forEachParameter { _, parameter in parameter = parameter * 10 }
    #expect(original.parameters.map(\.value) == [1, 2, 3])
    #expect(copy.parameters.map(\.value) == [10, 20, 30])
  }
}

@Suite("Looking at intermediates")
struct ObservationTests {
  private func layer(_ x: Tensor) -> Tensor {
    let hidden = observe("hidden", x * x)
    return scope("inner") { observe("result", hidden + 1) }
  }

  @Test("names carry the scopes they were computed in, in order, with values and gradients")
  func namesValuesGradients() throws {
    let (_, seen) = observing {
      gradient(at: Tensor(3)) { x in scope("outer") { 2 * layer(x) } }
    }
    #expect(seen.map(\.name) == ["outer.hidden", "outer.inner.result"])
    #expect(seen["outer.hidden"]?.value == 9)
    #expect(seen["outer.hidden"]?.gradient == 2)
    #expect(seen["outer.inner.result"]?.value == 10)
    #expect(seen["absent"] == nil)
  }

  @Test("without a gradient being taken, values are seen and have none")
  func withoutGradient() {
    let (result, seen) = observing { layer(Tensor(2)) }
    #expect(result == 5)
    #expect(seen["hidden"]?.value == 4)
    #expect(seen["hidden"]?.gradient == nil)
  }

  @Test("of a name that is seen twice the last is found, and both are listed")
  func nameSeenTwice() {
    let (_, seen) = observing {
      gradient(at: Tensor(3)) { x in layer(x) + 10 * layer(2 * x) }
    }
    #expect(seen.map(\.name) == ["hidden", "inner.result", "hidden", "inner.result"])
    #expect(seen.map(\.value) == [9, 10, 36, 37] && seen["hidden"]?.value == 36)
    #expect(seen.map(\.gradient) == [1, 1, 10, 10])
  }

  @Test("what is observed but not used has no gradient, and who looks inside sees only what is inside")
  func nestedAndUnused() {
    let (inner, seen) = observing {
      scope("outer") {
        _ = gradient(at: Tensor(3)) { x in
          observe("unused", x * 7)
          return x
        }
        return observing { layer(Tensor(2)) }.observations
      }
    }
    #expect(seen.map(\.name) == ["outer.unused"])
    #expect(seen["outer.unused"]?.value == 21 && seen["outer.unused"]?.gradient == nil)
    #expect(inner.map(\.name) == ["hidden", "inner.result"])
  }

  @Test("the graph is that of the last gradient, and there is none unless it is asked for")
  func lastGraph() {
    let (_, seen) = observing(graph: true) {
      _ = gradient(at: Tensor(2)) { $0 * 3 }
      _ = gradient(at: Tensor(2)) { exp($0) }
    }
    #expect(seen.graph?.vertices.map(\.operation) == ["", "exp"])
    #expect(observing { gradient(at: Tensor(2)) { exp($0) } }.observations.graph == nil)
  }

  @Test("nobody looking changes nothing")
  func unobserved() {
    #expect(layer(Tensor(2)) == 5)
    #expect(!Observation.isActive)
  }

  @Test("the graph lists every value after its inputs, with names, operations and gradients")
  func graph() throws {
    let (_, seen) = observing(graph: true) {
      valueWithGradient(at: Tensor(2), Tensor(-3)) { a, b in
        observe("L", observe("e", a * b) + 10)
      }
    }
    let vertices = try #require(seen.graph).vertices
    #expect(vertices.map(\.operation) == ["0", "1", "*", "constant", "+"])
    #expect(vertices.map(\.label) == [nil, nil, "e", nil, "L"])
    #expect(vertices.map(\.inputs) == [[], [], [0, 1], [], [2, 3]])
    #expect(vertices.map(\.value) == [2, -3, -6, 10, 4])
    #expect(vertices.map(\.gradient) == [-3, 2, 1, 1, 1])
    #expect(vertices.allSatisfy { vertex in vertex.inputs.allSatisfy { $0 < vertex.index } })
  }
}
