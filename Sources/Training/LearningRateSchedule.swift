import Platform

/// How the learning rate changes from step to step; steps count from 1.
///
/// ```swift
/// let schedule = LearningRateSchedule.cosine(peak: 1e-3, floor: 1e-4, warmUp: 100, steps: 2_000)
/// schedule(step: 100)    // 1e-3, the end of the warm-up
/// schedule(step: 2_000)  // 1e-4
/// ```
public enum LearningRateSchedule: Sendable, Hashable, Codable {
  /// Always the same.
  case constant(Float)
  /// Up in a straight line, η = peak·s/w for s ≤ w, then down along half a cosine to the floor, which is reached
  /// at s = steps and kept: η = floor + ½·(peak − floor)·(1 + cos(π·(s − w)/(steps − w))). GPT's schedule.
  case cosine(peak: Float, floor: Float, warmUp: Int, steps: Int)
  /// η = k·d^(−½)·min(s^(−½), s·w^(−3/2)): up in a straight line for w steps, then down with the inverse root
  /// (Vaswani et al. 2017, equation 3, with k = 1). d = 512, w = 4000: at its peak, s = 4000, 6.98771243·10⁻⁴.
  case inverseRoot(channels: Int, warmUp: Int, factor: Float = 1)

  /// Warm-up, stable, decay: up in a straight line, η = peak·s/w for s ≤ w, then the peak, and over the last d steps down
  /// in a straight line, η = floor + (peak − floor)·(steps − s)/d, to the floor, which is kept (Hu et al. 2024). Unlike a
  /// cosine's, its rate does not know how long the run will be until the last d steps.
  case warmUpStableDecay(peak: Float, floor: Float, warmUp: Int, decay: Int, steps: Int)

  /// The learning rate of a step; traps when the step is not positive.
  public func callAsFunction(step: Int) -> Float {
    guard step > 0 else { fatalError("LearningRateSchedule: steps count from 1, not \(step)") }
    let s = Double(step)
    switch self {
    case .constant(let rate):
      return rate
    case .cosine(let peak, let floor, let warmUp, let steps):
      if step <= warmUp { return Float(Double(peak) * s / Double(warmUp)) }
      if step >= steps { return floor }
      let progress = (s - Double(warmUp)) / (Double(steps) - Double(warmUp))
      return Float(Double(floor) + 0.5 * Double(peak - floor) * (1 + cos(.pi * progress)))
    case .inverseRoot(let channels, let warmUp, let factor):
      // Without warm-up the rate falls from the first step on.
      let w = Double(max(1, warmUp))
      let shape = min(1 / s.squareRoot(), s / (w * w.squareRoot())) / Double(channels).squareRoot()
      return Float(Double(factor) * shape)
    case .warmUpStableDecay(let peak, let floor, let warmUp, let decay, let steps):
      let share = min(1, max(0, Double(steps - step) / Double(max(1, decay))))
      return Float(
        step <= warmUp ? Double(peak) * s / Double(warmUp) : Double(floor) + Double(peak - floor) * share)
    }
  }
}

/// Far more steps than anyone makes, and far fewer than would overflow.
let plausibleSteps = 0...1_000_000_000_000

extension LearningRateSchedule {
  /// Whether every step has a rate, and the numbers are what the cases say of them: rates finite and not negative, the
  /// floor no higher than the peak, the warm-up with the decay no longer than the whole, at least one channel.
  var isValid: Bool {
    switch self {
    case .constant(let rate):
      rate.isFiniteAndNotNegative
    case .cosine(let peak, let floor, let warmUp, let steps):
      peak.isFiniteAndNotNegative && floor.isFiniteAndNotNegative && floor <= peak
        && plausibleSteps.contains(steps) && (0...steps).contains(warmUp)
    case .inverseRoot(let channels, let warmUp, let factor):
      (1...1_000_000_000).contains(channels) && plausibleSteps.contains(warmUp)
        && factor.isFiniteAndNotNegative
    case .warmUpStableDecay(let peak, let floor, let warmUp, let decay, let steps):
      Self.cosine(peak: peak, floor: floor, warmUp: warmUp, steps: steps).isValid
        && (0...steps - warmUp).contains(decay)
    }
  }
}
