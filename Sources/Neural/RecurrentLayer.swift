import Autodiff
import Randomness

/// What a recurrent layer remembers of the texts it has read, `[batch, channels]`.
public struct RecurrentState: Sendable {
  /// What it hands on.
  public var hidden: Tensor
  /// What it keeps to itself; an LSTM's alone.
  public var cell: Tensor?

  /// A state of given numbers.
  public init(hidden: Tensor, cell: Tensor? = nil) {
    self.hidden = hidden
    self.cell = cell
  }
}

/// A layer that reads a text from left to right, one token after the other, and remembers it in a state of one size,
/// whatever the text's length: ``ElmanLayer`` or ``LSTMLayer``.
///
/// It takes as many steps as there are tokens, one after another, where attention takes one for all.
public protocol RecurrentLayer: Module {
  /// How many numbers a token's projections have for each channel of the state: 1, or the gates of an LSTM.
  static var gateCount: Int { get }

  /// Projects a token, `[inputs] → [gates · channels]`.
  var input: Linear { get set }
  /// Projects the state, `[channels] → [gates · channels]`.
  var recurrent: Linear { get set }

  /// A layer of given projections.
  init(input: Linear, recurrent: Linear)

  /// What it remembers before it has read anything: zeros.
  func emptyState(batch: Int) -> RecurrentState

  /// The state after one further token, of whose projections `[batch, gates · channels]` the sum is given.
  func step(_ projected: Tensor, from state: RecurrentState) -> RecurrentState
}

extension RecurrentLayer {
  /// A layer whose numbers are drawn uniformly from ±1/√channels, as PyTorch's are.
  public init(inputs: Int, channels: Int, using generator: inout some RandomNumberGenerator) {
    let bound = 1 / Float(channels).squareRoot()
    func projection(from count: Int) -> Linear {
      let outputs = Self.gateCount * channels
      return Linear(
        weight: .uniform([count, outputs], in: -bound..<bound, using: &generator),
        bias: .uniform([outputs], in: -bound..<bound, using: &generator))
    }
    let input = projection(from: inputs)
    self.init(input: input, recurrent: projection(from: channels))
  }

  /// The width of a token that it reads.
  public var inputs: Int { input.weight.shape[0] }
  /// The width of its state, and of what it says of a token.
  public var channels: Int { recurrent.weight.shape[0] }

  /// How many parameters such a layer has: gates · channels · (inputs + channels + 2), as both projections have a bias.
  public static func parameterCount(inputs: Int, channels: Int) -> Int {
    gateCount * channels * (inputs + channels + 2)
  }

  /// The hidden state after every token, `[batch, time, inputs] → [batch, time, channels]`, and the state after the last.
  ///
  /// It goes on from `state`, or from zeros: reading a text in parts, each from the state of the one before, comes to the
  /// same. Traps with both shapes when the tokens or the state are of another shape.
  public func callAsFunction(
    _ x: Tensor, from state: RecurrentState? = nil
  ) -> (outputs: Tensor, state: RecurrentState) {
    guard x.rank == 3, x.shape[2] == inputs else {
      fatalError("\(Self.self): tokens of shape \(x.shape) for a layer of [batch, time, \(inputs)]")
    }
    let (batch, time) = (x.shape[0], x.shape[1])
    var state = state ?? emptyState(batch: batch)
    for part in [state.hidden, state.cell] {
      if let part, part.shape != [batch, channels] {
        fatalError("\(Self.self): a state of shape \(part.shape), not \([batch, channels])")
      }
    }
    guard time > 0 else { return (.zeros([batch, 0, channels]), state) }
    let outputs = input(x).places.map { projected in
      state = step(projected + recurrent(state.hidden), from: state)
      return state.hidden
    }
    return (stack(outputs, axis: 1), state)
  }

  /// Presents the parts in the order in which data meets them.
  public mutating func visitParameters(_ visitor: ParameterVisitor) {
    visitor.visit("input", &input)
    visitor.visit("recurrent", &recurrent)
  }
}

extension Tensor {
  /// The places of texts one by one, `[batch, time, channels]` → time × `[batch, channels]`.
  ///
  /// The gradient of a part is zeros all around it, as large as the whole; cut in halves again and again, the places have
  /// log₂ time of them each, and not time.
  fileprivate var places: [Tensor] {
    let time = shape[1]
    guard time > 1 else { return [reshaped([shape[0], shape[2]])] }
    return split(sizes: [time / 2, time - time / 2], axis: 1).flatMap(\.places)
  }
}
