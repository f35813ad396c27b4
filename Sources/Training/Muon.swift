import Autodiff
import Kernels

/// Momentum, orthogonalised by Newton and Schulz, for the matrices of the blocks; AdamW for all else (Jordan et al. 2024).
///
///     m ← β·m + g
///     θ ← θ − η·λ·θ − η·√max(1, outputs/inputs) · newtonSchulz(g + β·m)
///
/// The gradient of a matrix has few large singular values and many small ones: along the small ones a step of its own
/// size is hardly one. Muon makes them all alike, so that a step turns every input's direction by about the same amount;
/// AdamW evens out the entries instead, one by one. g + β·m looks one step ahead (Nesterov). A matrix here is
/// `[inputs, outputs]`; one that makes vectors longer takes steps longer by the root of the same ratio.
///
/// Whose parameter is whose is told by name and shape (``orthogonalizes(_:shape:)``). Embeddings and the head are tables
/// with a row a token, gains and biases are vectors: they go AdamW's way, whose rate is η·`adamWRatio`.
public struct Muon: Optimizer {
  /// The rule's name in checkpoints.
  public static let name = "Muon"

  /// η ≥ 0. As every step has about the same length, it is larger than AdamW's: 0.02 is usual.
  public var learningRate: Float
  /// β, in [0, 1).
  public var momentum: Float
  /// λ ≥ 0 for the matrices of the blocks: the share of itself that a weight loses is η·λ a step.
  public var weightDecay: Float
  /// AdamW's rate as a share of η, not negative.
  public var adamWRatio: Float
  /// The rule for all else. Its rate is set before every update, and what both remember is kept in it.
  public var adamW: AdamW

  private enum CodingKeys: String, CodingKey { case learningRate, momentum, weightDecay, adamWRatio, adamW }

  /// A rule with nothing remembered yet.
  public init(
    learningRate: Float = 0.02, momentum: Float = 0.95, weightDecay: Float = 0.1, adamWRatio: Float = 0.15,
    adamW: AdamW = AdamW()
  ) {
    self.learningRate = learningRate
    self.momentum = momentum
    self.weightDecay = weightDecay
    self.adamWRatio = adamWRatio
    self.adamW = adamW
  }

  /// The number of updates, m of every matrix of the blocks and both of AdamW's means of every other parameter.
  public var state: OptimizerState {
    get { adamW.state }
    set { adamW.state = newValue }
  }

  /// `momentum` (m) of a matrix of the blocks, AdamW's of any other.
  public func slots(of parameter: String, shape: Shape) -> [String] {
    Self.orthogonalizes(parameter, shape: shape) ? ["momentum"] : adamW.slots(of: parameter, shape: shape)
  }

  /// `secondMoment`.
  public var meansOfSquares: [String] { adamW.meansOfSquares }

  /// Whether η, β, λ and the ratio are finite and in their ranges, and AdamW's settings and the rate that it gets too.
  public var isValid: Bool {
    (0..<1).contains(momentum) && learningRate.isFiniteAndNotNegative && weightDecay.isFiniteAndNotNegative
      && adamWRatio.isFiniteAndNotNegative && (learningRate * adamWRatio).isFinite && adamW.isValid
  }

  /// Whether a parameter is a matrix of the blocks: two axes, and `blocks` among the components of its name.
  public static func orthogonalizes(_ parameter: String, shape: Shape) -> Bool {
    shape.count == 2 && parameter.split(separator: ".").contains("blocks")
  }

  /// Makes one update of every parameter, in place.
  public mutating func update<Model: Module>(_ model: inout Model, along gradient: Model) {
    adamW.learningRate = learningRate * adamWRatio
    state.updateCount += 1
    model.forEachParameter(along: gradient) { name, parameter, gradient in
      guard Self.orthogonalizes(name, shape: parameter.shape) else {
        return adamW.update(&parameter, named: name, along: gradient)
      }
      var memory = adamW.state.take("momentum", of: name, shape: parameter.shape)
      scale(&memory.buffer, by: momentum)
      add(&memory.buffer, gradient.buffer)
      var ahead = gradient
      addScaled(&ahead.buffer, memory.buffer, by: momentum)
      adamW.state.put(memory, "momentum", of: name)

      let direction = newtonSchulz(ahead)
      let (inputs, outputs) = (Float(parameter.shape[0]), Float(parameter.shape[1]))
      scale(&parameter.buffer, by: 1 - learningRate * weightDecay)
      addScaled(
        &parameter.buffer, direction.buffer, by: -learningRate * max(1, outputs / inputs).squareRoot())
    }
  }
}
