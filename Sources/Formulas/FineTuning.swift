extension Formula {
  /// What is trained when a trained model is to do something else as well.
  public enum FineTuning {
    /// x·W + (α/r)·(x·A)·B: a frozen weight W, `[in, out]`, and a product of A, `[in, r]`, and B, `[r, out]`, beside it
    /// (G-LORA; Hu et al. 2021, §4.1).
    public static func beside(
      _ input: Matrix, weight: Matrix, down: Matrix, up: Matrix, alpha: Double
    ) throws -> Matrix {
      let narrow = try input.times(down, as: "x·A").times(up, as: "x·A·B")
      return try input.times(weight, as: "x·W").plus(narrow * scale(alpha, down), as: "x·W + x·A·B")
    }

    /// W + (α/r)·A·B: the one weight that gives the same.
    public static func merged(
      weight: Matrix, down: Matrix, up: Matrix, alpha: Double
    ) throws -> Matrix {
      try weight.plus(down.times(up, as: "A·B") * scale(alpha, down), as: "W + A·B")
    }

    /// α/r.
    private static func scale(_ alpha: Double, _ down: Matrix) -> Double { alpha / Double(down.columnCount) }

    /// L₂ + λ·L₁, both sums of −ln P over tokens: what GPT-1 maximises, with its sign turned (G-AUX; Radford et al. 2018,
    /// eq. 5).
    public static func summedLoss(task: [Double], text: [Double], weight: Double) -> Double {
      surprises(task).reduce(0, +) + weight * surprises(text).reduce(0, +)
    }

    /// The same with the mean of −ln P over the tokens of the task and over those of the text; not a number when either
    /// has none.
    public static func meanLoss(task: [Double], text: [Double], weight: Double) -> Double {
      Mathematics.mean(surprises(task)) + weight * Mathematics.mean(surprises(text))
    }

    /// −ln P of each.
    private static func surprises(_ probabilities: [Double]) -> [Double] {
      probabilities.map { -Mathematics.logarithm($0) }
    }
  }
}
