extension Formula {
  /// Recurrent layers, one step at a time: the simple one (Elman 1990) and long short-term memory (Hochreiter and
  /// Schmidhuber 1997; Gers et al. 2000).
  public enum Recurrence {
    /// h ← tanh(x·W + h·U + b): `[n]`, `[h]` → `[h]` (G-RNN).
    public static func elman(
      _ x: [Double], state h: [Double], input: Matrix, recurrent: Matrix, bias: [Double]
    ) throws -> [Double] {
      try projected(x, h, input, recurrent, bias).map(Mathematics.hyperbolicTangent)
    }

    /// c ← σ(f)·c + σ(i)·tanh(g); h ← σ(o)·tanh(c), with (i, f, g, o) = x·W + h·U + b (G-LSTM).
    ///
    /// Without the forget gate, as in 1997, c ← c + σ(i)·tanh(g).
    public static func lstm(
      _ x: [Double], state h: [Double], cell c: [Double], input: Matrix, recurrent: Matrix, bias: [Double],
      forgets: Bool = true
    ) throws -> (hidden: [Double], cell: [Double]) {
      let gates = try projected(x, h, input, recurrent, bias)
      let width = c.count
      guard gates.count == 4 * width, h.count == width else {
        throw ShapeMismatch(operation: "(i, f, g, o)", left: [gates.count], right: [width])
      }
      let cell = (0..<width).map { place in
        let kept = forgets ? Mathematics.sigmoid(gates[width + place]) : 1
        return kept * c[place]
          + Mathematics.sigmoid(gates[place]) * Mathematics.hyperbolicTangent(gates[2 * width + place])
      }
      let hidden = (0..<width).map { place in
        Mathematics.sigmoid(gates[3 * width + place]) * Mathematics.hyperbolicTangent(cell[place])
      }
      return (hidden, cell)
    }

    private static func projected(
      _ x: [Double], _ h: [Double], _ input: Matrix, _ recurrent: Matrix, _ bias: [Double]
    ) throws -> [Double] {
      let sum = try Matrix.sum([
        Matrix([x]).times(input, as: "x·W"), Matrix([h]).times(recurrent, as: "h·U"), Matrix([bias]),
      ])
      return sum.row(0)
    }
  }
}
