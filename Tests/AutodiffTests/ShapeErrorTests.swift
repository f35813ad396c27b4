import Autodiff
import Testing

/// Shape mistakes are programmer errors: they stop, also in release, with both shapes in the message.
@Suite("Shape mistakes stop with both shapes in the message")
struct ShapeErrorTests {
  private func expectMessage(_ parts: String..., in result: ExitTest.Result?) {
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    for part in parts {
      #expect(message.contains(part), "«\(part)» is not in «\(message)»")
    }
  }

  @Test func arithmetic() async {
    expectMessage(
      "[2, 3]", "[2]",
      in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor.ones([2, 3]) + Tensor.ones([2])
      })
  }

  @Test func matrixProduct() async {
    expectMessage(
      "[2, 3]", "[2, 4]", "matmul",
      in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = matmul(.ones([2, 3]), .ones([2, 4]))
      })
  }

  @Test func reshaping() async {
    expectMessage(
      "[2, 3]", "[4, 2]",
      in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor.ones([2, 3]).reshaped([4, 2])
      })
  }

  @Test func concatenation() async {
    expectMessage(
      "[2, 3]", "[3, 2]",
      in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = concatenate([.ones([2, 3]), .ones([3, 2])], axis: 0)
      })
  }

  @Test func normalization() async {
    expectMessage(
      "[2, 3]", "[4]",
      in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = layerNorm(.ones([2, 3]), gain: .ones([4]), bias: .zeros([3]))
      })
  }

  @Test func masking() async {
    expectMessage(
      "[2, 3]", "[3, 3]",
      in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor.ones([2, 3]).masked(.causal(queries: 3, keys: 3))
      })
  }

  @Test func targetOutsideTheClasses() async {
    expectMessage(
      "target 7", "[1, 3]",
      in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = crossEntropy(logits: .ones([1, 3]), targets: [7])
      })
  }

  @Test func indexOutsideTheTable() async {
    expectMessage(
      "index 5", "4 rows",
      in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = lookUp(.ones([4, 2]), at: [0, 5])
      })
  }

  @Test func lossThatIsNoScalar() async {
    expectMessage(
      "[2]",
      in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = valueWithGradient(at: Tensor([1, 2])) { $0 }
      })
  }
}
