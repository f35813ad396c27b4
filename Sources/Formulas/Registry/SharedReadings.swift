extension Formula.Reading {
  /// What a reading is to its formula.
  enum Role { case printed, published }

  init(
    _ name: String, ledger label: String? = nil, _ meaning: String, _ roles: [Role],
    _ example: Formula.Values,
    _ compute: @escaping @Sendable (Formula.Values) throws -> Formula.Values
  ) {
    self.init(
      name: name, label: label, meaning: meaning, isPrinted: roles.contains(.printed),
      isPublished: roles.contains(.published),
      example: example, compute: compute)
  }

  init(
    _ name: String, ledger label: String? = nil, _ meaning: String, _ example: Formula.Values,
    _ compute: @escaping @Sendable (Formula.Values) throws -> Formula.Values
  ) {
    self.init(name, ledger: label, meaning, [], example, compute)
  }

  /// The canonical sinusoidal table, by which every printed position formula is measured.
  static func sinusoids(ledger label: String? = nil) -> Self {
    Self(
      "published", ledger: label, "sine in the even dimensions, cosine in the odd ones", [.published],
      Formula.Examples.positions
    ) { values in
      let width = try values.integer("d")
      return try values.table { Formula.PositionalEncoding.published(position: $0, width: width) }
    }
  }

  /// The published attention, softmax along every row.
  static func attention(ledger label: String?, _ roles: [Role]) -> Self {
    Self(
      "along the rows", ledger: label, "Q, K, V are matrices, softmax runs along each row", roles,
      Formula.Examples.toyA
    ) { try $0.attention() }
  }

  /// The published heads, each with projections of its own.
  static func projectedHeads(
    _ name: String, ledger label: String? = nil, _ meaning: String, _ roles: [Role]
  ) -> Self {
    Self(name, ledger: label, meaning, roles, Formula.Examples.toyM) { values in
      let weights = try values.headWeights()
      let result = try values.joined(
        Formula.MultiHead.heads(
          query: values.matrix("Q"), key: values.matrix("K"), value: values.matrix("V"), weights: weights,
          causal: values.isOn("causal")))
      return result.with(["parameters": .number(Double(weights.parameterCount))])
    }
  }

  /// The published encoder layer: attention and feed-forward network, each with residual and norm after it.
  static func postNorm(_ name: String, _ roles: [Role], _ example: Formula.Values) -> Self {
    Self(name, "LN(x + MHA(x)), then LN(· + FFN(·))", roles, example) { values in
      let input = try values.matrix("X")
      let output = try Formula.EncoderDecoder.postNormLayer(
        input, values.projections(width: input.columnCount), values.feedForward(width: input.columnCount),
        causal: values.isOn("causal"))
      return ["output": .matrix(output)]
    }
  }

  /// The block of GPT-2: the norm before each sub-layer.
  static func preNorm(_ name: String, _ roles: [Role], _ example: Formula.Values) -> Self {
    Self(name, "x + MHA(LN x), then · + FFN(LN ·), as GPT-2", roles, example) { values in
      let input = try values.matrix("X")
      let output = try Formula.EncoderDecoder.preNormLayer(
        input, values.projections(width: input.columnCount), values.feedForward(width: input.columnCount),
        causal: values.isOn("causal"))
      return ["output": .matrix(output)]
    }
  }

  /// The published decoder layer: masked self-attention, cross-attention over the memory, feed-forward network.
  static func decoder(_ name: String, _ roles: [Role], _ example: Formula.Values) -> Self {
    Self(name, "masked self-attention, cross-attention to the memory, then FFN", roles, example) { values in
      let target = try values.matrix("X")
      let weights = try values.projections(width: target.columnCount)
      let output = try Formula.EncoderDecoder.decoderLayer(
        target, memory: values.matrix("memory"), selfAttention: weights, crossAttention: weights,
        values.feedForward(width: target.columnCount))
      return ["output": .matrix(output)]
    }
  }
}
