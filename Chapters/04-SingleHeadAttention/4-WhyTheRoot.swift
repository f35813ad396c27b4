import Autodiff
import Formulas
import Neural
import Notebook
import Randomness

/// Attention of random queries to random keys, each of that width: the mean of the
/// largest weight, and the median length of the gradient where the softmax begins.
func saturation(
  _ query: Tensor, _ key: Tensor, _ value: Tensor, scale: Float?
) -> (largest: Double, gradient: Double) {
  let (_, traced) = observing {
    valueWithGradient(at: query) { query in
      scaledDotProductAttention(
        query: query, key: key, value: value, scale: scale
      ).sum()
    }
  }
  guard let gradient = traced["scaled"]?.gradient else {
    fatalError("the scaled scores have no gradient")
  }
  let lengths = sqrt(square(gradient).sum(alongAxis: 1)).scalars.sorted()
  let largest = traced.tensor("weights").max(alongAxis: 1)  // [queries]
  return (Double(largest.mean().scalar), Double(lengths[lengths.count / 2]))
}

/// What √d_k does, measured at one width.
private struct Measurement {
  let width: Int
  let variance: Double
  let unscaled: (largest: Double, gradient: Double)
  let scaled: (largest: Double, gradient: Double)

  init(width: Int, using generator: inout SeededGenerator) {
    self.width = width
    let left = Tensor.normal([2048, width], using: &generator)
    let right = Tensor.normal([2048, width], using: &generator)
    variance = Double((left * right).sum(alongAxis: 1).variance(alongAxis: 0).scalar)
    let query = Tensor.normal([256, width], using: &generator)
    let key = Tensor.normal([16, width], using: &generator)
    let value = Tensor.normal([16, 1], using: &generator)
    unscaled = saturation(query, key, value, scale: 1)
    scaled = saturation(query, key, value, scale: nil)
  }
}

/// Why the scores are divided by √d_k: their variance, and what a softmax makes of large scores.
func whyTheRoot(_ notebook: ChapterNotebook, seed: Seed, ownWidth: Int, isScaled: Bool) {
  notebook.heading("Why √d_k?")
  notebook.prose(
    """
    A dot product of d_k independent terms of variance 1 has variance d_k: the wider the key, the larger the \
    scores. A softmax of large scores gives everything to one key and stops answering: its derivative \
    yᵢ(δᵢⱼ − yⱼ) vanishes where one y is 1, and what does not answer cannot learn. Measured on 256 random queries \
    and 16 random keys: the variance of q·k, the mean of the largest weight, and the median size of the gradient \
    at the entrance of the softmax, raw and divided.
    """)
  notebook.declaration("saturation", in: "4-WhyTheRoot.swift")
  var generator = seed.generator()
  let measured = [1, 4, 16, 64, 256, 512].map { Measurement(width: $0, using: &generator) }
  let rows: [[any TableValue]] = measured.map { point in
    [
      point.width, point.variance, point.variance / Double(point.width), point.unscaled.largest,
      point.scaled.largest, NumberText.compact(point.unscaled.gradient, significant: 3),
      NumberText.compact(point.scaled.gradient, significant: 3),
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
    "at d_k = \(last.width) one key of 16 takes nearly all, undivided", measured: last.unscaled.largest,
    atLeast: 0.85)
  notebook.check(
    "divided, it takes as much as at d_k = \(narrow.width), about: ratio",
    measured: last.scaled.largest / narrow.scaled.largest, between: 0.5...2)
  notebook.check(
    "the raw gradient is a small part of the divided one",
    measured: last.unscaled.gradient / last.scaled.gradient, atMost: 0.1)
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
