import Foundation
import Formulas
import Testing

/// Expected values: the ledger's.
@Suite struct RecurrenceTests {
  @Test(.formula(.g_RNN)) func g_RNN_threeSteps() throws {
    let inputs: Formula.Values = ["x": [[1], [1], [1]], "h": [0], "W": [[0.5]], "U": [[0.5]], "b": [0]]
    expect(try compute(.g_RNN, "published", inputs)["h"], [[0.4621171573], [0.6237125498], [0.6706129992]])
    // ∂h₃/∂h₀ = Π ½·(1 − hₜ²).
    let step = 1e-5
    func last(_ h: Double) throws -> Double {
      try compute(.g_RNN, "published", inputs.with(["h": .numbers([h])])).matrix("h")[2, 0]
    }
    expect(.number((try last(step) - last(-step)) / (2 * step)), 0.0330514922, within: 1e-9)
    expect(try compute(.g_RNN, "published", inputs.with(["b": [-1], "x": [[1]]]))["h"], [[-0.4621171573]])
  }

  @Test(.formula(.g_LSTM)) func g_LSTM_oneStep() throws {
    let inputs: Formula.Values = [
      "x": [[1]], "h": [0], "c": [0], "W": [[1, 1, 1, 1]], "U": [[1, 1, 1, 1]], "b": [0, 0, 0, 0],
    ]
    for reading in ["with a forget gate", "without a forget gate"] {
      let found = try compute(.g_LSTM, reading, inputs)
      expect(found["c"], [0.5567699411])
      expect(found["h"], [[0.3696063529]])
    }
    let full = inputs.with(["c": [1]])
    expect(try compute(.g_LSTM, "with a forget gate", full)["c"], [1.2878285198])
    expect(try compute(.g_LSTM, "with a forget gate", full)["h"], [[0.6276552861]])
    expect(try compute(.g_LSTM, "without a forget gate", full)["c"], [1.5567699411])
    expect(try compute(.g_LSTM, "without a forget gate", full)["h"], [[0.6688422911]])
    // The gates in their order: only the input gate shut, only the candidate, only the output gate.
    func gates(_ b: Formula.Value) throws -> Formula.Values {
      try compute(.g_LSTM, "with a forget gate", full.with(["b": b]))
    }
    expect(try gates([-1000, 0, 0, 0])["c"], [0.7310585786])
    expect(try gates([0, -1000, 0, 0])["c"], [0.5567699411])
    expect(try gates([0, 0, -1, 0])["c"], [0.7310585786])
    expect(try gates([0, 0, 0, -1000])["h"], [[0]])
  }

  /// −ln ½, −ln ¾ and −ln ¼.
  @Test(.formula(.g_MLM)) func g_MLM_onlyWhatIsAskedFor() throws {
    let inputs: Formula.Values = [
      "z": [[0, 0], [1.098_612_288_668_109_8, 0], [0, 1.098_612_288_668_109_8]], "w": [0, 0, 0],
      "asked": [1, 1, 0],
    ]
    expect(try compute(.g_MLM, "published", inputs)["loss"], 0.4904146265)
    expect(try compute(.g_MLM, "everywhere", inputs)["loss"], 0.7890412047)
    expect(try compute(.g_MLM, "published", inputs.with(["asked": [0, 0, 1]]))["loss"], 1.3862943611)
  }
}
