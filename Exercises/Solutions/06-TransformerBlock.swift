import Workbench

// MARK: - layerNorm

/// Layer norm, γ ⊙ (x − μ)/√(σ² + ε) + β, of every row: `[…, channels] → […, channels]`.
///
/// A row is the last axis: the channels of one token, and μ and σ² = (1/d) Σ (xⱼ − μ)² are its own mean and
/// variance. `gain` (γ) and `bias` (β) are `[channels]`. A constant row becomes `bias`, since ε > 0 stands under
/// the root. Compose tensor operations, so that gradients pass through.
public func layerNorm(_ x: Tensor, gain: Tensor, bias: Tensor, epsilon: Float) throws -> Tensor {
  // Keeping the axis is what makes the statistics belong to rows: a mean of [rows, 1] is laid along the channels
  // of its own row, whereas one of [rows] would be laid along the columns, μ of row j under column j. That is
  // the slip of index in S1 §3.3, and where there are as many rows as channels nothing warns of it.
  let centred = x - x.mean(alongAxis: -1, keepingAxis: true)  // […, channels]
  // Divided by d and not by d − 1: the channels are not a sample of more channels.
  let variance = (centred * centred).mean(alongAxis: -1, keepingAxis: true)  // […, 1]
  // ε inside the root: outside, a constant row would have the derivative of √ at 0, which is infinite.
  let normalized = centred / sqrt(variance + epsilon)
  return normalized * gain + bias
}

// MARK: - layerNormPullback

/// The gradients of layer norm's input, gain and bias, from the gradient `upstream` of its result.
///
/// `x` and `upstream` are `[…, channels]` with at least one axis before the channels, `gain` is `[channels]`. The
/// gradient of `x` has the shape of `x`; those of gain and bias are `[channels]`, added up over all rows. The bias
/// itself is not needed. Only numbers are asked for: no gradient is taken of this function.
public func layerNormPullback(
  _ x: Tensor, gain: Tensor, epsilon: Float, upstream: Tensor
) throws -> (x: Tensor, gain: Tensor, bias: Tensor) {
  // […, channels] → […, 1], and […, channels] → [channels].
  func rowMean(_ tensor: Tensor) -> Tensor { tensor.mean(alongAxis: -1, keepingAxis: true) }
  func overRows(_ tensor: Tensor) -> Tensor { tensor.sum(alongAxes: Array(0..<tensor.rank - 1)) }

  let centred = x - rowMean(x)
  let deviation = sqrt(rowMean(centred * centred) + epsilon)
  let normalized = centred / deviation
  // Backwards, the last step comes first: through the gain …
  let gradient = upstream * gain
  // … and then through the norm. xⱼ enters three times: directly, through μ and through σ. ∂μ/∂xⱼ = 1/d makes the
  // first mean, ∂σ/∂xⱼ = nⱼ/d the second. They take out of the gradient what layer norm would not have noticed:
  // all channels raised together, and all of them pushed apart.
  let input = (gradient - rowMean(gradient) - normalized * rowMean(gradient * normalized)) / deviation
  // One gain and one bias served every row, so that every row has a say in their gradients.
  return (x: input, gain: overRows(upstream * normalized), bias: overRows(upstream))
}

// MARK: - residual

/// The residual sum around a sub-layer, X + F(X): `[…, channels] → […, channels]`.
///
/// `sublayer` (F) keeps the shape of what it is given. Gradients pass through both terms of the sum.
public func residual(_ x: Tensor, sublayer: (Tensor) throws -> Tensor) throws -> Tensor {
  // The derivative is I + F′: whatever F′ does, the gradient comes through the I unharmed, in every layer.
  try x + sublayer(x)
}

// MARK: - gelu

/// GELU in GPT-2's form, ½·x·(1 + tanh(√(2/π)·(x + 0.044715·x³))), of every element: any shape to the same.
///
/// Compose tensor operations, so that gradients pass through.
public func gelu(_ x: Tensor) throws -> Tensor {
  // Two products, where power(x, 3) would take a logarithm and an exponential.
  let cube = x * x * x
  // √(2/π) stands before the whole bracket. It makes the slope of ½(1 + tanh …) at 0 that of the normal
  // distribution's Φ; the cube then bends the curve to Φ further out.
  let inner = (2 / Float.pi).squareRoot() * (x + 0.044715 * cube)
  return 0.5 * x * (1 + tanh(inner))
}

// MARK: - feedForward

