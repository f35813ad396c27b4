import Autodiff
import Formulas
import Neural
import Notebook

/// What one pass through the block leaves behind: `[time, …]` each.
struct Trace {
  let input: Tensor
  /// What the first layer norm is given, and its statistics.
  let normed: Tensor
  let mean: Tensor
  let variance: Tensor
  let normalized: Tensor
  let attention: Tensor
  /// The first sum.
  let residual: Tensor
  let hidden: Tensor?
  let feedForward: Tensor?
  let output: Tensor
}

/// From words to the block's output, in the five steps of S3 §3.4, with every intermediate.
func fiveSteps(_ notebook: ChapterNotebook, _ lesson: Lesson) -> Trace {
  let (words, wiring, block, input) = (lesson.words, lesson.wiring, lesson.block, lesson.input)
  let (time, width) = (words.count, input.shape[1])
  let (output, seen) = observing { wiring(block, input) }

  notebook.heading("The encoder in five steps")
  notebook.prose(
    """
    Two sub-layers make a block. In the first, attention, tokens exchange; in the second, a small network, each \
    thinks for itself. S3 §3.4 lists five steps: **1** embed the words, **2** add their places, **3** multi-head \
    attention, **4** feed-forward network, **5** add the results. Step 5 hides the most: what is added, when, and \
    where it is normalised. \(arrangement(wiring))
    """)
  notebook.formula(.s3_3_4_P_ENC)
  notebook.code(
    """
    let input = embedding(words) + sinusoidalPositions(length: \(time), channels: \(width))
    let (output, seen) = observing { block(input) }  // [\(time), \(width)] → [\(time), \(width)]
    seen["attentionNorm.mean"]  // and every other intermediate, by its name
    """)
  let attention = seen.tensor("attention.projected")
  let residual = wiring.hasResidual ? input + attention : attention
  let normed = wiring.placement == .pre ? input : residual
  let hidden = seen["feedForward.hidden"]?.value
  let trace = Trace(
    input: input, normed: normed,
    mean: seen["attentionNorm.mean"]?.value ?? normed.mean(alongAxis: 1, keepingAxis: true),
    variance: seen["attentionNorm.variance"]?.value ?? normed.variance(alongAxis: 1, keepingAxis: true),
    normalized: seen["attentionNorm.normalized"]?.value ?? normed, attention: attention, residual: residual,
    hidden: hidden, feedForward: hidden.map { block.feedForward.contract($0) }, output: output)
  show(notebook, trace, lesson)
  check(notebook, trace, lesson, afterFirst: seen.tensor("residual"))
  return trace
}

/// Where the chosen block normalises and adds.
private func arrangement(_ wiring: Wiring) -> String {
  if !wiring.hasResidual {
    return "Here, **broken**: nothing is added; each sub-layer replaces what it was given."
  }
  if !wiring.hasNorm { return "Here, **broken**: sums, and no layer norm anywhere." }
  if !wiring.hasFeedForward {
    return "Here, **broken**: the block ends after the attention; step 4 is left out."
  }
  return wiring.placement == .pre
    ? "Here as in GPT-2: normalise, attend, add; normalise, think, add."
    : "Here as in 2017: attend, add, normalise; think, add, normalise."
}

