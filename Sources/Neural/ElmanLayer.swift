import Autodiff

/// The simple recurrent network (Elman 1990): h ← tanh(x·W + b + h·U + c).
///
/// A gradient that goes back through many tokens is multiplied by U and by tanh′ at each, and vanishes or grows with their
/// number (Bengio et al. 1994).
public struct ElmanLayer: RecurrentLayer {
  /// One projection is the next state.
  public static let gateCount = 1

  /// x·W + b.
  public var input: Linear
  /// h·U + c.
  public var recurrent: Linear

  /// A layer of given projections.
  public init(input: Linear, recurrent: Linear) {
    self.input = input
    self.recurrent = recurrent
  }

  /// Zeros, `[batch, channels]`.
  public func emptyState(batch: Int) -> RecurrentState {
    RecurrentState(hidden: .zeros([batch, channels]))
  }

  /// tanh of the projections.
  public func step(_ projected: Tensor, from state: RecurrentState) -> RecurrentState {
    RecurrentState(hidden: tanh(projected))
  }
}
