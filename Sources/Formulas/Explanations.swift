extension Formula {
  /// What explains the answer of a model: what its layers would say, and what its words are worth.
  public enum Explanations {
    /// LayerNorm(h)·Eᵀ for every row of h: what the model would say if its stack ended here (G-LENS; nostalgebraist 2020).
    ///
    /// `[n, d]`, γ and β `[d]`, E `[vocabulary, d]` → `[n, vocabulary]`.
    public static func lens(
      _ hidden: Matrix, gain: [Double], bias: [Double], embedding: Matrix
    ) throws -> Matrix {
      try LayerNormalization.published(hidden, gain: gain, bias: bias) * embedding.transposed
    }

    /// The same without the norm, on whose scale the embeddings are read at the end.
    public static func lensWithoutNorm(_ hidden: Matrix, embedding: Matrix) throws -> Matrix {
      try hidden * embedding.transposed
    }

    /// φᵢ = (1/n!) Σ over all orders of the players of v(before i, and i) − v(before i), with v by coalition: player i is in
    /// coalition c when bit i of c is set (G-SHAP; Shapley 1953).
    public static func shapley(_ values: [Double]) -> [Double] {
      let count = players(of: values)
      var sums = [Double](repeating: 0, count: count)
      var orders = 0.0
      func continued(_ coalition: Int, _ added: [Double]) {
        if coalition == values.count - 1 {
          for player in added.indices { sums[player] += added[player] }
          orders += 1
        }
        for player in 0..<count where coalition >> player & 1 == 0 {
          var added = added
          added[player] = values[coalition | 1 << player] - values[coalition]
          continued(coalition | 1 << player, added)
        }
      }
      continued(0, sums)
      return sums.map { $0 / orders }
    }

    /// The mean of v(S ∪ i) − v(S) over all coalitions S without i (Banzhaf 1965).
    public static func banzhaf(_ values: [Double]) -> [Double] {
      (0..<players(of: values)).map { player in
        let without = values.indices.filter { $0 >> player & 1 == 0 }
        return Mathematics.mean(without.map { values[$0 | 1 << player] - values[$0] })
      }
    }

    /// v(all) − v(all but i).
    public static func leavingOneOut(_ values: [Double]) -> [Double] {
      let everybody = values.count - 1
      return (0..<players(of: values)).map { values[everybody] - values[everybody ^ 1 << $0] }
    }

    private static func players(of values: [Double]) -> Int { max(1, values.count).trailingZeroBitCount }

    /// exp(−D²/σ²) with D = 1 − √(|z|/n): how near a row of zeros and ones is to ones alone.
    public static func nearness(_ row: [Double], width: Double) -> Double {
      let distance = 1 - Mathematics.mean(row).squareRoot()
      return Mathematics.exponential(-distance * distance / (width * width))
    }

    /// The b and w, b first, that minimise Σ π(z)·(v(z) − b − w·z)² over the rows z of Z (G-LIME; Ribeiro et al. 2016, §3).
    ///
    /// By Cramer's rule on the normal equations; NaN where they do not settle a number.
    public static func line(_ rows: Matrix, _ values: [Double], weights: [Double]) -> [Double] {
      let inputs = rows.rows.map { [1] + $0 }
      let size = rows.columnCount + 1
      func sum(_ term: (Int) -> Double) -> Double {
        inputs.indices.reduce(0) { $0 + weights[$1] * term($1) }
      }
      let squares = (0..<size).map { i in (0..<size).map { j in sum { inputs[$0][i] * inputs[$0][j] } } }
      let products = (0..<size).map { i in sum { inputs[$0][i] * values[$0] } }
      return (0..<size).map { unknown in
        let replaced = squares.indices.map { row in
          squares[row].indices.map { $0 == unknown ? products[row] : squares[row][$0] }
        }
        return determinant(replaced) / determinant(squares)
      }
    }

    /// Along the first row.
    private static func determinant(_ rows: [[Double]]) -> Double {
      guard let first = rows.first else { return 1 }
      return first.indices.reduce(0) { sum, column in
        let minor = rows.dropFirst().map { row in row.indices.filter { $0 != column }.map { row[$0] } }
        return sum + (column.isMultiple(of: 2) ? 1 : -1) * first[column] * determinant(minor)
      }
    }
  }
}
