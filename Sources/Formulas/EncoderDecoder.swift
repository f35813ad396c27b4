extension Formula {
  /// Encoder and decoder layers: published (Vaswani et al. 2017, §3.1; GPT-2's pre-norm block) and as printed.
  public enum EncoderDecoder {
    /// The projections of one single-head attention, `[d, d]` each; identity where not given.
    public struct Projections: Sendable, Hashable {
      /// W_q.
      public var query: Matrix
      /// W_k.
      public var key: Matrix
      /// W_v.
      public var value: Matrix
      /// W_o, applied to the attention's output.
      public var output: Matrix

      /// These projections.
      public init(query: Matrix, key: Matrix, value: Matrix, output: Matrix) {
        self.query = query
        self.key = key
        self.value = value
        self.output = output
      }
    }

    /// MHA(Q from x, K and V from a source), one head of full width: `[n, d], [m, d] → [n, d]` (G-CROSS).
    public static func attention(
      _ input: Matrix, over source: Matrix, _ weights: Projections, causal: Bool = false
    ) throws -> Matrix {
      try Attention.published(
        query: Projection.published(input, weights.query), key: Projection.published(source, weights.key),
        value: Projection.published(source, weights.value), causal: causal
      ).times(weights.output, as: "Attention·W_o")
    }

    /// LN(x + MHA(x, x, x)), the first half of a post-norm layer: `[n, d] → [n, d]`.
    public static func selfAttentionSublayer(
      _ input: Matrix, _ weights: Projections, causal: Bool = false
    ) throws -> Matrix {
      try LayerNormalization.published(
        Residual.published(input, attention(input, over: input, weights, causal: causal)))
    }

    /// x₁ = LN(x + MHA(x)); y = LN(x₁ + FFN(x₁)): the encoder layer of 2017, `[n, d] → [n, d]`.
    public static func postNormLayer(
      _ input: Matrix, _ weights: Projections, _ feedForward: FeedForward.Weights, causal: Bool = false
    ) throws -> Matrix {
      let attended = try selfAttentionSublayer(input, weights, causal: causal)
      return try LayerNormalization.published(
        Residual.published(attended, FeedForward.published(attended, feedForward)))
    }

    /// x₁ = x + MHA(LN x); y = x₁ + FFN(LN x₁): the block of GPT-2 (causal there), `[n, d] → [n, d]`.
    public static func preNormLayer(
      _ input: Matrix, _ weights: Projections, _ feedForward: FeedForward.Weights, causal: Bool = false
    ) throws -> Matrix {
      let normalized = try LayerNormalization.published(input)
      let attended = try Residual.published(
        input, attention(normalized, over: normalized, weights, causal: causal))
      return try Residual.published(
        attended, FeedForward.published(LayerNormalization.published(attended), feedForward))
    }

    /// LN(y + masked MHA(y)); LN(· + MHA(·, memory, memory)); LN(· + FFN(·)): the decoder layer of 2017.
    ///
    /// Targets `[n, d]` and the encoder's output `[m, d]` → `[n, d]`.
    public static func decoderLayer(
      _ target: Matrix, memory: Matrix, selfAttention: Projections, crossAttention: Projections,
      _ feedForward: FeedForward.Weights
    ) throws -> Matrix {
      let own = try selfAttentionSublayer(target, selfAttention, causal: true)
      let crossed = try LayerNormalization.published(
        Residual.published(own, attention(own, over: memory, crossAttention)))
      return try LayerNormalization.published(
        Residual.published(crossed, FeedForward.published(crossed, feedForward)))
    }

    /// S0-3.3-ENC and S0-3.3-DEC as printed, LN(x + MultiHead(W_k x, W_q x, W_v x)) with the arguments in that order.
    ///
    /// MultiHead's first argument is the query, so the keys ask and the queries answer: the scores are transposed.
    public static func asPrintedS0(_ input: Matrix, _ weights: Projections) throws -> Matrix {
      var swapped = weights
      swapped.query = weights.key
      swapped.key = weights.query
      return try selfAttentionSublayer(input, swapped)
    }

    /// S3-3.4-P-ENC: “the results of the steps added together”, without any normalization.
    public enum SumReading: String, CaseIterable, Sendable {
      /// X₀ + A + F(A): the encoded input, the attention and the feed-forward network.
      case lastThree
      /// E + X₀ + A + F(A): the results of all four steps.
      case allFour
      /// X₀ + A, and F of that added: two residual connections.
      case successive
    }

    /// S3-3.4-P-ENC as printed, in one of its readings: `[n, d] → [n, d]`.
    public static func asPrintedS3(
      embeddings: Matrix, encoded: Matrix, _ weights: Projections, _ feedForward: FeedForward.Weights,
      _ reading: SumReading
    ) throws -> Matrix {
      let attended = try attention(encoded, over: encoded, weights)
      switch reading {
      case .lastThree:
        return try Matrix.sum([encoded, attended, FeedForward.published(attended, feedForward)])
      case .allFour:
        return try Matrix.sum([embeddings, encoded, attended, FeedForward.published(attended, feedForward)])
      case .successive:
        let first = try Residual.published(encoded, attended)
        return try Residual.published(first, FeedForward.published(first, feedForward))
      }
    }
  }
}
