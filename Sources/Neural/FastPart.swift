/// A part that the fast model may have in the place of GPT-2's, or besides.
public enum FastPart: String, CaseIterable, Sendable, Codable {
  /// Queries and keys turned by their positions, in the place of a table of positions; see ``RotaryPositions``.
  case rotary = "rotary"
  /// Norms that take no mean away and add no bias; see ``RMSNorm``.
  case rmsNorm = "rms-norm"
  /// Queries and keys of one length before they meet; see ``FastAttention``.
  case normalizedQueriesAndKeys = "qk-norm"
  /// max(0, x)² in the place of GELU; see ``Activation``.
  case squaredReLU = "squared-relu"
  /// A gate in the feed-forward layer; see ``GatedFeedForward``. It excludes the squared ReLU.
  case swiGLU = "swiglu"
  /// What writes to the residual path writes nothing at first: every block starts as the identity.
  case zeroProjections = "zero-projections"
  /// An output head of its own, in the place of the embedding table.
  case untiedHead = "untied-head"
  /// No logit beyond ``FastGPT/logitCap``; see `softCapped`.
  case softCap = "soft-cap"
  /// The first block's values in every block's; see ``FastAttention``.
  case valueResiduals = "value-residuals"

  /// The part that cannot be there with it.
  public var excluded: FastPart? {
    switch self {
    case .squaredReLU: .swiGLU
    case .swiGLU: .squaredReLU
    default: nil
    }
  }
}
