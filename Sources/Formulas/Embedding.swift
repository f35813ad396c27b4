extension Formula {
  /// Tokens to vectors and back (G-EMB, G-HEADLM).
  public enum Embedding {
    /// E[id]: the row of each token, `[V, d], [n] → [n, d]`; throws for a token outside the vocabulary.
    public static func published(table: Matrix, tokens: [Int]) throws -> Matrix {
      for token in tokens where !(0..<table.rowCount).contains(token) {
        throw ShapeMismatch(operation: "E[\(token)]", left: table.shape, right: [tokens.count])
      }
      return Matrix(tokens.map(table.row))
    }

    /// One row a token with a single 1 in it: `[n] → [n, V]`.
    public static func oneHot(_ tokens: [Int], vocabularySize: Int) -> Matrix {
      Matrix(rowCount: tokens.count, columnCount: vocabularySize) { tokens[$0] == $1 ? 1 : 0 }
    }

    /// onehot(ids)·E, the same vectors by a product: `[n, V]·[V, d] → [n, d]`.
    public static func byProduct(table: Matrix, tokens: [Int]) throws -> Matrix {
      try oneHot(tokens, vocabularySize: table.rowCount).times(table, as: "onehot·E")
    }

    /// √d·E[id]: Vaswani et al. 2017, §3.4, scale the embeddings before positions are added.
    public static func scaled(table: Matrix, tokens: [Int]) throws -> Matrix {
      try published(table: table, tokens: tokens) * Double(table.columnCount).squareRoot()
    }

    /// logits = h·Eᵀ with the embedding's own table (tied): `[n, d], [V, d] → [n, V]`.
    public static func logits(_ hidden: Matrix, table: Matrix) throws -> Matrix {
      try hidden.times(table.transposed, as: "h·Eᵀ")
    }

    /// The scalars of a GPT-2 of the given geometry: V·d + n·d + L·(12d² + 13d) + 2d, and V·d more when not tied.
    public static func parameterCount(
      vocabularySize: Int, contextLength: Int, layerCount: Int, width: Int, tied: Bool = true
    ) -> Int {
      let block = 12 * width * width + 13 * width
      let embeddings = vocabularySize * width + contextLength * width
      return embeddings + layerCount * block + 2 * width + (tied ? 0 : vocabularySize * width)
    }

    /// c·tanh(z/c), so that no logit is beyond c (G-SOFTCAP; Gemma Team 2024, §2): near z where z is small.
    public static func capped(_ logit: Double, at cap: Double) -> Double {
      cap * Mathematics.hyperbolicTangent(logit / cap)
    }

    /// The same by force: z between −c and c, where beyond them nothing is left of its slope.
    public static func clipped(_ logit: Double, at cap: Double) -> Double { min(cap, max(-cap, logit)) }
  }
}
