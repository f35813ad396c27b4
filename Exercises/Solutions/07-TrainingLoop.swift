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
  // The largest logit of a row may be subtracted from all of it: softmax stays what it is, and every exponent is
  // at most 0.
  let shifted = logits - logits.max(alongAxis: -1, keepingAxis: true)  // [rows, vocabulary]
  // ln(e^y / Σ e^z) = y − ln Σ e^z. Softmax first and its logarithm afterwards would be the usual mistake: a
  // probability of e^−160 is 0 as a Float, and ln 0 is −∞. The sum here is at least 1, and its logarithm harmless.
  let logTotal = log(exp(shifted).sum(alongAxis: -1))  // [rows]
  // No gradient flows through this table, and none should: which token came is no question of the logits.
  let chosen = Tensor(
    targets.map { target in (0..<logits.shape[1]).map { token in token == target ? 1 : 0 } })
  // There is one loss for each row, so the mean divides by the rows. (shifted * chosen).mean() would divide by the
  // zeros of the table too.
  return (logTotal.sum() - (shifted * chosen).sum()) / Float(targets.count)
}

// MARK: - crossEntropyPullback

/// The gradient of the mean cross-entropy with respect to the logits.
///
///     ∂L/∂logits[r] = ( softmax(logits[r]) − onehot(targets[r]) ) / rows
///
/// `logits` are `[rows, vocabulary]`, and so is the result; `targets` has one token for every row. Logits may be as
/// large as ±1000.
public func crossEntropyPullback(logits: Tensor, targets: [Int]) throws -> Tensor {
  // A row's loss is ln Σ e^z − z_y. The first term's derivative by zⱼ is e^(zⱼ)/Σ e^z: softmax. It reaches every logit,
  // since every one stands in the sum; the second term reaches the target's alone.
  let powers = exp(logits - logits.max(alongAxis: -1, keepingAxis: true))
  let probabilities = powers / powers.sum(alongAxis: -1, keepingAxis: true)
  let chosen = Tensor(
    targets.map { target in (0..<logits.shape[1]).map { token in token == target ? 1 : 0 } })
  // The mean gives every row the share 1/rows: without it the step would grow with the batch.
  return (probabilities - chosen) / Float(targets.count)
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
  let first = firstDecay * firstMoment + (1 - firstDecay) * gradient
  let second = secondDecay * secondMoment + (1 - secondDecay) * gradient * gradient
  // A mean that starts at zero holds only the share 1 − βᵗ of the whole after t steps. With β₂ = 0.999 that is a
  // thousandth at the first step, so the powers are taken in Double: a Float would lose half its digits in 1 − βᵗ.
  let firstShare = Float(1 - power(Double(firstDecay), Double(step)))
  let secondShare = Float(1 - power(Double(secondDecay), Double(step)))
  // m̂/√v̂ is free of the gradient's size; ε outside the root only keeps 0/0 away.
  let change = (first / firstShare) / (sqrt(second / secondShare) + epsilon)
  // The corrected means are used once. Keeping them would correct what is corrected already at the next step.
  return (parameter - learningRate * change, first, second)
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
  // Int divided by Int would be a whole number: Double first, then divide. Without warm-up no step comes here,
  // because the first is 1, and so nothing is divided by 0.
  if step <= warmUpSteps { return peak * Double(step) / Double(warmUpSteps) }
  // A cosine that goes on after the last step climbs again.
  if step >= totalSteps { return floor }
  // 0 at the end of the warm-up, 1 at the end of training: over the steps that are left, not over all of them.
  let progress = Double(step - warmUpSteps) / Double(totalSteps - warmUpSteps)
  return floor + 0.5 * (peak - floor) * (1 + cos(.pi * progress))
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
  // All gradients are one vector, so there is one length: squares may be added, lengths may not.
  let total = gradients.reduce(Float(0)) { sum, gradient in sum + (gradient * gradient).sum().scalar }
  let norm = total.squareRoot()
  // Short gradients stay short: they say that the minimum is near. This also keeps zeros from being divided by zero.
  guard norm > maximumNorm else { return gradients }
  // One factor for all keeps the direction; a factor for each, or a cut for each element, would turn it.
  return gradients.map { gradient in gradient * (maximumNorm / norm) }
}

// MARK: - samplingProbabilities

/// The probability with which each token is drawn: softmax(logits/T) over the `topK` likeliest tokens, 0 for the others.
///
/// There is a logit for every token of the vocabulary, and a probability for every token in the result; they sum to
/// 1. Of equal logits the one with the lower index counts as likelier, so that exactly `topK` tokens are kept, or all
/// of them when `topK` exceeds the vocabulary. `temperature` is positive and `topK` at least 1. Logits may be as large
/// as ±1000. `exp` is there for single numbers.
public func samplingProbabilities(logits: [Double], temperature: Double, topK: Int) throws -> [Double] {
  // Indices are sorted, not logits, so that every probability finds its token's place again. The second members of
  // the pairs decide where logits are equal.
  let ranked = logits.indices.sorted { (-logits[$0], $0) < (-logits[$1], $1) }
  // A token that is hidden has the logit −∞ and the power e^−∞ = 0. The logit 0 would hide nothing: e^0 is 1.
  var powers = [Double](repeating: 0, count: logits.count)
  for index in ranked.prefix(topK) {
    // The largest logit is subtracted before the division by T: the smaller T is, the larger the exponents grow.
    powers[index] = exp((logits[index] - logits[ranked[0]]) / temperature)
  }
  // Divided by the sum of what was kept, so that the probability of the hidden tokens goes to the others.
  let total = powers.reduce(0, +)
  return powers.map { $0 / total }
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
  // Everything is measured at the same parameters, before anything moves.
  let (loss, gradients) = try lossAndGradient(parameters)
  // clip returns new tensors: calling it and going on with `gradients` would clip nothing.
  let clipped = try clip(gradients)
  // The same index three times: the update's memory, the parameter and the gradient belong together.
  let updated = try parameters.indices.map { index in
    try update(index, parameters[index], clipped[index])
  }
  return (loss, updated)
}
