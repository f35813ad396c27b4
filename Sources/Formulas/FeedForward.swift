extension Formula {
  /// The position-wise feed-forward network (G-FFN; no document gives its formula), its activations (G-GELU, G-RELU2) and
  /// the gated one (G-SWIGLU).
  public enum FeedForward {
    /// The weights W₁ `[d, d_ff]`, b₁ `[d_ff]`, W₂ `[d_ff, d]`, b₂ `[d]`.
    public struct Weights: Sendable, Hashable {
      /// W₁.
      public var first: Matrix
      /// b₁.
      public var firstBias: [Double]
      /// W₂.
      public var second: Matrix
      /// b₂.
      public var secondBias: [Double]

      /// These weights; a bias that is not given is zero.
      public init(first: Matrix, firstBias: [Double]? = nil, second: Matrix, secondBias: [Double]? = nil) {
        self.first = first
        self.firstBias = firstBias ?? Array(repeating: 0, count: first.columnCount)
        self.second = second
        self.secondBias = secondBias ?? Array(repeating: 0, count: second.columnCount)
      }

      /// W₁ = W₂ = I without biases: FFN(x) = ReLU(x), the smallest network that is one.
      public static func identity(_ width: Int) -> Weights {
        Weights(first: .identity(width), second: .identity(width))
      }
    }

    /// x·W₁ + b₁: `[n, d] → [n, d_ff]`.
    public static func inner(_ input: Matrix, _ weights: Weights) throws -> Matrix {
      try input.times(weights.first, as: "x·W₁").plusRow(weights.firstBias)
    }

    /// FFN(x) = max(0, x·W₁ + b₁)·W₂ + b₂: `[n, d] → [n, d]`. Vaswani et al. 2017, eq. 2.
    public static func published(_ input: Matrix, _ weights: Weights) throws -> Matrix {
      try inner(input, weights).map(relu).times(weights.second, as: "ReLU(…)·W₂").plusRow(weights.secondBias)
    }

    /// ReLU(x) = max(0, x).
    public static func relu(_ x: Double) -> Double { max(0, x) }

    /// GELU(x) = x·Φ(x) = x·½(1 + erf(x/√2)). Hendrycks and Gimpel 2016.
    public static func gelu(_ x: Double) -> Double {
      x * 0.5 * (1 + Mathematics.errorFunction(x / 2.0.squareRoot()))
    }

    /// x·½(1 + tanh(√(2/π)(x + 0.044715·x³))): the approximation of GELU in GPT-2.
    public static func geluWithTangent(_ x: Double) -> Double {
      let inner = (2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)
      return x * 0.5 * (1 + Mathematics.hyperbolicTangent(inner))
    }

    /// max(0, x)² (G-RELU2; So et al. 2021, §3.2).
    public static func squaredReLU(_ x: Double) -> Double { relu(x) * relu(x) }

    /// (s(x·W) ⊙ x·V)·W₂, s(x) = x·σ(x): `[n, d], [d, h], [d, h], [h, d] → [n, d]` (G-SWIGLU; Shazeer 2020, eq. 6).
    public static func gated(
      _ input: Matrix, gate: Matrix, value: Matrix, second: Matrix,
      by activation: (Double) -> Double = Self.silu
    ) throws -> Matrix {
      let opened = try input.times(gate, as: "x·W").map(activation)
      return try opened.combined(with: input.times(value, as: "x·V"), as: "s(x·W) ⊙ x·V", *)
        .times(second, as: "(s(x·W) ⊙ x·V)·W₂")
    }

    /// x·σ(x), also named swish.
    public static func silu(_ x: Double) -> Double { x * Mathematics.sigmoid(x) }

    /// σ(x), the gate before silu (Dauphin et al. 2017).
    public static func sigmoid(_ x: Double) -> Double { Mathematics.sigmoid(x) }

    /// How wide three matrices are that have about the numbers of two with an inner width h: ⌊2h/3⌋, rounded up to a
    /// multiple of 8.
    public static func gatedWidth(for width: Int) -> Int { (2 * width / 3 + 7) / 8 * 8 }

    /// Inverted dropout x ⊙ m/(1 − p) with the kept entries given as ones (G-DROP; Srivastava et al. 2014).
    ///
    /// Throws when the mask has another shape.
    public static func dropout(_ input: Matrix, kept: Matrix, rate: Double) throws -> Matrix {
      try input.combined(with: kept, as: "x ⊙ m") { $0 * $1 / (1 - rate) }
    }

    /// Dropout without the division: E[y] = (1 − p)·x, so that training and evaluation differ in scale.
    public static func dropoutWithoutScaling(_ input: Matrix, kept: Matrix) throws -> Matrix {
      try input.combined(with: kept, as: "x ⊙ m", *)
    }
  }
}
