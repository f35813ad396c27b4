import Workbench

// MARK: - logitAttribution

/// What each part of the residual stream adds to the logit of one token, and what the last norm's bias adds.
///
///     x = Σₚ partₚ     logit = Σ_c ((x_c − mean x)/σ · gain_c + bias_c) · column_c     σ = √(var x + ε)
///
/// `parts` are what stands in the last state of a token: its embedding, and what each layer has added, `[parts, width]`.
/// `column` is the token's column of the head, `[width]`, as are gain and bias. σ is that of the sum x, with var divided by
/// width, and is taken for a constant; the mean of x is the sum of the means of the parts. The result for the parts,
/// `[parts]`, and what the bias adds are together the logit. A sum may be small beside its parts, or its mean large beside
/// its deviation.
public func logitAttribution(
  parts: Tensor, gain: Tensor, bias: Tensor, epsilon: Float, column: Tensor
) throws -> (parts: Tensor, bias: Float) {
  // There is one deviation, that of everything together: it is no sum, and belongs to no part.
  let deviation = sqrt(parts.sum(alongAxis: 0).variance(alongAxis: 0) + epsilon)
  // The mean of the sum is the sum of the means, so each part takes its own out.
  let centred = parts - parts.mean(alongAxis: 1, keepingAxis: true)
  let added = (centred / deviation * gain * column).sum(alongAxis: 1)
  // No part has brought the bias.
  return (added, (bias * column).sum().scalar)
}

// MARK: - inductionScore

/// How much a head looks for what came next the last time: 1 if it does nothing else.
///
///     score = mean over t = period … time − 1 of weights[t, t − period + 1]
///
/// Row t of `weights`, `[time, time]`, says where token t looks. Each token from place `period` on is the one `period`
/// places before it, and is to look at the one after that. There are more tokens than `period`, which is at least 1; there
/// may be more than two runs, and the last need not be whole.
public func inductionScore(weights: Tensor, period: Int) throws -> Float {
  let time = weights.shape[0]
  // The first run has nothing to repeat: its rows do not count, neither above nor below the line.
  let sum = (period..<time).reduce(Float(0)) { $0 + weights[$1, $1 - period + 1] }
  return sum / Float(time - period)
}

// MARK: - patchedShares

/// Activation patching: how much of a difference comes back when one row of one state is that of a clean run.
///
///     x₀ = embedding     x_{ℓ+1} = layer(ℓ, x_ℓ)     d = difference(x_layers)
///     share[ℓ][t] = (d_patched − d_corrupted) / (d_clean − d_corrupted)     ℓ = 0 … layers, t = 0 ..< time
///
/// `clean` and `corrupted` are the embeddings of two texts, `[time, width]`; all states have this shape. Patched at (ℓ, t) is
/// the corrupted run whose state x_ℓ has row t of the clean run's x_ℓ in the place of its own, and whose layers from ℓ on
/// compute with it. Each place is patched alone. A share may be below 0 or above 1; `layers` may be 0; d_clean and
/// d_corrupted differ.
public func patchedShares(
  clean: Tensor, corrupted: Tensor, layers: Int, layer: (Int, Tensor) throws -> Tensor,
  difference: (Tensor) throws -> Float
) throws -> [[Float]] {
  /// The states of a run: one before every layer, and one after the last.
  func states(_ embedding: Tensor) throws -> [Tensor] {
    var states = [embedding]
    for index in 0..<layers { states.append(try layer(index, states[index])) }
    return states
  }
  let cleanStates = try states(clean)
  let corruptedStates = try states(corrupted)
  let best = try difference(cleanStates[layers])
  let worst = try difference(corruptedStates[layers])
  return try (0...layers).map { depth in
    try (0..<clean.shape[0]).map { token in
      // Begun anew for every place: no patch stays for the next.
      var rows = corruptedStates[depth].rows
      rows[token] = cleanStates[depth].rows[token]
      var state = Tensor(rows)
      for index in depth..<layers { state = try layer(index, state) }
      return (try difference(state) - worst) / (best - worst)
    }
  }
}

// MARK: - shapleyValues

/// What each of some players is worth: what he adds, averaged over all orders in which they can come in.
///
///     φᵢ = Σ over the sets S without i of |S|! (n − |S| − 1)!/n! · (v(S ∪ {i}) − v(S))
///
/// `values` has v for each of the 2ⁿ sets of the n `players`: bit i of the index says whether player i is in, so that
/// `1 << i` is i alone, and `set.nonzeroBitCount` is |S|. v of none need not be 0. There are 1 to 12 players; the values
/// may be large beside their differences.
public func shapleyValues(players: Int, values: [Double]) throws -> [Double] {
  /// Double: a quotient of whole numbers would be 0.
  func factorial(_ number: Int) -> Double {
    number < 2 ? 1 : Double(number) * factorial(number - 1)
  }
  // Sets of one size have one weight: the share of the orders in which exactly they are there before i.
  let weights = (0..<players).map { size in
    factorial(size) * factorial(players - size - 1) / factorial(players)
  }
  return (0..<players).map { player in
    let bit = 1 << player
    var sum = 0.0
    for set in values.indices where set & bit == 0 {
      sum += weights[set.nonzeroBitCount] * (values[set | bit] - values[set])
    }
    return sum
  }
}
