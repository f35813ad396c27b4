import Formulas
import Testing

/// Expected values: ledger S2-4.2-CE, S1-3.5.1-PRE and G-PPL.
@Suite struct CrossEntropyTests {
  let samples: Formula.Values = [
    "y": [[0, 1, 0], [1, 0, 0]], "ŷ": [[0.2, 0.7, 0.1], [0.5, 0.3, 0.2]],
  ]

  @Test(.formula(.s2_4_2_CE)) func s2_4_2_CE_R1_overClasses() throws {
    let inputs: Formula.Values = ["y": [0, 1, 0], "ŷ": [0.2, 0.7, 0.1]]
    expect(try compute(.s2_4_2_CE, "over the classes", inputs)["L"], 0.3566749439)
    expect(try compute(.s2_4_2_CE, "over the classes", inputs.with(["base": 10]))["L"], 0.1549019600)
    expect(try compute(.s2_4_2_CE, "over the classes", inputs.with(["base": 2]))["L"], 0.5145731728)
  }

  @Test(.formula(.s2_4_2_CE)) func s2_4_2_CE_R1_isEntropyPlusDivergence() throws {
    let result = try compute(.s2_4_2_CE, "over the classes", ["y": [0.5, 0.5], "ŷ": [0.9, 0.1]])
    expect(result["L"], 1.2039728043)
    expect(result["H"], 0.6931471806)
    expect(result["KL"], 0.5108256238)
  }

  @Test(.formula(.s2_4_2_CE)) func s2_4_2_CE_R2_doublesWithTheBatch() throws {
    expect(try compute(.s2_4_2_CE, "sum over samples", samples)["L"], 1.0498221245)
    let twice: Formula.Values = [
      "y": [[0, 1, 0], [1, 0, 0], [0, 1, 0], [1, 0, 0]],
      "ŷ": [[0.2, 0.7, 0.1], [0.5, 0.3, 0.2], [0.2, 0.7, 0.1], [0.5, 0.3, 0.2]],
    ]
    expect(try compute(.s2_4_2_CE, "sum over samples", twice)["L"], 2.0996442, within: 6e-8)
    expect(try compute(.s2_4_2_CE, "mean over samples", twice)["L"], 0.5249110622)
  }

  @Test(.formula(.s2_4_2_CE)) func s2_4_2_CE_R3_mean() throws {
    expect(try compute(.s2_4_2_CE, "mean over samples", samples)["L"], 0.5249110622)
  }

  @Test(.formula(.s2_4_2_CE)) func s2_4_2_CE_R4_classZeroIsFree() throws {
    expect(try compute(.s2_4_2_CE, "class numbers", ["y": [1, 2], "ŷ": [0.7, 0.5]])["L"], 1.7429693051)
    expect(try compute(.s2_4_2_CE, "class numbers", ["y": [0], "ŷ": [1e-9]])["L"], 0, within: 0)
  }

  @Test(.formula(.s2_4_2_CE)) func s2_4_2_CE_R5_isBlindToTheZeros() throws {
    let inputs: Formula.Values = ["y": [1, 0], "ŷ": [0.9, 0.8]]
    expect(try compute(.s2_4_2_CE, "positive term alone", inputs)["L"], 0.1053605157)
    expect(try compute(.s2_4_2_CE, "binary", inputs)["L"], 1.7147984281)
    expect(try compute(.s2_4_2_CE, "positive term alone", ["y": [1, 0], "ŷ": [1, 1]])["L"], 0, within: 0)
    #expect(try compute(.s2_4_2_CE, "binary", ["y": [1, 0], "ŷ": [1, 1]]).number("L") == .infinity)
  }

  @Test(.formula(.s2_4_2_CE)) func s2_4_2_CE_fromLogits() throws {
    let result = try compute(.s2_4_2_CE, "from logits", ["z": [1, 2, 3], "target": 2])
    expect(result["L"], 0.4076059644)
    expect(result["gradient"], [0.090030573, 0.244728471, -0.334759044])
  }

