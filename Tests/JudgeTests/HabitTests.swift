import Autodiff
import Foundation
import Testing

@testable import Coursework

/// What learners write who come from another library: not the catalogue's own lines, and known by them all the same.
@Suite("Habits are told by name")
struct HabitTests {
  private func name<Typed: Exercise>(of habit: Typed.Function, in exercise: Typed.Type) throws -> String? {
    let judge = Judge(of: AnyExercise(exercise))
    let trial = Trial(of: try judge.inputs(seed: 1)) {
      try Typed.answer(of: habit, to: Wire.decode(Typed.Inputs.self, from: $0))
    }
    return try judge.verdict(on: trial).mistake?.mistake
  }

  @Test("One largest score for all rows, as a constant: NaN spreads otherwise in its gradients")
  func largestOfEverything() throws {
    let softmax = try name(
      of: { scores in
        let powers = exp(scores - (scores.scalars.max() ?? 0))
        return powers / powers.sum(alongAxis: -1, keepingAxis: true)
      }, in: SoftmaxExercise.self)
    #expect(softmax == "largest-of-everything")
    let loss = try name(
      of: { logits, targets in
        let shifted = logits - (logits.scalars.max() ?? 0)
        return targets.enumerated().map { row, target in
          let own = shifted.selected(axis: 0, row)
          return log(exp(own).sum()) - own.selected(axis: 0, target)
        }.reduce(Tensor(0), +) / Float(targets.count)
      }, in: CrossEntropyExercise.self)
    #expect(loss == "largest-of-everything")
  }

  @Test("Masks of other libraries")
  func masks() throws {
    func added(_ hidden: Float) throws -> String? {
      try name(
        of: { scores in
          let (queries, keys) = (scores.shape[scores.rank - 2], scores.shape[scores.rank - 1])
          let mask = (0..<queries * keys).map { $0 % keys <= $0 / keys + keys - queries ? 0 : hidden }
          return scores + Tensor(shape: [queries, keys], scalars: mask)
        }, in: CausalMaskExercise.self)
    }
    #expect(try added(-.greatestFiniteMagnitude) == "smallest-float")
    #expect(try added(-1e9) == "large-number")
    #expect(try added(-1e10) == "large-number")
    #expect(try added(-1e4) == "ten-thousand-less")
  }

  @Test("PyTorch's std, and NumPy's axes")
  func layerNorm() throws {
    func normed(_ axes: [Int], less: Float, inside: Bool) throws -> String? {
      try name(
        of: { x, gain, bias, epsilon in
          let centred = x - x.mean(alongAxes: axes, keepingAxes: true)
          let count = axes.reduce(1) { $0 * x.shape[$1 < 0 ? x.rank + $1 : $1] }
          let variance = (centred * centred).sum(alongAxes: axes, keepingAxes: true) / (Float(count) - less)
          let deviation = inside ? sqrt(variance + epsilon) : sqrt(variance) + epsilon
          return gain * centred / deviation + bias
        }, in: LayerNormExercise.self)
    }
    #expect(try normed([-1], less: 1, inside: false) == "sample-deviation-and-epsilon")
    #expect(try normed([-1], less: 1, inside: true) == "sample-variance")
    #expect(try normed([-1], less: 0, inside: false) == "epsilon-outside")
    #expect(try normed([1], less: 0, inside: true) == "of-axis-1")
    #expect(try normed([-2, -1], less: 0, inside: true) == "of-two-axes")
  }

  @Test("nanoGPT's schedules")
  func schedules() throws {
    @Sendable func fall(_ step: Int, _ peak: Double, _ warmUp: Int, _ total: Int, _ floor: Double) -> Double {
      if step > total { return floor }
      let ratio = Double(step - warmUp) / Double(total - warmUp)
      return floor + 0.5 * (1 + cos(.pi * ratio)) * (peak - floor)
    }
    let now = try name(
      of: { it, peak, warmUp, total, floor in
        it < warmUp ? peak * Double(it + 1) / Double(warmUp + 1) : fall(it, peak, warmUp, total, floor)
      }, in: LearningRateExercise.self)
    #expect(now == "one-more-over-one-more")
    let fromZero = try name(
      of: { step, peak, warmUp, total, floor in
        let it = step - 1
        return it < warmUp
          ? peak * Double(it + 1) / Double(warmUp + 1) : fall(it, peak, warmUp, total, floor)
      }, in: LearningRateExercise.self)
    #expect(fromZero == "nanogpt")
    let before = try name(
      of: { step, peak, warmUp, total, floor in
        let it = step - 1
        return it < warmUp ? peak * Double(it) / Double(warmUp) : fall(it, peak, warmUp, total, floor)
      }, in: LearningRateExercise.self)
    #expect(before == "counted-from-zero")
  }
}
