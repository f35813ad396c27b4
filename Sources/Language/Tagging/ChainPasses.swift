import Platform

/// A chain of hidden states: a path's score is initial[s₁] + local₁[s₁] + Σ transitions[sₜ₋₁][sₜ] + localₜ[sₜ], and its
/// weight e^score.
///
/// Both taggers are one: in a hidden Markov model the weights are probabilities and their total is P(symbols); in a
/// conditional random field their total is its Z.
struct StateChain {
  /// `[states]`
  let initial: [Double]
  /// `[states, states]`, from a state to the next.
  let transitions: [[Double]]
  /// `[time, states]`
  let local: [[Double]]
}

/// The forward and the backward pass over a chain.
///
/// Each place is divided by its own sum (Rabiner 1989, §V.A), in logarithms: neither a long chain underflows nor a state
/// that for a while seems impossible.
struct ChainPasses {
  /// ln P(state | what was seen up to here), `[time, states]`.
  private(set) var forward: [[Double]] = []
  /// ln of what is still to come, from each state, over what it is on the average, `[time, states]`.
  private var backward: [[Double]] = []
  /// ln of the sum of the weights of all paths; −∞ where every path has weight 0, and the passes then mean nothing.
  private(set) var logTotal = 0.0
  private var sums: [Double] = []
  private let chain: StateChain

  init(_ chain: StateChain) {
    self.chain = chain
    let states = chain.initial.indices
    for (time, here) in chain.local.enumerated() {
      let row = states.map { state in
        let before =
          time == 0
          ? chain.initial[state] : logSum(states.map { forward[time - 1][$0] + chain.transitions[$0][state] })
        return before + here[state]
      }
      let sum = logSum(row)
      logTotal += sum
      guard sum > -.infinity else { return }
      sums.append(sum)
      forward.append(row.map { $0 - sum })
    }
    backward = chain.local.map { _ in states.map { _ in 0 } }
    for time in chain.local.indices.dropFirst().reversed() {
      let ahead = ahead(at: time)
      backward[time - 1] = chain.transitions.map { moves in logSum(zip(moves, ahead).map { $0 + $1 }) }
    }
  }

  /// P(state at each place | the whole sequence), `[time, states]`.
  var states: [[Double]] {
    zip(forward, backward).map { zip($0, $1).map { exp($0 + $1) } }
  }

  /// P(state at `time` − 1, state at `time` | the whole sequence), `[states, states]`.
  func pairs(at time: Int) -> [[Double]] {
    let ahead = ahead(at: time)
    return zip(forward[time - 1], chain.transitions).map { before, moves in
      zip(moves, ahead).map { exp(before + $0 + $1) }
    }
  }

  /// ln of what each state at a place is worth to what stands before it, `[states]`.
  private func ahead(at time: Int) -> [Double] {
    zip(chain.local[time], backward[time]).map { $0 + $1 - sums[time] }
  }
}

/// ln Σ e^xᵢ with the greatest taken out, so that no power overflows; −∞ where all are.
private func logSum(_ logarithms: [Double]) -> Double {
  guard let greatest = logarithms.max(), greatest > -.infinity else { return -.infinity }
  return greatest + log(logarithms.reduce(0) { $0 + exp($1 - greatest) })
}