  @Test(.formula(.s2_4_2_CE)) func s2_4_2_CE_gradientIsTheDifferenceQuotient() throws {
    let logits = [0.3, -1.2, 2.5, 0.1]
    let gradient = try compute(.s2_4_2_CE, "from logits", ["z": .numbers(logits), "target": 1]).numbers(
      "gradient")
    for index in logits.indices {
      func loss(_ step: Double) throws -> Double {
        var moved = logits
        moved[index] += step
        return try compute(.s2_4_2_CE, "from logits", ["z": .numbers(moved), "target": 1]).number("L")
      }
      #expect(abs(try (loss(1e-5) - loss(-1e-5)) / 2e-5 - gradient[index]) < 1e-9)
    }
  }

  @Test(.formula(.s2_4_2_CE)) func s2_4_2_CE_ofAUniformModelIsTheLogarithmOfItsSize() throws {
    for (size, loss) in [
      (27, 3.2958368660), (256, 5.5451774445), (10_000, 9.2103403720), (50_257, 10.8249051197),
    ] {
      let logits = Array(repeating: 0.0, count: size)
      expect(
        try compute(.s2_4_2_CE, "from logits", ["z": .numbers(logits), "target": 3])["L"], .number(loss))
    }
  }

  @Test(.formula(.s2_4_2_CE)) func s2_4_2_CE_isFiniteForHugeLogits() throws {
    let result = try compute(.s2_4_2_CE, "from logits", ["z": [1000, -1000], "target": 1])
    expect(result["L"], 2000, within: 1e-9)
    expect(result["gradient"], [1, -1], within: 1e-12)
  }

  @Test(.formula(.s2_4_2_CE)) func s2_4_2_CE_refusesOtherLengths() {
    expectRefusal(
      .s2_4_2_CE, "over the classes", ["y": [0, 1], "ŷ": [0.2, 0.7, 0.1]], left: [2], right: [3])
    expectRefusal(
      .s2_4_2_CE, "sum over samples", samples.with(["y": [[0, 1, 0]]]), left: [1, 3], right: [2, 3])
    expectRefusal(.s2_4_2_CE, "from logits", ["z": [1, 2], "target": 2], left: [2], right: [2])
  }

  // MARK: - Pre-training objective and perplexity

  @Test(.formula(.s1_3_5_1_PRE, .g_PPL)) func s1_3_5_1_PRE() throws {
    for (id, name) in [(FormulaID.s1_3_5_1_PRE, "sum of logarithms"), (.g_PPL, "published")] {
      let result = try compute(id, name, ["P": [0.5, 0.25, 0.5]])
      expect(result["sum"], -2.7725887222)
      expect(result["mean"], -0.9241962407)
      expect(result["perplexity"], 2.5198420998)
      expect(result["bits"], 1.3333333333)
    }
    expect(try compute(.s1_3_5_1_PRE, "sum of logarithms", ["P": [1]])["sum"], 0, within: 0)
  }

  @Test(.formula(.g_PPL)) func g_PPL_ofAUniformModelIsItsSize() throws {
    let uniform = Array(repeating: 1.0 / 27, count: 10)
    expect(try compute(.g_PPL, "published", ["P": .numbers(uniform)])["perplexity"], 27, within: 1e-12)
    #expect(try compute(.g_PPL, "published", ["P": [0.5, 0]]).number("perplexity") == .infinity)
  }

  @Test(.formula(.s1_3_5_1_PRE)) func s1_3_5_1_PRE_probabilitiesOfAllStringsSumToOne() throws {
    // P(1 | history) of a model over {0, 1} that reads its whole history: (1 + number of ones)/(2 + length).
    func probability(of symbol: Int, after history: [Int]) -> Double {
      let one = Double(1 + history.reduce(0, +)) / Double(2 + history.count)
      return symbol == 1 ? one : 1 - one
    }
    var total = 0.0
    for number in 0..<16 {
      let string = (0..<4).map { number >> $0 & 1 }
      let steps = string.indices.map { probability(of: string[$0], after: Array(string[..<$0])) }
      let result = try compute(.s1_3_5_1_PRE, "sum of logarithms", ["P": .numbers(steps)])
      // e^sum, through the perplexity: PPL = e^(−sum/4).
      let perplexity = try result.number("perplexity")
      total += 1 / (perplexity * perplexity * perplexity * perplexity)
    }
    #expect(abs(total - 1) < 1e-13)
  }
}
