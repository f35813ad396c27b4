import Generation
import Notebook
import Platform

/// How unsure the choice is at each temperature.
func entropyByTemperature(_ notebook: ChapterNotebook, _ logits: [Float]) throws {
  notebook.heading("Entropy by temperature")
  notebook.prose(
    """
    A temperature below 1 makes likely tokens likelier, above 1 less so. The entropy says how unsure the choice then is:
    e to its power is the number of equally likely tokens that would be as hard to guess.
    """)
  notebook.code()
  func entropy(_ probabilities: [Double]) -> Double {
    -probabilities.reduce(0) { $1 > 0 ? $0 + $1 * log($1) : $0 }
  }
  let temperatures: [Float] = [0, 0.25, 0.5, 0.75, 1, 1.5, 2, 4, 16, 1_000]
  let entropies = try temperatures.map {
    entropy(try Sampler(temperature: $0).probabilities(of: logits))
  }

  notebook.guess(
    "What is the entropy at temperature 0, and where does it end as the temperature grows?")
  notebook.tensor(
    "entropyByTemperature", entropies, shape: [entropies.count], axes: ["temperature"],
    labels: [temperatures.map { NumberText.compact(Double($0)) }], formula: .s1_4_3_P_TEMP,
    display: .plainTable)
  notebook.table(
    "as unsure as between", columns: ["temperature", "entropy", "tokens"],
    rows: zip(temperatures, entropies).map { [NumberText.compact(Double($0)), $1, exp($1)] })
  notebook.check("at a temperature of 0 there is no doubt", measured: entropies[0], atMost: 0)
  notebook.check(
    "the entropy never falls when the temperature rises",
    measured: zip(entropies, entropies.dropFirst()).map { $1 - $0 }.min() ?? 0, atLeast: -1e-6)
  notebook.check(
    "it comes to ln V, that of choosing blindly", measured: entropies.last ?? 0,
    near: log(Double(logits.count)), within: 0.01)
}