private func show(_ notebook: ChapterNotebook, _ trace: Trace, _ lesson: Lesson) {
  let (words, wiring) = (lesson.words, lesson.wiring)
  func matrix(_ name: String, _ tensor: Tensor, _ formula: FormulaID? = nil, channel: String = "channel") {
    notebook.tensor(name, tensor, axes: ["token", channel], labels: [words, []], formula: formula)
  }
  func statistics() {
    notebook.prose(
      wiring.hasNorm
        ? """
        **Layer norm.** Each token is put on its own scale: minus its mean, divided by its deviation. (Not a step of \
        S3's; S1 §3.3 has it.)
        """ : "**No layer norm**: «normalized» is what a norm would have been given, unchanged.")
    for (name, tensor) in [("mean", trace.mean), ("variance", trace.variance)] {
      notebook.tensor(
        name, tensor.scalars, shape: [words.count], axes: ["token"], labels: [words], formula: .s1_3_3_LNSTAT)
    }
    matrix("normalized", trace.normalized, .s1_3_3_LNNORM)
  }
  notebook.prose("**Steps 1 and 2.** A random row for each word, plus the sines and cosines of its place.")
  matrix("input", trace.input)
  if wiring.placement == .pre { statistics() }
  notebook.prose(
    """
    **Step 3, and the first sum.** «attention» is what multi-head attention hands back, after W^O. \
    \(wiring.hasResidual ? "«residual» is «input» + «attention»: the token, and what it learned from the others." : "«residual» is «attention» alone.")
    """)
  matrix("attention", trace.attention)
  matrix("residual", trace.residual, .s1_3_4_RES)
  if wiring.placement == .post { statistics() }
  if let hidden = trace.hidden, let feedForward = trace.feedForward {
    let isPost = wiring.placement == .post && wiring.hasNorm
    let finish =
      !wiring.hasResidual
      ? "That\(isPost ? ", normalised," : ""), with nothing added,"
      : "Added\(isPost ? " and normalised" : ""), it"
    notebook.prose(
      """
      **Steps 4 and 5.** Each token goes through a network of its own: \(hidden.shape[1]) «hidden» channels, after GELU, and \
      back to \(feedForward.shape[1]). \(finish) is the output.
      """)
    matrix("hidden", hidden, .g_FFN, channel: "hidden channel")
    matrix("feedForward", feedForward, .g_FFN)
  }
  matrix("output", trace.output)
}

private func check(_ notebook: ChapterNotebook, _ trace: Trace, _ lesson: Lesson, afterFirst: Tensor) {
  let (wiring, block) = (lesson.wiring, lesson.block)
  let isPost = wiring.placement == .post && wiring.hasNorm
  let rounding = 1e-5 * (1 + trace.output.largestMagnitude + trace.residual.largestMagnitude)
  let first = isPost ? block.attentionNorm(trace.residual) : trace.residual
  let second = trace.feedForward.map { wiring.hasResidual ? first + $0 : $0 } ?? first
  let last = isPost && trace.feedForward != nil ? block.feedForwardNorm(second) : second
  let (before, after) = (isPost ? "LN(" : "", isPost ? ")" : "")
  if wiring.hasResidual {
    notebook.check(
      "after the first half: \(before)input + attention\(after)", measured: afterFirst.distance(to: first),
      atMost: rounding)
    notebook.check(
      trace.feedForward == nil
        ? "broken: the output is what the first half left"
        : "output = \(before)\(isPost ? "… + feedForward" : "residual + feedForward")\(after)",
      measured: trace.output.distance(to: last), atMost: rounding)
  } else {
    notebook.check(
      "broken: the first half leaves \(before)attention\(after), and nothing of the input",
      measured: afterFirst.distance(to: first), atMost: rounding)
    notebook.check(
      "broken: output = \(before)feedForward\(after)", measured: trace.output.distance(to: last),
      atMost: rounding)
  }
  notebook.check(
    "as many numbers come out as went in: blocks can follow one another", count: trace.output.count,
    equals: trace.input.count)
  if wiring.isWhole {
    notebook.check(
      "the block written out from its parts, «Lesson.swift», is `block`",
      measured: wiring.writtenOut(block, trace.input).distance(to: trace.output), atMost: rounding)
  }
  if !wiring.hasNorm {
    notebook.check(
      "broken: «normalized» is what came in", measured: trace.normalized.distance(to: trace.normed), atMost: 0
    )
    notebook.check(
      "broken: the largest mean of a row is not 0", measured: trace.mean.largestMagnitude, atLeast: 1e-4)
  }
}
