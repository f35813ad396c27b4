import Platform

/// The forward and the backward pass over a chain of hidden states, in which a path has the weight
/// initial[s₁]·local₁[s₁]·Π transitions[sₜ₋₁][sₜ]·localₜ[sₜ].
///
/// The one computation behind both taggers: in a hidden Markov model the weights are probabilities and their total is
/// P(symbols); in a conditional random field they are e^score and their total is its Z. Each place is divided by its own
/// sum (Rabiner 1989, §V.A), so that a long chain does not underflow: the total is known by its logarithm.
struct ChainPasses {
  /// P(state | what was seen up to here), `[time, states]`.
  private(set) var forward: [[Double]] = []
  /// What is still to come, from each state, over what it is on the average, `[time, states]`.
  private(set) var backward: [[Double]] = []
  /// ln of the sum of the weights of all paths; −∞ where every path has weight 0, and the passes then mean nothing.
  private(set) var logTotal = 0.0
  private var sums: [Double] = []
  private let transitions: [[Double]]
  private let local: [[Double]]

  /// Passes over `[time, states]` weights of places, by `[states]` and `[states, states]` weights.
  init(initial: [Double], transitions: [[Double]], local: [[Double]]) {
    self.transitions = transitions
    self.local = local
    let states = initial.indices
    for (time, here) in local.enumerated() {
      var row = time == 0 ? initial : advanced(forward[time - 1])
      for state in states { row[state] *= here[state] }
      let sum = row.reduce(0, +)
      guard sum > 0 else {
        logTotal = -.infinity
        return
      }
      logTotal += log(sum)
      sums.append(sum)
      forward.append(row.map { $0 / sum })
    }
    backward = local.map { _ in initial.map { _ in 1 } }
    for time in local.indices.dropLast().reversed() {
      for state in states {
        let ahead = states.reduce(0) {
          $0 + transitions[state][$1] * local[time + 1][$1] * backward[time + 1][$1]
        }
        backward[time][state] = ahead / sums[time + 1]
      }
    }
  }

  /// The weight of each next state after a distribution over states.
  private func advanced(_ row: [Double]) -> [Double] {
    row.indices.map { next in row.indices.reduce(0) { $0 + row[$1] * transitions[$1][next] } }
  }

  /// P(state at each place | the whole sequence), `[time, states]`.
  var states: [[Double]] {
    zip(forward, backward).map { zip($0, $1).map { $0 * $1 } }
  }

  /// P(state at `time` − 1, state at `time` | the whole sequence), `[states, states]`.
  func pairs(at time: Int) -> [[Double]] {
    forward[time - 1].indices.map { from in
      forward[time].indices.map { to in
        forward[time - 1][from] * transitions[from][to] * local[time][to] * backward[time][to] / sums[time]
      }
    }
  }
}
