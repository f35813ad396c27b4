extension Formula {
  /// Where a token stands, as a vector (Vaswani et al. 2017, §3.5), and the three misprints of it.
  public enum PositionalEncoding {
    /// ω_i = 1/10000^(2i/d), the frequency of the pair of dimensions 2i, 2i + 1.
    public static func frequency(pair: Int, width: Int) -> Double {
      1 / Mathematics.power(10_000, Double(2 * pair) / Double(width))
    }

    /// PE(p, 2i) = sin(p/10000^(2i/d)), PE(p, 2i+1) = cos(p/10000^(2i/d)): position p, counted from 0, → `[d]`.
    public static func published(position: Int, width: Int) -> [Double] {
      (0..<width).map { dimension in
        let angle = Double(position) / Mathematics.power(10_000, Double(2 * (dimension / 2)) / Double(width))
        return dimension.isMultiple(of: 2) ? Mathematics.sine(angle) : Mathematics.cosine(angle)
      }
    }

    /// S0-3.3-PE as printed, sin(p/10000^(2/d)) + cos(p/10000^(2/d)): one number, for all d dimensions.
    public static func asPrintedS0(position: Int, width: Int) -> Double {
      sum(at: Double(position) / Mathematics.power(10_000, 2 / Double(width)))
    }

    /// S0-3.3-PE with the power over the fraction, (p/10000)^(2/d): one number.
    public static func asPrintedS0PowerOfFraction(position: Int, width: Int) -> Double {
      sum(at: Mathematics.power(Double(position) / 10_000, 2 / Double(width)))
    }

    /// S0-3.3-PE with the missing index, sin + cos of p/10000^(2i/d) in both dimensions of pair i: `[d]`.
    public static func summedPairs(position: Int, width: Int) -> [Double] {
      (0..<width).map {
        sum(at: Double(position) / Mathematics.power(10_000, Double(2 * ($0 / 2)) / Double(width)))
      }
    }

    /// S1-3.2-PE as printed, sin(i/(10000² + j)) + cos(i/(10000² + j)); i and j count from 1.
    public static func asPrintedS1(position: Int, dimension: Int) -> Double {
      sum(at: Double(position) / (100_000_000 + Double(dimension)))
    }

    /// S1-3.2-PE with j in the exponent, sin(i/10000^(2+j)) + cos(i/10000^(2+j)); i and j count from 1.
    public static func asPrintedS1Exponent(position: Int, dimension: Int) -> Double {
      sum(at: Double(position) / Mathematics.power(10_000, 2 + Double(dimension)))
    }

    /// S3-3.3-PE as printed, sin((pos/10000)^(2i)) + cos((pos/10000)^(2i+1)); 0⁰ counts as 1.
    public static func asPrintedS3(position: Int, dimension: Int) -> Double {
      let fraction = Double(position) / 10_000
      return Mathematics.sine(Mathematics.power(fraction, Double(2 * dimension)))
        + Mathematics.cosine(Mathematics.power(fraction, Double(2 * dimension + 1)))
    }

    /// S3-3.3-PE with the power in the denominator, sin(pos/10000^(2i)) + cos(pos/10000^(2i+1)).
    public static func asPrintedS3Denominator(position: Int, dimension: Int) -> Double {
      Mathematics.sine(Double(position) / Mathematics.power(10_000, Double(2 * dimension)))
        + Mathematics.cosine(Double(position) / Mathematics.power(10_000, Double(2 * dimension + 1)))
    }

    /// S3-3.3-PE with the power over the function's value, sin(pos/10000)^(2i) + cos(pos/10000)^(2i+1).
    public static func asPrintedS3PowerOfValue(position: Int, dimension: Int) -> Double {
      let fraction = Double(position) / 10_000
      return Mathematics.power(Mathematics.sine(fraction), Double(2 * dimension))
        + Mathematics.power(Mathematics.cosine(fraction), Double(2 * dimension + 1))
    }

    /// The table of an encoding, one row a position: positions × `[d] → [positions, d]`.
    public static func table(_ positions: [Int], _ row: (Int) -> [Double]) -> Matrix {
      Matrix(positions.map(row))
    }

    /// X + PE, the published way to join them: `[n, d], [n, d] → [n, d]`.
    public static func added(_ embeddings: Matrix, _ positions: Matrix) throws -> Matrix {
      try embeddings.plus(positions, as: "E + PE")
    }

    /// S0-3.1-P-POS read as appending: [E; PE], `[n, d], [n, d′] → [n, d + d′]`.
    public static func appended(_ embeddings: Matrix, _ positions: Matrix) throws -> Matrix {
      try Matrix.concatenatingColumns([embeddings, positions])
    }

    /// S4-5.2-P-MULPE as its code has it: E ⊙ PE, `[n, d], [n, d] → [n, d]`.
    public static func multiplied(_ embeddings: Matrix, _ positions: Matrix) throws -> Matrix {
      try embeddings.combined(with: positions, as: "E ⊙ PE", *)
    }

    private static func sum(at angle: Double) -> Double {
      Mathematics.sine(angle) + Mathematics.cosine(angle)
    }
  }
}
