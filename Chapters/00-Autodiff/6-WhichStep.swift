import Autodiff
import Foundation
import Notebook

/// Section 6: how the error of a difference depends on its step, at tanh(z), z = ½.
func measureError(_ notebook: ChapterNotebook) {
  notebook.heading("Which step? Truncation against rounding")
  notebook.prose(
    """
    The difference of tanh at z = ½ against its true slope. From the right the error falls with h (one-sided) \
    or with h² (central): the curve is not a line, **truncation**. There `Float` is as good as `Double`. Further \
    left the error rises again as 1/h: two nearly equal numbers are subtracted, and what is left is **rounding**, \
    in `Float` far sooner.
    """)
  notebook.code()
  let z = 0.5
  let trueSlope = 1 - tanh(z) * tanh(z)
  func inFloat(_ z: Double) -> Double {
    Double(tanh(Tensor(Float(z))).scalar)
  }
  func central(_ f: (Double) -> Double, _ h: Double) -> Double {
    ((f(z + h) - f(z - h)) / (2 * h) - trueSlope).magnitude
  }
  func oneSided(_ f: (Double) -> Double, _ h: Double) -> Double {
    ((f(z + h) - f(z)) / h - trueSlope).magnitude
  }
  let exponents = Array(stride(from: -12.0, through: 0, by: 0.25))
  let nudges = exponents.map { pow(10, $0) }
  let oneSidedErrors = nudges.map { oneSided(tanh, $0) }
  let doubleErrors = nudges.map { central(tanh, $0) }
  let floatErrors = nudges.map { central(inFloat, $0) }

  notebook.guess(
    "The smaller the step, the better the difference? Draw the three curves first: where is each lowest?")
  notebook.lineChart(
    "the error of a difference",
    [
      .init("one-sided, Double", x: exponents, y: oneSidedErrors),
      .init("central, Double", x: exponents, y: doubleErrors),
      .init("central, Float", x: exponents, y: floatErrors),
    ], xAxis: "log₁₀ h", yAxis: "|error|", isLogarithmic: true)
  let (bestFloat, bestDouble) = (best(floatErrors, nudges), best(doubleErrors, nudges))
  notebook.prose(
    """
    The best step in Float is about \(NumberText.compact(bestFloat.step, significant: 1)), and still leaves an \
    error of \(NumberText.compact(bestFloat.error, significant: 2)); in Double \
    \(NumberText.compact(bestDouble.step, significant: 1)) leaves \
    \(NumberText.compact(bestDouble.error, significant: 2)). At h = 1e-6 a Float difference is off by \
    \(NumberText.compact(central(inFloat, 1e-6), significant: 2)): a smaller step is not a better one.
    """)
  notebook.check(
    "half the step, a quarter of the error (central)",
    measured: central(tanh, 0x1p-4) / central(tanh, 0x1p-5), near: 4, within: 0.1)
  notebook.check(
    "half the step, half the error (one-sided)",
    measured: oneSided(tanh, 0x1p-9) / oneSided(tanh, 0x1p-10), near: 2, within: 0.1)
  notebook.check(
    "at h = 0.02 Float is as good as Double: their errors' ratio",
    measured: central(inFloat, 0.02) / central(tanh, 0.02), near: 1, within: 0.05)
  notebook.check(
    "at h = 1e-6 it is worse, by the factor", measured: central(inFloat, 1e-6) / central(tanh, 1e-6),
    atLeast: 1e6)
  notebook.check(
    "in Float, h = 1e-6 is at least 100 times worse than the best step",
    measured: central(inFloat, 1e-6) / bestFloat.error, atLeast: 100)
  notebook.check(
    "in Double the best error is below a billionth", measured: bestDouble.error, atMost: 1e-9)
}

/// The step of the smallest error.
private func best(_ errors: [Double], _ steps: [Double]) -> (step: Double, error: Double) {
  let pairs = zip(steps, errors).map { (step: $0, error: $1) }
  return pairs.min { $0.error < $1.error } ?? (0, 0)
}
