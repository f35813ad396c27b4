import Autodiff
import Neural
import Notebook

/// What a block has made of a sentence: what its first norm makes, the first sum, and the output, `[time, width]` each.
typealias Made = (normalized: Tensor, residual: Tensor, output: Tensor)

/// The block of GPT-2, line by line: normalise, attend, add; normalise, think, add.
func preNorm(
  _ notebook: ChapterNotebook, _ words: [String], _ input: Tensor, _ block: TransformerBlock, _: Breakage
) -> Made {
  notebook.prose(
    """
    **Layer norm.** Each token is put on its own scale: minus its mean, divided by its deviation. (Not a step of \
    S3's; S1 §3.3 has it.)
    """)
  notebook.code()
  let mean = input.mean(alongAxis: 1, keepingAxis: true)  // [time, 1]
  let variance = input.variance(alongAxis: 1, keepingAxis: true)  // [time, 1]
  let epsilon = block.attentionNorm.epsilon
  let normalized = (input - mean) / sqrt(variance + epsilon)  // [time, width]

  notebook.statistics(mean, variance, normalized, of: words)

  notebook.prose(
    """
    **Step 3, and the first sum.** «attention» is what multi-head attention hands back, after W^O. \
    «residual» is «input» + «attention»: the token, and what it learned from the others.
    """)
  notebook.code()
  let attention = block.attention(normalized)  // [time, width]
  let residual = input + attention

  notebook.tokens("attention", attention, of: words)
  notebook.tokens("residual", residual, of: words, formula: .s1_3_4_RES)

  notebook.prose(
    """
    **Steps 4 and 5.** Each token goes through a network of its own: \(block.hiddenCount) «hidden» channels, after GELU, \
    and back to \(input.shape[1]). Added, it is the output.
    """)
  notebook.code()
  let network = block.feedForward
  let inner = block.feedForwardNorm(residual)  // [time, width]
  let hidden = network.activation(network.expand(inner))  // [time, 4·width]
  let feedForward = network.contract(hidden)  // [time, width]
  let output = residual + feedForward

  notebook.tokens("hidden", hidden, of: words, channel: "hidden channel", formula: .g_FFN)
  notebook.tokens("feedForward", feedForward, of: words, formula: .g_FFN)
  notebook.tokens("output", output, of: words)
  inOneCall(
    notebook, words, block, input, half: residual, output: output,
    named: ("input + attention", "residual + feedForward"))
  return (normalized, residual, output)
}
