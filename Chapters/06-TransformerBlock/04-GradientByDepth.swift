import Autodiff
import Neural
import Notebook
import Randomness

/// Blocks, one after the other.
private struct Stack {
  let name: String
  let blocks: [TransformerBlock]
  var breakage = Breakage()

  /// What the first `depth` blocks make of x.
  func callAsFunction(_ x: Tensor, depth: Int) -> Tensor {
    (0..<depth).reduce(x) { x, index in
      scope("blocks.\(index)") { blocks[index].broken(x, by: breakage) }
    }
  }
}

/// What reaches the input of 2, 6 and 12 blocks, with and without the sums.
func gradientByDepth(_ notebook: ChapterNotebook, seed: Seed) {
  notebook.heading("The gradient by depth")
  notebook.prose(
    """
    Random tokens and two losses, w · Y: one of any kind, and one that **compares** tokens (it does not care for what \
    they have in common):
    """)
  notebook.code()
  var generator = seed.derived(3).generator()
  let tokens = Tensor.normal([16, 32], using: &generator)  // [time, width]
  let anyLoss = Tensor.normal([16, 32], using: &generator)
  let comparingLoss = anyLoss - anyLoss.mean(alongAxis: 0, keepingAxis: true)

  notebook.prose("Stacks of untrained blocks, put together in four ways:")
  notebook.declaration("broken", in: "Breakage.swift")
  notebook.declaration("Stack", in: "04-GradientByDepth.swift")
  notebook.code()
  var again = generator  // so that both kinds have the same weights
  let preNorm = (0..<12).map { _ in
    TransformerBlock(
      BlockConfiguration(channels: 32, headCount: 2), using: &generator)
  }
  let postNorm = (0..<12).map { _ in
    TransformerBlock(
      BlockConfiguration(channels: 32, headCount: 2, normPlacement: .post),
      using: &again)
  }
  let noSums = Breakage(noResidual: true)
  let neither = Breakage(noResidual: true, noNorm: true)
  let stacks = [
    Stack(name: "sums, pre-norm", blocks: preNorm),
    Stack(name: "sums, post-norm", blocks: postNorm),
    Stack(name: "no sums, normed", blocks: preNorm, breakage: noSums),
    Stack(name: "no sums, no norm", blocks: preNorm, breakage: neither),
  ]

  notebook.prose(
    """
    How large is the gradient at the **input**, relative to that at the output, for \(tokens.shape[0]) tokens of \
    \(tokens.shape[1]) channels? Once for any loss, once for the one that compares:
    """)
  notebook.code()
  func arriving(_ w: Tensor) -> [[Double]] {
    stacks.map { stack in
      [2, 6, 12].map { depth in
        let gradient = gradient(at: tokens) { x in
          (w * stack(x, depth: depth)).sum()
        }
        return gradient.norm / w.norm  // of ‖x‖ = √Σxᵢ²
      }
    }
  }
  let any = arriving(anyLoss)
  let compared = arriving(comparingLoss)

  notebook.guess(
    "Twelve layers deep, without the sum x + f(x): is the gradient at the input half, a hundredth, or a millionth of that with it?"
  )
  notebook.table(
    "gradient that reaches the input", columns: ["layers", "any: 2", "6", "12", "compare: 2", "6", "12"],
    rows: stacks.indices.map { index in
      [stacks[index].name] + (any[index] + compared[index]).map { NumberText.scientific($0, decimals: 1) }
    })

  notebook.code()
  let byBlock = stacks.map { stack in
    let (_, seen) = observing {
      gradient(at: tokens) { x in
        (comparingLoss * stack(x, depth: 12)).sum()
      }
    }
    return (0..<12).map { index in
      let gradient = seen["blocks.\(index).input"]?.gradient
      return (gradient?.norm ?? .nan) / comparingLoss.norm
    }
  }

  notebook.lineChart(
    "the comparing loss in 12 blocks",
    zip(stacks, byBlock).map { stack, gradients in
      .init(stack.name, x: gradients.indices.map(Double.init), y: gradients)
    }, xAxis: "input of block", yAxis: "gradient", isLogarithmic: true)

  notebook.prose("Which share of the output tells one token from another, after twelve blocks?")
  notebook.code()
  let spreads = stacks.map { stack in
    let output = stack(tokens, depth: 12)
    let common = output.mean(alongAxis: 0, keepingAxis: true)
    let differences = output - common
    let share = differences.norm / output.norm
    return share * share
  }

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
