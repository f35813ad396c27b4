import Kernels
import Randomness

/// Zeroes every element with probability `rate` and multiplies the others by 1/(1 − rate), so that the expected
/// value stays (inverted dropout, Srivastava et al. 2014).
///
/// Which elements go is a function of the seed alone; without a seed nothing is dropped, which is how a model is
/// used outside training. The gradient of x meets the same zeros and the same factor. Traps when the rate is not in
/// [0, 1).
public func dropout(_ x: Tensor, rate: Float, seed: Seed?) -> Tensor {
  guard (0..<1).contains(rate) else { fatalError("dropout: a rate of \(rate) is not in [0, 1)") }
  guard let seed, rate > 0 else { return x }
  var generator = seed.generator()
  let bound = Double(rate)
  let kept = 1 / (1 - rate)
  let factors = Tensor(
    shape: x.shape, scalars: (0..<x.count).map { _ in generator.uniform() < bound ? 0 : kept })
  return differentiable("dropout", x) { x in
    (x * factors, { $0 * factors })
  }
}
