import Formulas
import Testing

/// Expected values: ledger S1-6.5-P-METRIC.
@Suite struct MetricsTests {
  @Test(.formula(.s1_6_5_P_METRIC)) func s1_6_5_P_METRIC() throws {
    let inputs: Formula.Values = ["TP": 3, "FP": 1, "FN": 2, "TN": 4, "P": [0.5, 0.25, 0.5]]
    let printed = try compute(.s1_6_5_P_METRIC, "labelled answers", inputs)
    let published = try compute(.s1_6_5_P_METRIC, "published", inputs)
    for result in [printed, published] {
      expect(result["accuracy"], 0.7)
      expect(result["recall"], 0.6)
      expect(result["precision"], 0.75)
      expect(result["F1"], 0.6666666667)
    }
    expect(published["perplexity"], 2.5198420998)
    #expect(!printed.has("perplexity"))
  }
}
