import Autodiff
import Neural
import Notebook

/// The block of 2017, line by line: attend, add, normalise; think, add, normalise.
func postNorm(
  _ notebook: ChapterNotebook, _ words: [String], _ input: Tensor, _ block: TransformerBlock, _: Breakage
) -> Made {
  notebook.prose(
    """
    **Step 3, and the first sum.** «attention» is what multi-head attention hands back, after W^O. \
    «residual» is «input» + «attention»: the token, and what it learned from the others.
    """)
  notebook.code()
  let attention = block.attention(input)  // [time, width]
  let residual = input + attention

  notebook.tokens("attention", attention, of: words)
  notebook.tokens("residual", residual, of: words, formula: .s1_3_4_RES)

  notebook.prose(
    """
    **Layer norm.** Each token is put on its own scale: minus its mean, divided by its deviation. (Not a step of \
    S3's; S1 §3.3 has it.)
    """)
  notebook.code()
  // Two numbers a token, [time, 1], and a row of its own, [time, width].
  let mean = residual.mean(alongAxis: 1, keepingAxis: true)
  let variance = residual.variance(alongAxis: 1, keepingAxis: true)
  let epsilon = block.attentionNorm.epsilon
  let normalized = (residual - mean) / sqrt(variance + epsilon)

  notebook.statistics(mean, variance, normalized, of: words)

  notebook.prose(
    """
    **Steps 4 and 5.** Each token goes through a network of its own: \(block.hiddenCount) «hidden» channels, after GELU, \
    and back to \(input.shape[1]). Added and normalised, it is the output.
    """)
  notebook.code()
  let network = block.feedForward
  // [time, width] → [time, 4·width] → [time, width]
  let hidden = network.activation(network.expand(normalized))
  let feedForward = network.contract(hidden)
  let output = block.feedForwardNorm(normalized + feedForward)

  notebook.tokens("hidden", hidden, of: words, channel: "hidden channel", formula: .g_FFN)
  notebook.tokens("feedForward", feedForward, of: words, formula: .g_FFN)
  notebook.tokens("output", output, of: words)
  inOneCall(
    notebook, words, block, input, half: normalized, output: output,
    named: ("LN(input + attention)", "LN(… + feedForward)"))
  return (normalized, residual, output)
}
