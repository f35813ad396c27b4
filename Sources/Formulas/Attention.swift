extension Formula {
  /// Scaled dot-product attention (S0-3.3-ATT, S2-4.1-ATT, S3-3.1-ATT, S4-4.1-ATT) and its misprints.
  public enum Attention {
    /// S = Q·Kᵀ/scale: `[n, d_k], [m, d_k] → [n, m]`; the scale is √d_k unless given. Vaswani et al. 2017, §3.2.1.
    public static func scores(query: Matrix, key: Matrix, scale: Double? = nil) throws -> Matrix {
      try query.times(key.transposed, as: "Q·Kᵀ") / (scale ?? Double(query.columnCount).squareRoot())
    }

    /// S with −∞ where a key is later than its query (j > i), so that softmax gives it weight 0 (G-MASK).
    public static func masked(_ scores: Matrix) -> Matrix {
      Matrix(rowCount: scores.rowCount, columnCount: scores.columnCount) {
        $1 > $0 ? -.infinity : scores[$0, $1]
      }
    }

    /// A = softmax(Q·Kᵀ/√d_k), each row of sum 1: `[n, d_k], [m, d_k] → [n, m]`.
    public static func weights(
      query: Matrix, key: Matrix, scale: Double? = nil, causal: Bool = false, along axis: Softmax.Axis = .rows
    ) throws -> Matrix {
      let scores = try scores(query: query, key: key, scale: scale)
      return Softmax.published(causal ? masked(scores) : scores, along: axis)
    }

    /// A·V: `[n, m], [m, d_v] → [n, d_v]`; each output row is an average of the rows of V.
    public static func output(weights: Matrix, value: Matrix) throws -> Matrix {
      try weights.times(value, as: "A·V")
    }

    /// Attention(Q, K, V) = softmax(Q·Kᵀ/√d_k)·V: `[n, d_k], [m, d_k], [m, d_v] → [n, d_v]`.
    public static func published(query: Matrix, key: Matrix, value: Matrix, causal: Bool = false) throws
      -> Matrix
    {
      try output(weights: weights(query: query, key: key, causal: causal), value: value)
    }

    /// The mask at the wrong moment: weights of later keys set to 0 *after* softmax, so that rows sum to less than 1.
    public static func weightsMaskedAfterSoftmax(query: Matrix, key: Matrix) throws -> Matrix {
      let all = try weights(query: query, key: key)
      return Matrix(rowCount: all.rowCount, columnCount: all.columnCount) { $1 > $0 ? 0 : all[$0, $1] }
    }

    /// S1-3.1.1-AVT as printed, A·Vᵀ: `[n, n], [n, d] → [n, n]`, which conforms only when n = d.
    public static func asPrintedAVT(weights: Matrix, value: Matrix) throws -> Matrix {
      try weights.times(value.transposed, as: "A·Vᵀ")
    }

    /// S3-3.1-OUT as its prose has it: the output of attention multiplied by V once more; conforms when n = d_v.
    public static func multipliedByValueAgain(query: Matrix, key: Matrix, value: Matrix) throws -> Matrix {
      try published(query: query, key: key, value: value).times(value, as: "Attention(Q, K, V)·V")
    }
  }

  /// The projections that make Q, K and V out of the input (S1-3.1.1-QKV), and S3's form of them.
  public enum Projection {
    /// X·W, token by token: `[n, d], [d, d_k] → [n, d_k]`. Vaswani et al. 2017, §3.2.2.
    public static func published(_ input: Matrix, _ weight: Matrix) throws -> Matrix {
      try input.times(weight, as: "X·W")
    }

    /// S3-3.1-Q, -K and -V as printed, W_q·X·W: `[n, n], [n, d], [d, d_k] → [n, d_k]`.
    ///
    /// W_q stands on the left, over the tokens: it mixes them, and fits one length n alone.
    public static func asPrintedS3(queryWeight: Matrix, input: Matrix, weight: Matrix) throws -> Matrix {
      try queryWeight.times(input, as: "W_q·X").times(weight, as: "(W_q·X)·W")
    }
  }
}
