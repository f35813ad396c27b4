import Autodiff

/// Long short-term memory (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000): a cell to which is
/// added, and which gates let in, keep and show.
///
/// The projections x·W + b + h·U + c are, side by side and in PyTorch's order, those of the input gate i, the forget gate
/// f, the candidate g and the output gate o: cell ← σ(f)·cell + σ(i)·tanh(g), h ← σ(o)·tanh(cell). Where f is open, a
/// gradient goes back along the cell without being multiplied by a matrix.
public struct LSTMLayer: RecurrentLayer {
  /// Input gate, forget gate, candidate and output gate.
  public static let gateCount = 4

  /// x·W + b.
  public var input: Linear
  /// h·U + c.
  public var recurrent: Linear

  /// A layer of given projections.
  public init(input: Linear, recurrent: Linear) {
    self.input = input
    self.recurrent = recurrent
  }

  /// Zeros, `[batch, channels]`, in both places.
  public func emptyState(batch: Int) -> RecurrentState {
    let zeros = Tensor.zeros([batch, channels])
    return RecurrentState(hidden: zeros, cell: zeros)
  }

  /// The cell and what it shows, after the gates have done their work. Traps for a state without a cell.
  public func step(_ projected: Tensor, from state: RecurrentState) -> RecurrentState {
    guard let former = state.cell else {
      fatalError("LSTMLayer: a state of shape \(state.hidden.shape) without a cell")
    }
    let gates = projected.split(count: 4, axis: -1)
    let cell = sigmoid(gates[1]) * former + sigmoid(gates[0]) * tanh(gates[2])
    return RecurrentState(hidden: sigmoid(gates[3]) * tanh(cell), cell: cell)
  }
}
