import Autodiff
import Formulas
import Neural
import Notebook
import Randomness

/// Y = X + F(X), and why its derivative cannot vanish.
func residualSum(_ notebook: ChapterNotebook, _ lesson: Lesson, seed: Seed) throws {
  notebook.heading("The sum that keeps depth alive")
  let residual = Formula.of(.s1_3_4_RES)
  let (sum, plain) = try (
    residual.published.compute(residual.published.example).number("gain"),
    residual.reading("plain").compute(residual.published.example).number("gain")
  )
  notebook.prose(
    """
    A sub-layer does not replace a token, it adds to it. The derivative of the sum is **I + F′**: whatever F does, \
    the I stays, and the gradient has a road from the last layer to the first. With F′ = 0.1 in each of 30 layers, \
    \(NumberText.fixed(sum, decimals: 1)) times the gradient arrives with the sums, and \
    \(NumberText.scientific(plain, decimals: 0)) of it without.
    """)
  notebook.formula(.s1_3_4_RES)
  notebook.code("gradient(at: Tensor([1, 2])) { x in (x + square(x)).sum() }  // 1 + 2x")
  let toy = gradient(at: Tensor([1, 2])) { x in (x + square(x)).sum() }
  notebook.check(
    "F(x) = x² at (1, 2): the gradient is (3, 5)", measured: toy.distance(to: Tensor([3, 5])), atMost: 1e-6)
  notebook.check("1.1³⁰", measured: sum, near: 17.449_402_3, within: 1e-6)
  notebook.check("0.1³⁰", measured: plain, near: 1e-30, within: 1e-36)

  var generator = seed.generator()
  let block = lesson.block
  let cotangent = Tensor.normal(lesson.input.shape, using: &generator)
  func attended(_ x: Tensor) -> Tensor { block.attention(block.attentionNorm(x)) }
  let whole = gradient(at: lesson.input) { x in (cotangent * (x + attended(x))).sum() }
  let inner = gradient(at: lesson.input) { x in (cotangent * attended(x)).sum() }
  notebook.check(
    "your sentence, F = attention: gradient of X + F(X) less that of F(X) is I",
    measured: (whole - inner).distance(to: cotangent), atMost: 1e-5 * (1 + inner.largestMagnitude))
}

/// A stack of blocks put together in one way, and the gradient that reaches its input.
private struct Stack {
  let name: String
  let wiring: Wiring

  /// ‖∂L/∂X‖ relative to ‖∂L/∂Y‖ for L = Σ w ⊙ Y.
  func gradient(_ blocks: some Collection<TransformerBlock>, at input: Tensor, cotangent: Tensor) -> Double {
    Autodiff.gradient(at: input) { x in (cotangent * output(blocks, x)).sum() }.norm / cotangent.norm
  }

  func output(_ blocks: some Collection<TransformerBlock>, _ input: Tensor) -> Tensor {
    blocks.reduce(input) { x, block in wiring.writtenOut(block, x) }
  }

  /// The same gradient at the input of every block, the first block's first.
  func gradients(_ blocks: [TransformerBlock], at input: Tensor, cotangent: Tensor) -> [Double] {
    let (_, seen) = observing {
      Autodiff.gradient(at: input) { x in
        let output = blocks.enumerated().reduce(x) { x, numbered in
          scope("blocks.\(numbered.offset)") { wiring.writtenOut(numbered.element, x) }
        }
        return (cotangent * output).sum()
      }
    }
    return blocks.indices.map { (seen["blocks.\($0).input"]?.gradient?.norm ?? .nan) / cotangent.norm }
  }

  /// The share of the output's square sum that tells one token from another.
  func spread(_ blocks: [TransformerBlock], _ input: Tensor) -> Double {
    let output = output(blocks, input)
    let differences = output - output.mean(alongAxis: 0, keepingAxis: true)
    return (differences.norm * differences.norm) / (output.norm * output.norm)
  }
}

