import Autodiff
import Randomness

/// Two layers: tanh(x·W₁ + b₁)·W₂ + b₂, `[examples, 2] → [examples, 1]`.
struct XORNetwork: Module {
  var hiddenWeight: Tensor  // [2, hidden]
  var hiddenBias: Tensor  // [hidden]
  var outputWeight: Tensor  // [hidden, 1]
  var outputBias: Tensor  // [1]
  let isLinear: Bool

  /// A network of random weights, or of zeros.
  init(hidden: Int, isLinear: Bool, startsAtZero: Bool, using generator: inout some RandomNumberGenerator) {
    let deviation: Float = startsAtZero ? 0 : 1
    hiddenWeight = .normal([2, hidden], deviation: deviation, using: &generator)
    hiddenBias = .zeros([hidden])
    outputWeight = .normal(
      [hidden, 1], deviation: deviation / Float(hidden).squareRoot(), using: &generator)
    outputBias = .zeros([1])
    self.isLinear = isLinear
  }

  func callAsFunction(_ x: Tensor) -> Tensor {
    let sum = observe("weighted", affine(x, weight: hiddenWeight, bias: hiddenBias))
    let hidden = observe("hidden", isLinear ? sum : tanh(sum))
    return observe("output", affine(hidden, weight: outputWeight, bias: outputBias))
  }

  mutating func visitParameters(_ visitor: ParameterVisitor) {
    visitor.visit("hiddenWeight", &hiddenWeight)
    visitor.visit("hiddenBias", &hiddenBias)
    visitor.visit("outputWeight", &outputWeight)
    visitor.visit("outputBias", &outputBias)
  }
}

/// The four examples of "either, but not both".
enum XOR {
  static let inputs = Tensor([[0, 0], [0, 1], [1, 0], [1, 1]])
  static let targets = Tensor([[0], [1], [1], [0]])
  static let names = ["0, 0", "0, 1", "1, 0", "1, 1"]

  /// The mean squared error of a network over the four.
  static func loss(_ network: XORNetwork) -> Tensor {
    let error = observe("error", network(inputs) - targets)
    return observe("loss", square(error).mean())
  }
}

/// A network trained by plain gradient descent, and how it went.
///
/// Steps that are too long for the slopes they meet land higher than they began, and the loss grows without bound;
/// the descent then ends at the first loss beyond a million, where every number is still finite.
struct XORTraining {
  let start: XORNetwork
  let end: XORNetwork
  /// The loss before each step, and after the last.
  let losses: [Float]
  let rate: Float

  /// Whether the loss grew without bound.
  var hasBurst: Bool { losses.contains { !($0 < 1e6) } }

  init(from start: XORNetwork, steps: Int, rate: Float) {
    var network = start
    var losses: [Float] = []
    for _ in 0..<steps {
      let (loss, gradient) = valueWithGradient(at: network, of: XOR.loss)
      guard loss.scalar < 1e6 else { break }
      network.hiddenWeight -= rate * gradient.hiddenWeight
      network.hiddenBias -= rate * gradient.hiddenBias
      network.outputWeight -= rate * gradient.outputWeight
      network.outputBias -= rate * gradient.outputBias
      losses.append(loss.scalar)
    }
    losses.append(XOR.loss(network).scalar)
    self.start = start
    end = network
    self.losses = losses
    self.rate = rate
  }

  /// The same descent with half the rate, a quarter and so on, until it no longer bursts.
  func slowed(steps: Int) -> XORTraining {
    hasBurst ? XORTraining(from: start, steps: steps, rate: rate / 2).slowed(steps: steps) : self
  }
}
