import Autodiff
import Formulas
import Neural
import Notebook
import Randomness

/// Y = X + F(X), and why its derivative cannot vanish.
func residualSum(_ notebook: ChapterNotebook, _ lesson: Lesson) throws {
  let (block, input, seed) = (lesson.block, lesson.input, lesson.seed)
  notebook.heading("The sum that keeps depth alive")
  notebook.prose(
    """
    A sub-layer does not replace a token, it adds to it. The derivative of the sum is **I + F′**: whatever F does, \
    the I stays, and the gradient has a road from the last layer to the first.
    """)
  notebook.formula(.s1_3_4_RES)
  notebook.code()
  let slope = gradient(at: Tensor([1, 2])) { x in
    (x + square(x)).sum()  // its derivative is 1 + 2x
  }

  notebook.check(
    "F(x) = x² at (1, 2): the gradient is (3, 5)", measured: slope.distance(to: Tensor([3, 5])), atMost: 1e-6)

  notebook.code()
  let forms = Formula.of(.s1_3_4_RES)
  let layers = forms.published.example  // F′ = 0.1 in each of 30
  let sum = try forms.published.compute(layers).number("gain")
  let plain = try forms.reading("plain").compute(layers).number("gain")

  notebook.prose(
    """
    With F′ = 0.1 in each of 30 layers, \(NumberText.fixed(sum, decimals: 1)) times the gradient arrives with the \
    sums, and \(NumberText.scientific(plain, decimals: 0)) of it without.
    """)
  notebook.check("1.1³⁰", measured: sum, near: 17.449_402_3, within: 1e-6)
  notebook.check("0.1³⁰", measured: plain, near: 1e-30, within: 1e-36)

  notebook.code()
  func attended(_ x: Tensor) -> Tensor {
    block.attention(block.attentionNorm(x))  // F
  }
  var generator = seed.derived(2).generator()
  let w = Tensor.normal(input.shape, using: &generator)
  let whole = gradient(at: input) { x in (w * (x + attended(x))).sum() }
  let inner = gradient(at: input) { x in (w * attended(x)).sum() }

  notebook.check(
    "your sentence, F = attention: gradient of X + F(X) less that of F(X) is I",
    measured: (whole - inner).distance(to: w), atMost: 1e-5 * (1 + inner.largestMagnitude))
}