/// What reaches the input of 2, 6 and 12 blocks, with and without the sums.
func gradientByDepth(_ notebook: ChapterNotebook, seed: Seed) {
  notebook.heading("The gradient by depth")
  var generator = seed.generator()
  let (time, width) = (16, 32)
  let input = Tensor.normal([time, width], using: &generator)
  let anyLoss = Tensor.normal([time, width], using: &generator)
  let comparing = anyLoss - anyLoss.mean(alongAxis: 0, keepingAxis: true)
  let blocks = (0..<12).map { _ in
    TransformerBlock(BlockConfiguration(channels: width, headCount: 2), using: &generator)
  }
  let stacks = [
    Stack(name: "sums, pre-norm", wiring: Wiring(placement: .pre)),
    Stack(name: "sums, post-norm", wiring: Wiring(placement: .post)),
    Stack(name: "no sums, normed", wiring: Wiring(placement: .pre, hasResidual: false)),
    Stack(name: "no sums, no norm", wiring: Wiring(placement: .pre, hasResidual: false, hasNorm: false)),
  ]
  let depths = [2, 6, 12]
  func measure(_ cotangent: Tensor) -> [[Double]] {
    stacks.map { stack in
      depths.map { stack.gradient(blocks.prefix($0), at: input, cotangent: cotangent) }
    }
  }
  let (any, compared) = (measure(anyLoss), measure(comparing))
  let spreads = stacks.map { $0.spread(blocks, input) }
  notebook.prose(
    """
    Stacks of untrained blocks, \(time) random tokens of \(width) channels. How large is the gradient at the \
    **input**, relative to that at the output? Once for any loss, once for a loss that **compares** tokens (it \
    does not care for what they have in common):
    """)
  notebook.code("gradient(at: input) { x in (w * stack(x)).sum() }")
  notebook.table(
    "gradient that reaches the input", columns: ["layers", "any: 2", "6", "12", "compare: 2", "6", "12"],
    rows: stacks.indices.map { index in
      [stacks[index].name] + (any[index] + compared[index]).map { NumberText.scientific($0, decimals: 1) }
    })
  notebook.lineChart(
    "the comparing loss in 12 blocks",
    stacks.map { stack in
      .init(
        stack.name, x: blocks.indices.map(Double.init),
        y: stack.gradients(blocks, at: input, cotangent: comparing))
    }, xAxis: "input of block", yAxis: "gradient", isLogarithmic: true)
  notebook.prose(
    """
    Without sums and norms everything fades. With norms and without sums the first columns look healthy, and that is \
    the trap: the norm keeps the numbers large, but attention averages, again and again, and after twelve rounds \
    all tokens are **the same token**: \(NumberText.scientific(spreads[2], decimals: 0)) of the output tells them \
    apart (with the sums \(NumberText.fixed(100 * spreads[0], decimals: 0)) %), which is rounding. What compares tokens has \
    nothing left to learn from. And where the norm stands matters: before the sub-layer it leaves the road of the sums free; after \
    the sum it stands on it, \(NumberText.compact(compared[0][2] / compared[1][2], significant: 2)) times less arrives here (Xiong et al. 2020).
    """)
  notebook.check(
    "12 layers, sums, pre-norm: the gradient arrives", measured: compared[0][2], between: 0.3...30)
  notebook.check(
    "12 layers, neither sums nor norms: part of that, any loss", measured: any[3][2] / any[0][2], atMost: 1e-3
  )
  notebook.check(
    "12 layers, norms but no sums, comparing loss: part of that", measured: compared[2][2] / compared[0][2],
    atMost: 1e-3)
  notebook.check("though for any loss it looks healthy", measured: any[2][2], atLeast: 1e-2)
  notebook.check("because the tokens have become one: their differences", measured: spreads[2], atMost: 1e-6)
  notebook.check("with the sums they have not", measured: spreads[0], atLeast: 0.05)
  notebook.check(
    "pre-norm passes more than post-norm", measured: compared[0][2] / compared[1][2], atLeast: 1)
}
