import Formulas
import Testing

/// Expected values: ledger S1-3.3-LNSTAT, S1-3.3-LNNORM and S1-3.4-RES.
@Suite struct LayerNormalizationTests {
  let threeByThree: Formula.Values = ["X": [[1, 2, 6], [4, 6, 11], [0, 3, 3]]]

  @Test(.formula(.s1_3_3_LNSTAT)) func s1_3_3_LNSTAT_R1_withinARow() throws {
    let result = try compute(.s1_3_3_LNSTAT, "within a row", ["X": [[1, 2, 3], [5, 5, 5]]])
    expect(result["mean"], [2, 5])
    expect(result["variance"], [0.666666667, 0])
  }

  @Test(.formula(.s1_3_3_LNSTAT)) func s1_3_3_LNSTAT_R2_dropsRows() throws {
    let inputs: Formula.Values = ["X": [[1, 3], [2, 8], [100, 100]]]
    expect(try compute(.s1_3_3_LNSTAT, "over the first rows", inputs)["mean"], [1.5, 5.5], within: 0)
    expect(
      try compute(.s1_3_3_LNSTAT, "over the first rows", inputs.with(["X": [[1, 3], [2, 8], [0, 0]]]))[
        "mean"], [1.5, 5.5],
      within: 0)
    // The means of the whole columns, by the published reading of the transpose.
    expect(
      try compute(.s1_3_3_LNSTAT, "within a row", ["X": [[1, 2, 100], [3, 8, 100]]])["mean"],
      [34.333333333, 37])
    expectRefusal(
      .s1_3_3_LNSTAT, "over the first rows", ["X": [[1, 2, 3], [4, 5, 6]]], left: [2, 3], right: [3, 3])
  }

  @Test(.formula(.s1_3_3_LNSTAT)) func s1_3_3_LNSTAT_varianceIsBiased() throws {
    let inputs: Formula.Values = ["X": [[1, 2, 3]], "epsilon": 0]
    expect(
      try compute(.s1_3_3_LNNORM, "statistics of its own row", inputs)["output"],
      [[-1.2247448714, 0, 1.2247448714]])
    let unbiased = try compute(.s1_3_3_LNSTAT, "unbiased", inputs)
    expect(unbiased["variance"], [1], within: 1e-15)
    expect(unbiased["output"], [[-1, 0, 1]], within: 1e-15)
  }

  @Test(.formula(.s1_3_3_LNNORM)) func s1_3_3_LNNORM_R3_statisticsOfItsOwnRow() throws {
    let row: Formula.Values = ["X": [[1, 2, 3]]]
    expect(
      try compute(.s1_3_3_LNNORM, "statistics of its own row", row)["output"],
      [[-1.2247356859, 0, 1.2247356859]])
    expect(
      try compute(
        .s1_3_3_LNNORM, "statistics of its own row", row.with(["gamma": [2, 2, 2], "beta": [1, 1, 1]]))[
          "output"],
      [[-1.4494713718, 1, 3.4494713718]])
    expect(
      try compute(.s1_3_3_LNNORM, "statistics of its own row", threeByThree)["output"],
      [
        [-0.925819108, -0.462909554, 1.388728662], [-1.019048743, -0.339682914, 1.358731657],
        [-1.414210027, 0.707105013, 0.707105013],
      ])
    expect(
      try compute(.s1_3_3_LNNORM, "statistics of its own row", ["X": [[1, 3], [2, 8]]])["output"],
      [[-0.999995, 0.999995], [-0.999999444, 0.999999444]])
  }

