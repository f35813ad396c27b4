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
  throw Unsolved()
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
  throw Unsolved()
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
  throw Unsolved()
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
  throw Unsolved()
}
