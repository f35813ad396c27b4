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
  // α is divided by its sum at every place, and the logarithms of the sums are kept.
  var (alpha, answer) = (initial, 0.0)
  for (place, symbol) in symbols.enumerated() {
    if place > 0 {  // `initial` is where the first symbol is said: there is no step before it
      alpha = alpha.indices.map { next in
        alpha.indices.reduce(0) { $0 + alpha[$1] * transitions[$1][next] }
      }
    }
    alpha = alpha.indices.map { alpha[$0] * emissions[$0][symbol] }
    let sum = alpha.reduce(0, +)
    alpha = alpha.map { $0 / sum }
    answer += log(sum)
  }
  return answer
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
  guard let first = symbols.first else { return [] }
  let states = initial.indices
  // Logarithms add up and do not underflow; ln 0 is −∞, which nothing is less than.
  var scores = states.map { log(initial[$0]) + log(emissions[$0][first]) }
  var origins: [[Int]] = []
  for symbol in symbols.dropFirst() {
    let origin = states.map { next in
      states.reduce(0) {
        scores[$1] + log(transitions[$1][next]) > scores[$0] + log(transitions[$0][next]) ? $1 : $0
      }
    }
    scores = states.map {
      scores[origin[$0]] + log(transitions[origin[$0]][$0]) + log(emissions[$0][symbol])
    }
    origins.append(origin)
  }
  // The end is known first: from there back along the origins.
  var path = [states.reduce(0) { scores[$1] > scores[$0] ? $1 : $0 }]
  for origin in origins.reversed() { path.append(origin[path[path.count - 1]]) }
  return path.reversed()
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
  let n = cell.count
  let gates =
    matmul(token.reshaped([1, -1]), inputWeight) + matmul(hidden.reshaped([1, -1]), recurrentWeight) + bias
  func quarter(_ index: Int) -> Tensor {
    gates.sliced(axis: 1, index * n..<(index + 1) * n).reshaped([n])
  }
  func sigmoid(_ z: Tensor) -> Tensor { 1 / (1 + exp(-z)) }
  let newCell = sigmoid(quarter(1)) * cell + sigmoid(quarter(0)) * tanh(quarter(2))
  // Of the new cell: what this token has written can be seen at once.
  return (sigmoid(quarter(3)) * tanh(newCell), newCell)
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
  let asks = draws.map { $0 < 0.15 }
  let inputs = tokens.indices.map { place in
    if !asks[place] { return tokens[place] }
    if fates[place] < 0.8 { return mask }
    return fates[place] < 0.9 ? others[place] : tokens[place]
  }
  // What stays is asked for all the same.
  return (inputs, asks)
}