/// The feed-forward network of a block, f(x·W₁ + b₁)·W₂ + b₂: `[…, time, channels] → […, time, channels]`.
///
/// `innerWeight` (W₁) is `[channels, inner]`, `innerBias` (b₁) `[inner]`, `outerWeight` (W₂) `[inner, channels]` and
/// `outerBias` (b₂) `[channels]`. `activation` (f) works element by element. Every token is treated alike and by
/// itself. Compose tensor operations, so that gradients pass through.
public func feedForward(
  _ x: Tensor, innerWeight: Tensor, innerBias: Tensor, outerWeight: Tensor, outerBias: Tensor,
  activation: (Tensor) throws -> Tensor
) throws -> Tensor {
  // The activation stands between the matrices: without it they would be one, W₁·W₂. After the second it would
  // only limit what the network may add to a token.
  let hidden = try activation(matmul(x, innerWeight) + innerBias)  // […, time, inner]
  return matmul(hidden, outerWeight) + outerBias  // […, time, channels]
}

// MARK: - preNormBlock

/// A block of GPT-2: x₁ = x + attention(LN₁(x)), then x₁ + feedForward(LN₂(x₁)).
///
/// `[…, time, channels] → […, time, channels]`; each of the four parts keeps that shape. `attentionNorm` is LN₁ and
/// `feedForwardNorm` LN₂. Gradients pass through.
public func preNormBlock(
  _ x: Tensor, attentionNorm: (Tensor) throws -> Tensor, attention: (Tensor) throws -> Tensor,
  feedForwardNorm: (Tensor) throws -> Tensor, feedForward: (Tensor) throws -> Tensor
) throws -> Tensor {
  // What is added to is x, not LN₁(x): the norm is on the side road, so that the road of the sums stays free.
  let attended = try x + attention(attentionNorm(x))
  // The second half begins with the sum that the first half has left: the network thinks about what attention
  // has collected.
  return try attended + feedForward(feedForwardNorm(attended))
}

// MARK: - encoderBlock

/// A block of the encoder of Vaswani et al. 2017: x₁ = LN₁(x + attention(x)), then LN₂(x₁ + feedForward(x₁)).
///
/// `[…, time, channels] → […, time, channels]`; each of the four parts keeps that shape. `attentionNorm` is LN₁ and
/// `feedForwardNorm` LN₂. Gradients pass through.
public func encoderBlock(
  _ x: Tensor, attention: (Tensor) throws -> Tensor, attentionNorm: (Tensor) throws -> Tensor,
  feedForward: (Tensor) throws -> Tensor, feedForwardNorm: (Tensor) throws -> Tensor
) throws -> Tensor {
  // The norm closes around the whole sum. S0 §3.3 prints this first half and calls it the encoder …
  let attended = try attentionNorm(x + attention(x))
  // … but without the network a block only mixes tokens: it is the network that changes them.
  return try feedForwardNorm(attended + feedForward(attended))
}

// MARK: - crossAttention

/// Attention from the tokens of `x` to those of `memory`: `[…, time, channels] → […, time, channels]`.
///
/// `memory` is `[…, keys, channels]`, with any number of keys. `queryWeight`, `keyWeight` and `valueWeight` are
/// `[channels, channels]`; a token is a row, so that it is projected as x·W. `attention` takes query, key and value,
/// in that order, and gives one row for each query. Gradients pass through.
public func crossAttention(
  _ x: Tensor, memory: Tensor, queryWeight: Tensor, keyWeight: Tensor, valueWeight: Tensor,
  attention: (Tensor, Tensor, Tensor) throws -> Tensor
) throws -> Tensor {
  // x asks; the memory is asked. Key and value of a token belong together, so both come from the memory. With all
  // three from x this would be self-attention, which is what S0 §3.3 prints for the decoder.
  try attention(matmul(x, queryWeight), matmul(memory, keyWeight), matmul(memory, valueWeight))
}

// MARK: - languageModelLogits

/// The logits of the next token at every position: `[…, time, channels] → […, time, vocabulary]`.
///
/// The embedded tokens pass through the blocks in order, each of which keeps their shape, and then `finalNorm`; the head is
/// the embedding table itself, `[vocabulary, channels]`: a logit is the scalar product of a hidden row and a row of
/// the table. Gradients pass through.
public func languageModelLogits(
  _ embedded: Tensor, blocks: [(Tensor) throws -> Tensor], finalNorm: (Tensor) throws -> Tensor,
  table: Tensor
) throws -> Tensor {
  // Each block reads what the one before it wrote; its residual sums are inside it.
  var hidden = embedded
  for block in blocks { hidden = try block(hidden) }
  // Pre-norm blocks leave a sum that nobody has normalised yet. Then the head, [channels, vocabulary] = tableᵀ:
  // the same rows that turned tokens into vectors turn vectors into scores of tokens.
  return try matmul(finalNorm(hidden), table, rightTransposed: true)
}