  @Test(.formula(.s1_3_3_LNNORM)) func s1_3_3_LNNORM_R1_statisticsOfTheWrongRow() throws {
    let printed = try matrix(.s1_3_3_LNNORM, "statistics of row j", threeByThree)
    expect(
      .matrix(printed),
      [
        [-0.925819108, -1.698414571, 2.828420054], [0.462909554, -0.339682914, 6.363945121],
        [-1.388728662, -1.358731657, 0.707105013],
      ])
    expect(
      .numbers(printed.rows.map { $0.reduce(0, +) / 3 }), [0.0680621, 2.1623906, -0.6801184], within: 6e-8)
    expect(
      try compute(.s1_3_3_LNNORM, "statistics of row j", ["X": [[1, 3], [2, 8]]])["output"],
      [[-0.999995, -0.666666296], [0, 0.999999444]])
    // On the diagonal j = i, and there alone the index is right.
    let published = try matrix(.s1_3_3_LNNORM, "statistics of its own row", threeByThree)
    for index in 0..<3 { #expect(printed[index, index] == published[index, index]) }
  }

  @Test(.formula(.s1_3_3_LNNORM)) func s1_3_3_LNNORM_R1_isRefusedWithFewerRowsThanColumns() {
    expectRefusal(
      .s1_3_3_LNNORM, "statistics of row j", ["X": [[1, 2, 3], [4, 5, 6]]], left: [2, 3], right: [2])
  }

  @Test(.formula(.s1_3_3_LNNORM)) func s1_3_3_LNNORM_R2_columns() throws {
    expect(
      try compute(.s1_3_3_LNNORM, "statistics of column j", ["X": [[1, 3], [2, 8]]])["output"],
      [[-0.999980001, -0.999999200], [0.999980001, 0.999999200]])
  }

  @Test(.formula(.s1_3_3_LNNORM)) func s1_3_3_LNNORM_R4_aSmallerEpsilonThanTheInputsGivesNaN() throws {
    let result = try compute(.s1_3_3_LNNORM, "epsilon below every input", ["X": [[0, 0, 0], [1, 2, 3]]])
    expect(result["epsilon"], -1e-5, within: 1e-20)
    let output = try result.matrix("output")
    #expect(output.row(0).allSatisfy { $0.isNaN })
    #expect(output.row(1).allSatisfy { $0.isFinite })
  }

  @Test(.formula(.s1_3_3_LNNORM)) func s1_3_3_LNNORM_publishedRowsHaveMeanZeroAndVarianceNearlyOne() throws {
    let output = try matrix(.s1_3_3_LNNORM, "statistics of its own row", ["X": [[1, 2, 3], [4, 6, 11]]])
    let statistics = try compute(.s1_3_3_LNSTAT, "within a row", ["X": .matrix(output)])
    for mean in try statistics.numbers("mean") { #expect(abs(mean) < 1e-15) }
    let variances = try statistics.numbers("variance")
    expect(.number(variances[0].squareRoot()), 0.9999925001)
    let inputs = try compute(.s1_3_3_LNSTAT, "within a row", ["X": [[1, 2, 3], [4, 6, 11]]]).numbers(
      "variance")
    for (variance, input) in zip(variances, inputs) {
      #expect(abs(variance - input / (input + 1e-5)) < 1e-14)
    }
  }

  @Test(.formula(.s1_3_3_LNNORM)) func s1_3_3_LNNORM_onlyThePublishedRowsAreIndependent() throws {
    let changed: Formula.Values = ["X": [[1, 2, 6], [9, -6, 1], [0, 3, 3]]]
    #expect(
      try matrix(.s1_3_3_LNNORM, "statistics of its own row", threeByThree).row(0)
        == matrix(.s1_3_3_LNNORM, "statistics of its own row", changed).row(0))
    for reading in ["statistics of row j", "statistics of column j"] {
      #expect(
        try matrix(.s1_3_3_LNNORM, reading, threeByThree).row(0)
          != matrix(.s1_3_3_LNNORM, reading, changed).row(0))
    }
  }

  @Test(.formula(.s1_3_3_LNNORM)) func s1_3_3_LNNORM_epsilonMattersForSmallInputs() throws {
    let small: Formula.Values = ["X": [[0, 0.001, 0.002]]]
    expect(
      try compute(.s1_3_3_LNNORM, "statistics of its own row", small)["output"],
      [[-0.3061862, 0, 0.3061862]], within: 6e-8)
    expect(
      try compute(.s1_3_3_LNNORM, "statistics of its own row", small.with(["epsilon": 0]))["output"],
      [[-1.2247449, 0, 1.2247449]],
      within: 6e-8)
    expect(
      try compute(.s1_3_3_LNNORM, "statistics of its own row", ["X": [[4, 4, 4]]])["output"], [[0, 0, 0]],
      within: 0)
  }

  @Test(.formula(.s1_3_3_LNNORM)) func s1_3_3_LNNORM_twoColumnsTellNothingApart() throws {
    expect(
      try compute(.s1_3_3_LNNORM, "statistics of its own row", ["X": [[1, 3]]])["output"],
      [[-0.9999950, 0.9999950]], within: 6e-8)
  }

  @Test(.formula(.s1_3_3_LNNORM)) func s1_3_3_LNNORM_refusesAGainOfAnotherWidth() {
    expectRefusal(
      .s1_3_3_LNNORM, "statistics of its own row", threeByThree.with(["gamma": [1, 1]]), left: [2],
      right: [3, 3])
    expectRefusal(
      .s1_3_3_LNNORM, "statistics of its own row", threeByThree.with(["beta": [1, 1]]), left: [3, 3],
      right: [2])
  }

  // MARK: - Residual connection

  @Test(.formula(.s1_3_4_RES)) func s1_3_4_RES() throws {
    let inputs: Formula.Values = ["X": [[1, 2]], "F(X)": [[1, 4]], "F′": [[2, 4]]]
    let residual = try compute(.s1_3_4_RES, "sum", inputs)
    expect(residual["Y"], [[2, 6]], within: 0)
    expect(residual["gradient"], [[3, 5]], within: 0)
    let plain = try compute(.s1_3_4_RES, "plain", inputs)
    expect(plain["Y"], [[1, 4]], within: 0)
    expect(plain["gradient"], [[2, 4]], within: 0)
  }

  @Test(.formula(.s1_3_4_RES)) func s1_3_4_RES_keepsTheGradientAlive() throws {
    let inputs: Formula.Values = ["X": [[1]], "F(X)": [[0]], "slope": 0.1, "layers": 30]
    let residual = try compute(.s1_3_4_RES, "sum", inputs)
    expect(residual["gain"], 17.4494023, within: 6e-8)
    // With F = 0 the layer is the identity.
    expect(residual["Y"], [[1]], within: 0)
    expect(try compute(.s1_3_4_RES, "plain", inputs)["gain"], 1e-30, within: 1e-44)
  }

  @Test(.formula(.s1_3_4_RES)) func s1_3_4_RES_refusesAnotherShape() {
    expectRefusal(.s1_3_4_RES, "sum", ["X": [[1, 2]], "F(X)": [[1, 2, 3]]], left: [1, 2], right: [1, 3])
  }
}
