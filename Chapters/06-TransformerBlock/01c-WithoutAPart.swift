import Autodiff
import Neural
import Notebook

/// A block of either kind without the part that a switch takes away.
func withoutAPart(
  _ notebook: ChapterNotebook, _ words: [String], _ input: Tensor, _ block: TransformerBlock,
  _ breakage: Breakage
) -> Made {
  notebook.prose("What a switch takes away, this passes over; what is left is seen on the way:")
  notebook.declaration("broken", in: "Breakage.swift")
  notebook.code()
  let (output, seen) = observing { block.broken(input, by: breakage) }
  let attention = seen.tensor("attention.projected")  // [time, width]
  let residual = breakage.noResidual ? attention : input + attention

  func attended() {
    notebook.prose(
      """
      **Step 3.** «attention» is what multi-head attention hands back, after W^O. «residual» is \
      \(breakage.noResidual ? "«attention» alone" : "«input» + «attention»: the token, and what it learned from the others").
      """)
    notebook.tokens("attention", attention, of: words)
    notebook.tokens("residual", residual, of: words, formula: .s1_3_4_RES)
    heads(notebook, seen, of: words)
  }
  if block.normPlacement == .post { attended() }
  notebook.prose(
    breakage.noNorm
      ? "**No layer norm**: «normalized» is what a norm would have been given, unchanged."
      : """
      **Layer norm.** Each token is put on its own scale: minus its mean, divided by its deviation. (Not a step of \
      S3's; S1 §3.3 has it.)
      """)
  notebook.code()
  let given = block.normPlacement == .pre ? input : residual
  let mean = given.mean(alongAxis: 1, keepingAxis: true)  // [time, 1]
  let variance = given.variance(alongAxis: 1, keepingAxis: true)  // [time, 1]
  let normalized =
    breakage.noNorm ? given : seen.tensor("attentionNorm.normalized")

  notebook.statistics(mean, variance, normalized, of: words)
  if block.normPlacement == .pre { attended() }

  let isPost = block.normPlacement == .post && !breakage.noNorm
  let first = isPost ? normalized : residual
  var last = first
  if !breakage.noFeedForward {
    let finish =
      breakage.noResidual ? "That\(isPost ? ", normalised," : ""), with nothing added," : "Added, it"
    notebook.prose(
      """
      **Steps 4 and 5.** Each token goes through a network of its own: \(block.hiddenCount) «hidden» channels, after \
      GELU, and back to \(input.shape[1]). \(finish) is the output.
      """)
    notebook.code()
    let hidden = seen.tensor("feedForward.hidden")  // [time, 4·width]
    let feedForward = seen.tensor("feedForward.projected")  // [time, width]

    notebook.tokens("hidden", hidden, of: words, channel: "hidden channel", formula: .g_FFN)
    notebook.tokens("feedForward", feedForward, of: words, formula: .g_FFN)
    last = breakage.noResidual ? feedForward : first + feedForward
    if isPost { last = block.feedForwardNorm(last) }
  }
  notebook.tokens("output", output, of: words)

  let (before, after) = (isPost ? "LN(" : "", isPost ? ")" : "")
  let rounding = 1e-5 * (1 + output.largestMagnitude + residual.largestMagnitude)
  notebook.check(
    breakage.noResidual
      ? "broken: the first half leaves \(before)attention\(after), and nothing of the input"
      : "after the first half: \(before)input + attention\(after)",
    measured: seen.tensor("residual").distance(to: first), atMost: rounding)
  notebook.check(
    breakage.noFeedForward
      ? "broken: the output is what the first half left"
      : breakage.noResidual
        ? "broken: output = \(before)feedForward\(after)" : "output = residual + feedForward",
    measured: output.distance(to: last), atMost: rounding)
  if breakage.noNorm {
    notebook.check(
      "broken: «normalized» is what came in", measured: normalized.distance(to: given), atMost: 0)
    notebook.check(
      "broken: the largest mean of a row is not 0", measured: mean.largestMagnitude, atLeast: 1e-4)
  }
  return (normalized, residual, output)
}
