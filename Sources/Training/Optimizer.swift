import Autodiff

/// A rule that turns a gradient into better parameters, with whatever it remembers from step to step.
///
/// An optimizer is a value, like a model: a copy of both is a snapshot from which training can go on twice. What
/// it remembers is kept by the parameters' dotted names. `Codable` speaks of its settings alone; `state` is
/// kept apart, because it is as large as the model.
///
/// ```swift
/// var optimizer = AdamW(learningRate: 3e-4)
/// optimizer.update(&model, along: gradient)
/// ```
public protocol Optimizer: Sendable, Codable {
  /// The rule's name in checkpoints.
  static var name: String { get }

  /// η, the size of the next step.
  var learningRate: Float { get set }

  /// What it remembers: the number of updates made and, for every parameter, the tensors of its slots.
  var state: OptimizerState { get set }

  /// The tensors, of the parameter's shape, that it remembers of a parameter after its first update.
  func slots(of parameter: String, shape: Shape) -> [String]

  /// The slots whose numbers are means of squares, and so never negative.
  var meansOfSquares: [String] { get }

  /// Whether every setting is a number with which the rule is defined, as its documentation says; a checkpoint with
  /// others is refused.
  var isValid: Bool { get }

  /// Makes one update of every parameter, in place. `gradient` comes from `valueWithGradient`; traps with both
  /// shapes when it does not belong to the model.
  mutating func update<Model: Module>(_ model: inout Model, along gradient: Model)
}

/// What an optimizer remembers between updates.
public struct OptimizerState: Sendable, Equatable {
  /// How many updates have been made.
  public var updateCount: Int
  /// The remembered tensors by slot and parameter: `firstMoment.blocks.0.attention.query.weight`.
  public var tensors: [String: Tensor]

  /// Nothing remembered yet, or what a checkpoint kept.
  public init(updateCount: Int = 0, tensors: [String: Tensor] = [:]) {
    self.updateCount = updateCount
    self.tensors = tensors
  }

  /// Takes a remembered tensor out, so that it has one owner while it changes; at first, zeros.
  mutating func take(_ slot: String, of parameter: String, shape: Shape) -> Tensor {
    let name = slot + "." + parameter
    let tensor = tensors.removeValue(forKey: name) ?? .zeros(shape)
    guard tensor.shape == shape else {
      fatalError("Optimizer: \(name) has shape \(tensor.shape), its parameter \(shape)")
    }
    return tensor
  }

  /// Puts a remembered tensor back.
  mutating func put(_ tensor: Tensor, _ slot: String, of parameter: String) {
    tensors[slot + "." + parameter] = tensor
  }
}

/// Which parameters weight decay pulls towards zero.
public enum WeightDecayRule: String, Sendable, Hashable, Codable, CaseIterable {
  /// Those with two axes or more (products and embeddings), as GPT-2 was trained: biases and the gains of
  /// normalisations have no directions to prefer, and are left alone.
  case matrices
  /// All of them.
  case everything

  /// Whether a parameter of this shape is pulled.
  public func applies(to shape: Shape) -> Bool {
    self == .everything || shape.count >= 2
  }
}

extension Module {
  /// Calls `body` for every parameter with the parameter of the same name in another module of the same make.
  mutating func forEachParameter(
    along other: Self, _ body: (_ name: String, _ parameter: inout Tensor, _ other: Tensor) -> Void
  ) {
    var others = other.parameters.makeIterator()
    forEachParameter { name, parameter in
      guard let next = others.next(), next.name == name, next.value.shape == parameter.shape else {
        fatalError(
          "update: parameter \(name) of shape \(parameter.shape) has no gradient of that name and shape")
      }
      body(name, &parameter, next.value)
    }
    if let extra = others.next() {
      fatalError("update: the gradient \(extra.name) of shape \(extra.value.shape) has no parameter")
    }
  }
}

extension Float {
  /// Whether it can be a rate or a decay: finite and not negative.
  var isFiniteAndNotNegative: Bool { isFinite && self >= 0 }
}
