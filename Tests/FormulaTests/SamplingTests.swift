import Formulas
import Testing

/// Expected values: ledger S1-4.3-P-TEMP, S2-3.3-P-GREEDY and S4-8-P-DISTIL.
@Suite struct SamplingTests {
  @Test(.formula(.s1_4_3_P_TEMP)) func s1_4_3_P_TEMP() throws {
    let expected: [(Double, Formula.Value, Formula.Value)] = [
      (1, [0.665240956, 0.244728471, 0.090030573], 0.8323955818),
      (0.7, [0.770960297, 0.184761434, 0.044278269], 0.6505726491),
      (2, [0.506480391, 0.307195886, 0.186323723], 1.0201913367),
    ]
    for (temperature, probabilities, entropy) in expected {
      let inputs: Formula.Values = ["z": [2, 1, 0], "T": .number(temperature)]
      let result = try compute(.s1_4_3_P_TEMP, "softmax of z/T", inputs)
      expect(result["p"], probabilities)
      expect(result["entropy"], entropy)
      let powers = try compute(.s1_4_3_P_TEMP, "powers", inputs)
      expect(powers["p"], probabilities)
      expect(powers["entropy"], entropy)
    }
  }

  @Test(.formula(.s1_4_3_P_TEMP)) func s1_4_3_P_TEMP_entropyGrowsFromGreedyToUniform() throws {
    func entropy(_ temperature: Double) throws -> Double {
      try compute(.s1_4_3_P_TEMP, "softmax of z/T", ["z": [2, 1, 0], "T": .number(temperature)]).number(
        "entropy")
    }
    let entropies = try [0, 0.01, 0.1, 0.5, 1, 2, 10, 1000].map(entropy)
    #expect(zip(entropies, entropies.dropFirst()).allSatisfy { $0 <= $1 })
    expect(
      try compute(.s1_4_3_P_TEMP, "softmax of z/T", ["z": [2, 1, 0], "T": 0])["p"], [1, 0, 0], within: 0)
    expect(
      try compute(.s1_4_3_P_TEMP, "softmax of z/T", ["z": [2, 1, 0], "T": .number(.infinity)])["p"],
      [0.333333333333, 0.333333333333, 0.333333333333])
  }

  @Test(.formula(.s2_3_3_P_GREEDY)) func s2_3_3_P_GREEDY_isNotTheBestSequence() throws {
    let inputs: Formula.Values = ["first": [0.6, 0.4], "second": [[0.5, 0.5], [1, 0]]]
    let greedy = try compute(.s2_3_3_P_GREEDY, "greedy", inputs)
    expect(greedy["path"], [0, 0], within: 0)
    expect(greedy["P"], 0.3, within: 1e-15)
    let best = try compute(.s2_3_3_P_GREEDY, "exhaustive", inputs)
    expect(best["path"], [1, 0], within: 0)
    expect(best["P"], 0.4, within: 1e-15)
  }

  @Test(.formula(.s4_8_P_DISTIL)) func s4_8_P_DISTIL() throws {
    let inputs: Formula.Values = ["teacher": [2, 1, 0], "student": [1, 1, 0], "T": 2]
    let result = try compute(.s4_8_P_DISTIL, "published", inputs)
    expect(result["KL"], 0.0309906128)
    expect(result["L"], 0.1239624513)
    let same = try compute(.s4_8_P_DISTIL, "published", inputs.with(["student": [3, 2, 1]]))
    expect(same["L"], 0, within: 1e-15)
  }
}
