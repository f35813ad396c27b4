extension Formula {
  /// Chains of hidden states: the hidden Markov model (Rabiner 1989) and the conditional random field (Lafferty et al.
  /// 2001), in logarithms, so that long chains do not underflow.
  public enum HiddenStates {
    /// A hidden Markov model: π `[states]`, A `[states, states]`, B `[states, symbols]`.
    public struct Model: Sendable, Hashable {
      /// π: P(first state).
      public var initial: [Double]
      /// A: P(next state | state).
      public var transitions: Matrix
      /// B: P(symbol | state).
      public var emissions: Matrix

      /// These probabilities.
      public init(initial: [Double], transitions: Matrix, emissions: Matrix) {
        self.initial = initial
        self.transitions = transitions
        self.emissions = emissions
      }
    }

    /// ln Σ e^xᵢ with the greatest taken out; −∞ where all are.
    public static func logSum(_ logarithms: [Double]) -> Double {
      let greatest = logarithms.max() ?? -.infinity
      guard greatest > -.infinity else { return -.infinity }
      return greatest
        + Mathematics.logarithm(logarithms.reduce(0) { $0 + Mathematics.exponential($1 - greatest) })
    }

    /// ln αₜ(j): the logarithm of the sum of e^score over all paths to state j at place t, `[time, states]`.
    public static func forward(initial: [Double], transitions: Matrix, scores: Matrix) -> Matrix {
      var rows: [[Double]] = []
      for time in 0..<scores.rowCount {
        rows.append(
          initial.indices.map { state in
            let before =
              rows.last.map { row in logSum(row.indices.map { row[$0] + transitions[$0, state] }) }
              ?? initial[state]
            return before + scores[time, state]
          })
      }
      return Matrix(rows)
    }

    /// ln βₜ(i): the same over all that can follow state i at place t, `[time, states]`.
    public static func backward(transitions: Matrix, scores: Matrix) -> Matrix {
      var rows = [[Double](repeating: 0, count: scores.columnCount)]
      for time in (1..<max(1, scores.rowCount)).reversed() {
        let ahead = rows[0]
        rows.insert(
          ahead.indices.map { state in
            logSum(ahead.indices.map { transitions[state, $0] + scores[time, $0] + ahead[$0] })
          }, at: 0)
      }
      return Matrix(rows)
    }

    /// P(o) by the forward algorithm, and each αₜ (G-HMM).
    public static func likelihood(
      _ model: Model, symbols: [Int]
    ) throws -> (alpha: Matrix, logProbability: Double) {
      let logarithms = try logarithms(model, symbols)
      let alpha = forward(
        initial: logarithms.initial, transitions: logarithms.transitions, scores: logarithms.scores)
      return (alpha, logSum(alpha.rows.last ?? []))
    }

    /// The likeliest path and its ln P(path, o) (G-VITERBI): the greatest in the place of the sum; of equal ones the lower
    /// state.
    public static func viterbi(
      initial: [Double], transitions: Matrix, scores: Matrix
    ) -> (states: [Int], score: Double) {
      func best(_ numbers: [Double]) -> Int {
        numbers.indices.reduce(0) { numbers[$1] > numbers[$0] ? $1 : $0 }
      }
      var row = zip(initial, scores.row(0)).map(+)
      var paths = row.indices.map { [$0] }
      for time in 1..<max(1, scores.rowCount) {
        let ways = row.indices.map { state in row.indices.map { row[$0] + transitions[$0, state] } }
        paths = ways.indices.map { paths[best(ways[$0])] + [$0] }
        row = ways.indices.map { ways[$0][best(ways[$0])] + scores[time, $0] }
      }
      return (paths[best(row)], row[best(row)])
    }

    /// Viterbi's path of a hidden Markov model.
    public static func viterbi(_ model: Model, symbols: [Int]) throws -> (states: [Int], score: Double) {
      let logarithms = try logarithms(model, symbols)
      return viterbi(
        initial: logarithms.initial, transitions: logarithms.transitions, scores: logarithms.scores)
    }

    /// One step of Baum and Welch from one sequence (G-BAUMWELCH): expected counts over their sums; NaN where nothing is
    /// expected.
    public static func baumWelch(_ model: Model, symbols: [Int]) throws -> Model {
      let logarithms = try logarithms(model, symbols)
      let (transitions, scores) = (logarithms.transitions, logarithms.scores)
      let alpha = forward(initial: logarithms.initial, transitions: transitions, scores: scores)
      let beta = backward(transitions: transitions, scores: scores)
      let total = logSum(alpha.rows.last ?? [])
      let gamma = Matrix(rowCount: scores.rowCount, columnCount: scores.columnCount) {
        Mathematics.exponential(alpha[$0, $1] + beta[$0, $1] - total)
      }
      func moves(_ from: Int, _ to: Int) -> Double {
        (1..<max(1, scores.rowCount)).reduce(0) { sum, time in
          let path = alpha[time - 1, from] + transitions[from, to] + scores[time, to] + beta[time, to]
          return sum + Mathematics.exponential(path - total)
        }
      }
      func shares(_ counts: Matrix) -> Matrix {
        counts.mapRows { row in row.map { $0 / row.reduce(0, +) } }
      }
      let count = model.initial.count
      return Model(
        initial: gamma.row(0),
        transitions: shares(Matrix(rowCount: count, columnCount: count, entry: moves)),
        emissions: shares(
          Matrix(rowCount: count, columnCount: model.emissions.columnCount) { state, symbol in
            symbols.indices.reduce(0) { $0 + (symbols[$1] == symbol ? gamma[$1, state] : 0) }
          }))
    }

    /// ln P(y | x) of a conditional random field (G-CRF): the path's score less ln Z.
    ///
    /// Scores of places `[time, tags]`, of moves `[tags, tags]`; of one place this is ln softmax.
    public static func logProbability(
      ofTags tags: [Int], scores: Matrix, transitions: Matrix
    ) throws -> (logZ: Double, logProbability: Double) {
      try check(tags, scores, transitions)
      let none = [Double](repeating: 0, count: scores.columnCount)
      let alpha = forward(initial: none, transitions: transitions, scores: scores)
      let logZ = logSum(alpha.rows.last ?? [0])
      let places = tags.indices.reduce(0) { $0 + scores[$1, tags[$1]] }
      let moves = zip(tags, tags.dropFirst()).reduce(0) { $0 + transitions[$1.0, $1.1] }
      return (logZ, places + moves - logZ)
    }

    /// Local normalization in the place of Z: ln of the product of softmaxes over the next tag, each after the tag before it.
    public static func locallyNormalized(
      ofTags tags: [Int], scores: Matrix, transitions: Matrix
    ) throws -> Double {
      try check(tags, scores, transitions)
      return tags.indices.reduce(0) { sum, time in
        let row = scores.row(time).enumerated().map {
          $0.element + (time > 0 ? transitions[tags[time - 1], $0.offset] : 0)
        }
        return sum - CrossEntropy.fromLogits(row, target: tags[time])
      }
    }

    private static func check(_ tags: [Int], _ scores: Matrix, _ transitions: Matrix) throws {
      guard tags.count == scores.rowCount, tags.allSatisfy((0..<scores.columnCount).contains),
        transitions.shape == [scores.columnCount, scores.columnCount]
      else {
        throw ShapeMismatch(operation: "score(y, x)", left: scores.shape, right: transitions.shape)
      }
    }

    private static func logarithms(
      _ model: Model, _ symbols: [Int]
    ) throws -> (initial: [Double], transitions: Matrix, scores: Matrix) {
      let states = model.initial.count
      guard model.transitions.shape == [states, states], model.emissions.rowCount == states else {
        throw ShapeMismatch(operation: "α·A ⊙ B", left: model.transitions.shape, right: model.emissions.shape)
      }
      guard !symbols.isEmpty, symbols.allSatisfy((0..<model.emissions.columnCount).contains) else {
        throw ShapeMismatch(operation: "B[o]", left: model.emissions.shape, right: [symbols.count])
      }
      return (
        model.initial.map(Mathematics.logarithm),
        model.transitions.mapRows { $0.map(Mathematics.logarithm) },
        Matrix(rowCount: symbols.count, columnCount: states) { time, state in
          Mathematics.logarithm(model.emissions[state, symbols[time]])
        }
      )
    }
  }
}
