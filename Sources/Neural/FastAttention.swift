import Autodiff

/// Self-attention of several heads with the parts of the fast model; without them, ``MultiHeadAttention``.
///
/// - Rotary positions turn queries and keys; see ``RotaryPositions``.
/// - Normalised queries and keys (Henry et al. 2020; Dehghani et al. 2023): each divided by its root mean square, before it
///   is turned. Their lengths are then √size, and no score q·k/√size is beyond ±√size.
/// - Value residuals (Zhou et al. 2024): v ← (1 − λ)·v + λ·v₁ with a learned λ and the values v₁ of the first block, which each
///   later one then need not carry on.
public struct FastAttention: Module {
  /// W^Q, W^K, W^V and W^O of all heads.
  public var projections: MultiHeadAttention
  /// Turns queries and keys.
  public var rotary: RotaryPositions?
  /// Whether queries and keys are normalised.
  public var normalizesQueriesAndKeys: Bool
  /// λ, `[]`.
  public var valueShare: Tensor?

  /// Attention with given projections and parts.
  public init(
    _ projections: MultiHeadAttention, rotary: RotaryPositions? = nil, normalizesQueriesAndKeys: Bool = false,
    valueShare: Tensor? = nil
  ) {
    self.projections = projections
    self.rotary = rotary
    self.normalizesQueriesAndKeys = normalizesQueriesAndKeys
    self.valueShare = valueShare
  }

  /// `[batch, time, channels] → [batch, time, channels]`; `mask` broadcasts against `[batch, head, query, key]`.
  ///
  /// `firstValues` are those of the first block, `[batch, head, time, size]`; where there are none yet, it is given this one's.
  /// Observed as `query`, `key`, `value` (as projected), `normalizedQuery`, `turnedQuery` and the like of the key,
  /// `mixedValue`, what `scaledDotProductAttention` shows of all heads at once, `concatenated` and `projected`.
  public func callAsFunction(_ x: Tensor, mask: Mask? = nil, firstValues: inout Tensor?) -> Tensor {
    let queries = prepared(projections.query(x), "query", "Query")
    let keys = prepared(projections.key(x), "key", "Key")
    var values = observe("value", projections.split(projections.value(x)))
    if let valueShare, let firstValues {
      values = observe("mixedValue", interpolated(values, firstValues, share: valueShare))
    }
    firstValues = firstValues ?? values
    let heads = scaledDotProductAttention(query: queries, key: keys, value: values, mask: mask)
    return observe("projected", projections.output(observe("concatenated", projections.join(heads))))
  }

  /// Cut into heads, of one length and turned by its position.
  private func prepared(_ projected: Tensor, _ name: String, _ suffix: String) -> Tensor {
    var vectors = observe(name, projections.split(projected))  // [batch, head, time, size]
    if normalizesQueriesAndKeys { vectors = observe("normalized" + suffix, rmsNorm(vectors)) }
    return rotary.map { observe("turned" + suffix, $0(vectors)) } ?? vectors
  }

  /// Presents the projections, as ``MultiHeadAttention`` does, and λ as `valueShare`.
  public mutating func visitParameters(_ visitor: ParameterVisitor) {
    projections.visitParameters(visitor)
    visitor.visit("valueShare", &valueShare)
  }
}
