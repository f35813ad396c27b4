import Autodiff
import Notebook

/// Section 8: mistakes of other libraries that cannot be written here.
func whatCannotGoWrong(_ notebook: ChapterNotebook, _ network: XORNetwork, a: Double, b: Double) {
  notebook.heading("What cannot go wrong here")
  notebook.prose(
    """
    A model is a value and a gradient belongs to one call. So there is no gradient to clear before the next \
    step, no tape to detach from, and no mode to forget; a nudge of a copy leaves the original alone.
    """)
  notebook.code()
  let x = Tensor(Float(b))
  let ofSquare = gradient(at: x) { $0 * $0 }

  notebook.check("a value used twice adds: d(x·x)/dx = 2x", isTrue: ofSquare == 2 * x)

  notebook.code()
  let once = valueWithGradient(at: network, of: XOR.loss)
  let again = valueWithGradient(at: network, of: XOR.loss)

  let areEqual = zip(once.gradient.parameters, again.gradient.parameters).allSatisfy { $0.value == $1.value }
  notebook.check(
    "calling twice gives the same value and gradient: nothing adds up in between",
    isTrue: areEqual && once.value == again.value)

  notebook.code()
  var copy = network
  copy.outputBias += 1

  notebook.check(
    "changing a copy leaves the model alone", isTrue: copy.outputBias == network.outputBias + 1)

  notebook.code()
  let ofFirst = gradient(at: [Tensor(Float(a)), x]) { $0[0] * 2 }

  notebook.check("what the result does not depend on has the gradient 0", isTrue: ofFirst[1] == 0)

  notebook.code()
  let (_, untracked) = observing(graph: true) { network(XOR.inputs) }

  notebook.check("outside of a gradient no graph is recorded", isTrue: untracked.graph == nil)

  notebook.code()
  let (doubling, doublings) = observing(graph: true) {
    valueWithGradient(at: x) { start in
      (0..<30).reduce(start) { sum, _ in sum + sum }
    }
  }

  notebook.check(
    "doubled 30 times: 2³⁰ paths, and a walk of 31 visits",
    isTrue: doubling.gradient == Tensor(0x1p30) && doublings.graph?.vertices.count == 31)

  notebook.code()
  let length = 100_000
  let ofChain = gradient(at: x) { start in
    var sum = start
    for _ in 0..<length { sum += 1 }
    return sum
  }

  notebook.check(
    "a chain of \(length.grouped) additions neither overflows the stack nor loses its gradient",
    measured: ofChain.scalar, near: 1, within: 0)
}
