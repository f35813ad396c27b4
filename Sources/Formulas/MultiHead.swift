extension Formula {
  /// Multi-head attention (S0-3.3-MHA, S4-4.2-MHA), and what “stacking the heads” could mean.
  public enum MultiHead {
    /// The weights of h heads: for each W_i^Q, W_i^K `[d, d_k]` and W_i^V `[d, d_v]`, and one W^O `[h·d_v, d]`.
    public struct Weights: Sendable, Hashable {
      /// W_i^Q, one a head.
      public var query: [Matrix]
      /// W_i^K, one a head.
      public var key: [Matrix]
      /// W_i^V, one a head.
      public var value: [Matrix]
      /// W^O.
      public var output: Matrix

      /// The weights of `query.count` heads; traps when the lists differ in length.
      public init(query: [Matrix], key: [Matrix], value: [Matrix], output: Matrix) {
        guard query.count == key.count, key.count == value.count else {
          fatalError("MultiHead: \(query.count) queries, \(key.count) keys, \(value.count) values")
        }
        self.query = query
        self.key = key
        self.value = value
        self.output = output
      }

      /// The number of scalars in all of them.
      public var parameterCount: Int {
        (query + key + value + [output]).reduce(0) { $0 + $1.elements.count }
      }
    }

    /// head_i = Attention(Q·W_i^Q, K·W_i^K, V·W_i^V): h matrices `[n, d_v]` (G-HEAD).
    public static func heads(
      query: Matrix, key: Matrix, value: Matrix, weights: Weights, causal: Bool = false
    ) throws -> [Matrix] {
      try weights.query.indices.map { head in
        try Attention.published(
          query: Projection.published(query, weights.query[head]),
          key: Projection.published(key, weights.key[head]),
          value: Projection.published(value, weights.value[head]), causal: causal)
      }
    }

    /// Concat(head₁, …, head_h)·W^O: h matrices `[n, d_v] → [n, d]`; throws when W^O does not have h·d_v rows.
    public static func output(heads: [Matrix], outputWeight: Matrix) throws -> Matrix {
      try Matrix.concatenatingColumns(heads).times(outputWeight, as: "Concat(head₁, …, head_h)·W^O")
    }

    /// MultiHead(Q, K, V) = Concat(head₁, …, head_h)·W^O: `[n, d], [m, d], [m, d] → [n, d]`. Vaswani 2017, §3.2.2.
    public static func published(
      query: Matrix, key: Matrix, value: Matrix, weights: Weights, causal: Bool = false
    ) throws -> Matrix {
      try output(
        heads: heads(query: query, key: key, value: value, weights: weights, causal: causal),
        outputWeight: weights.output)
    }

    /// Heads without projections: head i attends with the i-th slice of the columns of Q, K and V.
    ///
    /// Throws when the width is not a multiple of the number of heads.
    public static func headsFromSlices(query: Matrix, key: Matrix, value: Matrix, headCount: Int) throws
      -> [Matrix]
    {
      guard headCount > 0, query.columnCount.isMultiple(of: headCount),
        value.columnCount.isMultiple(of: headCount)
      else { throw ShapeMismatch(operation: "Q in slices", left: query.shape, right: [headCount]) }
      return try (0..<headCount).map { head in
        func slice(_ matrix: Matrix) -> Matrix {
          let width = matrix.columnCount / headCount
          return matrix.columns(head * width..<(head + 1) * width)
        }
        return try Attention.published(query: slice(query), key: slice(key), value: slice(value))
      }
    }

    /// All heads the same Attention(Q, K, V): what remains when the documents' missing W_i are taken as absent.
    public static func identicalHeads(query: Matrix, key: Matrix, value: Matrix, headCount: Int) throws
      -> [Matrix]
    {
      let head = try Attention.published(query: query, key: key, value: value)
      return Array(repeating: head, count: headCount)
    }

    /// S1-3.1.1-P-STACK read as a sum: Σᵢ headᵢ, `[n, d_v]` whatever the number of heads.
    public static func summed(_ heads: [Matrix]) throws -> Matrix { try Matrix.sum(heads) }

    /// X + H with a single column of H repeated over X's columns, as libraries broadcast it without a word.
    public static func broadcastSum(_ input: Matrix, _ column: Matrix) throws -> Matrix {
      guard column.columnCount == 1, column.rowCount == input.rowCount else {
        throw ShapeMismatch(operation: "X + ΣH, broadcast", left: input.shape, right: column.shape)
      }
      return Matrix(rowCount: input.rowCount, columnCount: input.columnCount) {
        input[$0, $1] + column[$0, 0]
      }
    }

    /// The scalars of multi-head attention at width d with h heads: 4·d² when d_k = d/h, 4·h·d² with full-width heads.
    public static func parameterCount(width: Int, headCount: Int, fullWidthHeads: Bool = false) -> Int {
      let headWidth = fullWidthHeads ? width : width / headCount
      return headCount * 3 * width * headWidth + headCount * headWidth * width
    }
  }
}
