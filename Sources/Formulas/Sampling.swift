extension Formula {
  /// From probabilities to a token (S1-4.3-P-TEMP, S2-3.3-P-GREEDY).
  public enum Sampling {
    /// softmax(z/T): `[V] → [V]`; T = 0 is greedy (all weight on the greatest logit), T = ∞ uniform.
    public static func published(_ logits: [Double], temperature: Double) -> [Double] {
      if temperature == 0 {
        let best = greedy(logits)
        return logits.indices.map { $0 == best ? 1 : 0 }
      }
      return Softmax.published(logits.map { $0 / temperature })
    }

    /// p^(1/T)/Σ p^(1/T): the same, from probabilities.
    public static func renormalizedPowers(_ probabilities: [Double], temperature: Double) -> [Double] {
      let powers = probabilities.map { Mathematics.power($0, 1 / temperature) }
      let sum = powers.reduce(0, +)
      return powers.map { $0 / sum }
    }

    /// The index of the greatest value, the first of several; traps for an empty list.
    public static func greedy(_ values: [Double]) -> Int {
      guard
        let best = values.indices.max(by: { values[$0] < values[$1] || (values[$0] == values[$1] && $0 > $1) }
        )
      else { fatalError("greedy: there is nothing to choose from") }
      return best
    }

    /// The two-token sequence that greedy decoding finds, and its probability: P(a) `[V]`, P(b | a) `[V, V′]`.
    public static func greedyPath(first: [Double], second: Matrix) -> (path: [Int], probability: Double) {
      let one = greedy(first)
      let two = greedy(second.row(one))
      return ([one, two], first[one] * second[one, two])
    }

    /// The most probable two-token sequence of all, and its probability.
    public static func bestPath(first: [Double], second: Matrix) -> (path: [Int], probability: Double) {
      var best = (path: [0, 0], probability: -1.0)
      for one in first.indices {
        for two in 0..<second.columnCount where first[one] * second[one, two] > best.probability {
          best = ([one, two], first[one] * second[one, two])
        }
      }
      return best
    }
  }

  /// Distillation: a student learns a teacher's soft probabilities (S4-8-P-DISTIL; Hinton et al. 2015).
  public enum Distillation {
    /// KL(p_T‖q_T) between softmax(teacher/T) and softmax(student/T), in nats: `[C], [C] → scalar`.
    public static func divergence(teacher: [Double], student: [Double], temperature: Double) throws -> Double
    {
      try CrossEntropy.divergence(
        Sampling.published(teacher, temperature: temperature),
        from: Sampling.published(student, temperature: temperature))
    }

    /// T²·KL(p_T‖q_T): the factor keeps the size of the gradients much the same at every temperature.
    public static func published(teacher: [Double], student: [Double], temperature: Double) throws -> Double {
      try temperature * temperature * divergence(teacher: teacher, student: student, temperature: temperature)
    }
  }
}
