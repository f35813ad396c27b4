import Workbench

// MARK: - textProbability

/// The natural logarithm of a text's probability for a hidden Markov model: the sum over all paths of states.
///
///     α₁(j) = initial[j] · emissions[j][o₁]     αₜ(j) = Σᵢ αₜ₋₁(i) · transitions[i][j] · emissions[j][oₜ]
///     ln P = ln Σⱼ α_T(j)
///
/// `initial`, `[states]`, says where a text begins; row i of `transitions`, `[states, states]`, where state i goes; row j of
/// `emissions`, `[states, symbols]`, what state j says. Some of these may be 0, but the text can be said. P of no symbols
/// is 1. A text may be long: its probability is then too small for a Double, its logarithm is not.
public func textProbability(
  initial: [Double], transitions: [[Double]], emissions: [[Double]], symbols: [Int]
) throws -> Double {
  throw Unsolved()
}

// MARK: - likeliestStates

/// The likeliest path of states behind a text, a state for every symbol, by Viterbi's algorithm.
///
///     δ₁(j) = initial[j] · emissions[j][o₁]     δₜ(j) = maxᵢ δₜ₋₁(i) · transitions[i][j] · emissions[j][oₜ]
///     originₜ(j) = the i of that maximum     s_T = argmaxⱼ δ_T(j)     sₜ₋₁ = originₜ(sₜ)
///
/// The model is as in `textProbability`. Of equally likely paths any is right; a text may be long, or empty.
public func likeliestStates(
  initial: [Double], transitions: [[Double]], emissions: [[Double]], symbols: [Int]
) throws -> [Int] {
  throw Unsolved()
}

// MARK: - lstmStep

/// One step of long short-term memory: what is shown, and what is kept.
///
///     i, f, g, o = x·W + h·U + b     σ(z) = 1/(1 + e⁻ᶻ)
///     c′ = σ(f) ⊙ c + σ(i) ⊙ tanh(g)     h′ = σ(o) ⊙ tanh(c′)
///
/// `token` is x, `[inputs]`, `hidden` and `cell` are h and c, `[n]`. `inputWeight` is W, `[inputs, 4n]`, `recurrentWeight` U,
/// `[n, 4n]`, and `bias` b, `[4n]`: i, f, g and o stand side by side in this order. The result is h′ and c′, `[n]` each.
public func lstmStep(
  token: Tensor, hidden: Tensor, cell: Tensor, inputWeight: Tensor, recurrentWeight: Tensor, bias: Tensor
) throws -> (hidden: Tensor, cell: Tensor) {
  throw Unsolved()
}

// MARK: - hiddenWords

/// What a masked model reads in the place of a text, and where it is asked for the token.
///
///     asks[t] = draws[t] < 0.15
///     inputs[t] = mask if asked and fates[t] < 0.8;  others[t] if asked and 0.8 ≤ fates[t] < 0.9;  else tokens[t]
///
/// `draws` and `fates` are from 0 to below 1, `others` are tokens to mislead with; each list is as long as `tokens`.
public func hiddenWords(
  tokens: [Int], mask: Int, draws: [Double], fates: [Double], others: [Int]
) throws -> (inputs: [Int], asks: [Bool]) {
  throw Unsolved()
}
