extension Formula.Values {
  /// The projections under WQ, WK, WV and WO; the identity where one is absent.
  func projections(width: Int) throws -> Formula.EncoderDecoder.Projections {
    let identity = Matrix.identity(width)
    return try .init(
      query: matrix("WQ", default: identity), key: matrix("WK", default: identity),
      value: matrix("WV", default: identity), output: matrix("WO", default: identity))
  }

  /// The feed-forward weights under W1, b1, W2 and b2; W₁ = W₂ = I and no bias where they are absent.
  func feedForward(width: Int) throws -> Formula.FeedForward.Weights {
    let identity = Matrix.identity(width)
    return try .init(
      first: matrix("W1", default: identity), firstBias: has("b1") ? numbers("b1") : nil,
      second: matrix("W2", default: identity), secondBias: has("b2") ? numbers("b2") : nil)
  }

  /// The weights of all heads under WQ, WK, WV (lists of matrices) and WO.
  func headWeights() throws -> Formula.MultiHead.Weights {
    try .init(query: matrices("WQ"), key: matrices("WK"), value: matrices("WV"), output: matrix("WO"))
  }

  /// A and A·V for the matrices under Q, K and V, with the optional `scale` and `causal`.
  func attention(along axis: Formula.Softmax.Axis = .rows) throws -> Formula.Values {
    let weights = try Formula.Attention.weights(
      query: matrix("Q"), key: matrix("K"), scale: has("scale") ? number("scale") : nil,
      causal: isOn("causal"),
      along: axis)
    let output = try Formula.Attention.output(weights: weights, value: matrix("V"))
    return ["A": .matrix(weights), "output": .matrix(output)]
  }

  /// Heads side by side, and multiplied by WO.
  func joined(_ heads: [Matrix]) throws -> Formula.Values {
    let output = try Formula.MultiHead.output(heads: heads, outputWeight: matrix("WO"))
    return try [
      "heads": .matrices(heads), "concat": .matrix(Matrix.concatenatingColumns(heads)),
      "output": .matrix(output),
    ]
  }

  /// The table of a positional encoding for the positions under p.
  func table(_ row: (Int) throws -> [Double]) throws -> Formula.Values {
    try ["PE": .matrix(Matrix(integers("p").map(row)))]
  }

  /// One number a position, the same in all d dimensions.
  func broadcastTable(_ scalar: (Int) -> Double) throws -> Formula.Values {
    let width = try integer("d")
    return try table { Array(repeating: scalar($0), count: width) }
  }
}
