import Workbench

// MARK: - layerNorm

/// Layer norm, γ ⊙ (x − μ)/√(σ² + ε) + β, of every row: `[…, channels] → […, channels]`.
///
/// A row is the last axis: the channels of one token, and μ and σ² = (1/d) Σ (xⱼ − μ)² are its own mean and
/// variance. `gain` (γ) and `bias` (β) are `[channels]`. A constant row becomes `bias`, since ε > 0 stands under
/// the root. Compose tensor operations, so that gradients pass through.
public func layerNorm(_ x: Tensor, gain: Tensor, bias: Tensor, epsilon: Float) throws -> Tensor {
  throw Unsolved()
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
  throw Unsolved()
}

// MARK: - residual

/// The residual sum around a sub-layer, X + F(X): `[…, channels] → […, channels]`.
///
/// `sublayer` (F) keeps the shape of what it is given. Gradients pass through both terms of the sum.
public func residual(_ x: Tensor, sublayer: (Tensor) throws -> Tensor) throws -> Tensor {
  throw Unsolved()
}

// MARK: - gelu

/// GELU in GPT-2's form, ½·x·(1 + tanh(√(2/π)·(x + 0.044715·x³))), of every element: any shape to the same.
///
/// Compose tensor operations, so that gradients pass through.
public func gelu(_ x: Tensor) throws -> Tensor {
  throw Unsolved()
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
  throw Unsolved()
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
  throw Unsolved()
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
  throw Unsolved()
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
  throw Unsolved()
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
  throw Unsolved()
}
