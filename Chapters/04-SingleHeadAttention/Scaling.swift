import Autodiff
import Formulas
import Neural
import Notebook
import Randomness

/// What √d_k does, measured at one width.
private struct Saturation {
  let width: Int
  let variance: Double
  /// The mean over the queries of the largest weight, without and with the division.
  let largest: (unscaled: Double, scaled: Double)
  /// The median over the queries of the gradient's norm at the softmax's input, without and with the division.
  let gradient: (unscaled: Double, scaled: Double)

  init(width: Int, using generator: inout SeededGenerator) {
    self.width = width
    let left = Tensor.normal([2048, width], using: &generator)
    let right = Tensor.normal([2048, width], using: &generator)
    let products = (left * right).sum(alongAxis: 1)
    variance = Double(products.variance(alongAxis: 0).scalar)

    let query = Tensor.normal([256, width], using: &generator)
    let key = Tensor.normal([16, width], using: &generator)
    let value = Tensor.normal([16, 1], using: &generator)
    func measure(_ scale: Float?) -> (largest: Double, gradient: Double) {
      let (_, seen) = observing {
        valueWithGradient(at: query) { query in
          scaledDotProductAttention(query: query, key: key, value: value, scale: scale).sum()
        }
      }
      guard let weights = seen["weights"]?.value, let gradient = seen["scaled"]?.gradient else {
        fatalError("attention shows no weights, or no gradient of the scaled scores")
      }
      let norms = sqrt(square(gradient).sum(alongAxis: 1)).scalars.sorted()
      return (
        Double(weights.max(alongAxis: 1).mean().scalar), Double(norms[norms.count / 2])
      )
    }
    let (unscaled, scaled) = (measure(1), measure(nil))
    largest = (unscaled.largest, scaled.largest)
    gradient = (unscaled.gradient, scaled.gradient)
  }
}

/// Why the scores are divided by √d_k: their variance, and what a softmax makes of large scores.
func whyTheRoot(_ notebook: ChapterNotebook, seed: Seed, ownWidth: Int, isScaled: Bool) {
  notebook.heading("Why √d_k?")
  var generator = seed.generator()
  let widths = [1, 4, 16, 64, 256, 512]
  let measured = widths.map { Saturation(width: $0, using: &generator) }
  notebook.prose(
    """
    A dot product of d_k independent terms of variance 1 has variance d_k: the wider the key, the larger the \
    scores. A softmax of large scores gives everything to one key and stops answering: its derivative \
    yᵢ(δᵢⱼ − yⱼ) vanishes where one y is 1, and what does not answer cannot learn. Measured on 256 random queries \
    and 16 random keys: the variance of q·k, the mean of the largest weight, and the median size of the gradient \
    at the entrance of the softmax, raw and divided.
    """)
  let rows: [[any TableValue]] = measured.map { point in
    [
      point.width, point.variance, point.variance / Double(point.width), point.largest.unscaled,
      point.largest.scaled, NumberText.compact(point.gradient.unscaled, significant: 3),
      NumberText.compact(point.gradient.scaled, significant: 3),
    ]
  }
  notebook.table(
    "",
    columns: ["d_k", "variance", "÷ d_k", "max raw", "max ÷√d_k", "gradient raw", "gradient ÷√d_k"],
    rows: rows)
  let off = measured.map { ($0.variance / Double($0.width) - 1).magnitude }
  notebook.check(
    "the variance of q·k is d_k: farthest ratio from 1", measured: off.max() ?? .nan, atMost: 0.25)
  let (narrow, last) = (measured[1], measured[measured.count - 1])
  notebook.check(
    "at d_k = \(last.width) one key of 16 takes nearly all, undivided", measured: last.largest.unscaled,
    atLeast: 0.85)
  notebook.check(
    "divided, it takes as much as at d_k = \(narrow.width), about: ratio",
    measured: last.largest.scaled / narrow.largest.scaled, between: 0.5...2)
  notebook.check(
    "the raw gradient is a small part of the divided one",
    measured: last.gradient.unscaled / last.gradient.scaled, atMost: 0.1)
  let toyA = Formula.Examples.toyA
  let unscaled = try? Formula.of(.s0_3_3_ATT).published.compute(toyA.with(["scale": 1])).matrix("A")
  notebook.check(
    "by hand: e/(e + 1), the weight of scores (1, 0) undivided", measured: unscaled?[0, 0] ?? .nan,
    near: 0.731_058_579, within: 1e-9)
  if !isScaled {
    let factor = Double(ownWidth).squareRoot()
    notebook.prose(
      """
      With `--no-scale` your own scores above were √\(ownWidth) = \(NumberText.compact(factor)) times what they \
      should have been.
      """)
  }
}
