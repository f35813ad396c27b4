import Workbench

// MARK: - crossEntropy

/// The mean cross-entropy of logits against the tokens that came, in nats: a scalar tensor, of shape `[]`.
///
///     L = (1/rows) Σᵣ −ln softmax(logits[r])_targets[r]
///
/// `logits` are `[rows, vocabulary]`, and `targets` has one token, `0 ..< vocabulary`, for every row. Logits may be as
/// large as ±1000, and a target may be so unlikely that its probability is 0 as a `Float`: the loss is large then, but
/// finite. Compose tensor operations, so that a gradient can be taken through the loss; a constant tensor, with a 1 at
/// every row's target and 0 elsewhere, may be built from scalars.
public func crossEntropy(logits: Tensor, targets: [Int]) throws -> Tensor {
  throw Unsolved()
}

// MARK: - crossEntropyPullback

/// The gradient of the mean cross-entropy with respect to the logits.
///
///     ∂L/∂logits[r] = ( softmax(logits[r]) − onehot(targets[r]) ) / rows
///
/// `logits` are `[rows, vocabulary]`, and so is the result; `targets` has one token for every row. Logits may be as
/// large as ±1000.
public func crossEntropyPullback(logits: Tensor, targets: [Int]) throws -> Tensor {
  throw Unsolved()
}

// MARK: - adamStep

/// One update of one parameter by Adam (Kingma and Ba 2015).
///
///     m ← β₁·m + (1 − β₁)·g          m̂ = m / (1 − β₁ᵗ)
///     v ← β₂·v + (1 − β₂)·g²         v̂ = v / (1 − β₂ᵗ)
///     θ ← θ − η·m̂ / (√v̂ + ε)
///
/// All tensors have the parameter's shape, whatever it is, and everything works element by element. The moments are
/// returned as the next step needs them: up to date, and not corrected.
///
/// - Parameters:
///   - parameter: θ.
///   - gradient: g, the gradient of the loss with respect to θ.
///   - firstMoment: m as the step before left it; zeros at first.
///   - secondMoment: v as the step before left it; zeros at first.
///   - step: t, which counts from 1.
///   - learningRate: η.
///   - firstDecay: β₁, usually 0.9.
///   - secondDecay: β₂, usually 0.999.
///   - epsilon: ε, usually 10⁻⁸; it stands outside the root.
public func adamStep(
  parameter: Tensor, gradient: Tensor, firstMoment: Tensor, secondMoment: Tensor, step: Int,
  learningRate: Float, firstDecay: Float, secondDecay: Float, epsilon: Float
) throws -> (parameter: Tensor, firstMoment: Tensor, secondMoment: Tensor) {
  throw Unsolved()
}

// MARK: - learningRate

/// The learning rate of a step: up in a straight line, down along half a cosine, then flat. Steps count from 1.
///
///     s ≤ w:      η = peak · s/w
///     w < s < T:  η = floor + ½·(peak − floor)·(1 + cos(π·(s − w)/(T − w)))
///     s ≥ T:      η = floor              s = step, w = warmUpSteps, T = totalSteps
///
/// `warmUpSteps` may be 0, and is always less than `totalSteps`. `Double.pi` is π.
public func learningRate(
  step: Int, peak: Double, warmUpSteps: Int, totalSteps: Int, floor: Double
) throws -> Double {
  throw Unsolved()
}

// MARK: - clippedGradients

/// The gradients of all parameters, shortened together to the length `maximumNorm` if they are longer.
///
///     ‖g‖ = √( Σ over all gradients and all their elements of g² )
///     g ← g · min(1, maximumNorm / ‖g‖)
///
/// The gradients have any shapes, `[]` included; the result has the same, in the same order. Gradients that are short
/// enough, all zeros for one, are returned as they are. `maximumNorm` is positive.
public func clippedGradients(_ gradients: [Tensor], maximumNorm: Float) throws -> [Tensor] {
  throw Unsolved()
}

// MARK: - samplingProbabilities

/// The probability with which each token is drawn: softmax(logits/T) over the `topK` likeliest tokens, 0 for the others.
///
/// There is a logit for every token of the vocabulary, and a probability for every token in the result; they sum to
/// 1. Of equal logits the one with the lower index counts as likelier, so that exactly `topK` tokens are kept, or all
/// of them when `topK` exceeds the vocabulary. `temperature` is positive and `topK` at least 1. Logits may be as large
/// as ±1000. `exp` is there for single numbers.
public func samplingProbabilities(logits: [Double], temperature: Double, topK: Int) throws -> [Double] {
  throw Unsolved()
}

// MARK: - trainingStep

/// One step of training: the loss before the update, and the new parameters.
///
/// The three things that are done come as functions, in the order in which they are needed:
///
/// - Parameters:
///   - parameters: the parameters of the model, in an order that stays the same.
///   - lossAndGradient: gives the loss at some parameters and the gradient with respect to each, in their order. It is
///     expensive, a pass through the whole model and back, and called once.
///   - clip: gives the gradients of all parameters shortened together.
///   - update: gives the new value of the parameter with an index, 0 for the first, from its old value and its
///     gradient. It subtracts by itself, remembers what it needs (Adam's two means) by the index, and is called once
///     for each parameter.
public func trainingStep(
  parameters: [Tensor],
  lossAndGradient: ([Tensor]) throws -> (Float, [Tensor]),
  clip: ([Tensor]) throws -> [Tensor],
  update: (_ index: Int, _ parameter: Tensor, _ gradient: Tensor) throws -> Tensor
) throws -> (loss: Float, parameters: [Tensor]) {
  throw Unsolved()
}
