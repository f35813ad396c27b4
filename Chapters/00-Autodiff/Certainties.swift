import Autodiff
import Notebook

/// Section 7: mistakes of other libraries that cannot be written here.
func whatCannotGoWrong(_ notebook: ChapterNotebook, _ letters: Letters, _ network: XORNetwork) {
  notebook.heading("What cannot go wrong here")
  notebook.prose(
    """
    A model is a value and a gradient belongs to one call. So there is no gradient to clear before the next \
    step, no tape to detach from, and no mode to forget; a nudge of a copy leaves the original alone.
    """)
  notebook.code(
    """
    gradient(at: x) { $0 * $0 }  // a value used twice: 2x
    valueWithGradient(at: network, of: loss)  // twice: the same, bit for bit
    """)
  let x = letters.b
  let square = gradient(at: x) { $0 * $0 }
  notebook.check("a value used twice adds: d(x·x)/dx = 2x", isTrue: square == 2 * x)

  let first = valueWithGradient(at: network, of: XOR.loss)
  let second = valueWithGradient(at: network, of: XOR.loss)
  let areEqual = zip(first.gradient.parameters, second.gradient.parameters).allSatisfy {
    $0.value == $1.value
  }
  notebook.check(
    "calling twice gives the same value and gradient: nothing adds up in between",
    isTrue: areEqual && first.value == second.value)

  var copy = network
  copy.outputBias += 1
  notebook.check(
    "changing a copy leaves the model alone", isTrue: copy.outputBias == network.outputBias + 1)

  let unused = gradient(at: letters) { $0.a * 2 }
  notebook.check("what the result does not depend on has the gradient 0", isTrue: unused.f == 0)

  let (_, seen) = observing(graph: true) { network(XOR.inputs) }
  notebook.check("outside of a gradient no graph is recorded", isTrue: seen.graph == nil)

  let (doubling, walked) = observing(graph: true) {
    valueWithGradient(at: x) { start in (0..<30).reduce(start) { sum, _ in sum + sum } }
  }
  notebook.check(
    "doubled 30 times: 2³⁰ paths, and a walk of 31 visits",
    isTrue: doubling.gradient == Tensor(0x1p30) && walked.graph?.vertices.count == 31)

  let length = 100_000
  let chain = gradient(at: x) { start in
    var sum = start
    for _ in 0..<length { sum += 1 }
    return sum
  }
  notebook.check(
    "a chain of \(length.grouped) additions neither overflows the stack nor loses its gradient",
    measured: chain.scalar,
    near: 1, within: 0)
}
