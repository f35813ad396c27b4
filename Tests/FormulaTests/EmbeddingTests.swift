import Formulas
import Testing

/// Expected values: ledger G-EMB, G-HEADLM, G-BPE, S0-3.2-P-PREP and R-S4-4.
@Suite struct EmbeddingTests {
  @Test(.formula(.g_EMB)) func g_EMB_lookupIsTheOneHotProduct() throws {
    let inputs: Formula.Values = ["E": [[1, 2], [3, 4], [5, 6]], "tokens": [2, 0, 1, 2]]
    let lookup = try compute(.g_EMB, "lookup", inputs)
    expect(lookup["X"], [[5, 6], [1, 2], [3, 4], [5, 6]], within: 0)
    #expect(try compute(.g_EMB, "product", inputs) == lookup)
    expectRefusal(.g_EMB, "lookup", inputs.with(["tokens": [3]]), left: [3, 2], right: [1])
  }

  @Test(.formula(.g_EMB)) func g_EMB_scaledByTheRootOfTheWidth() throws {
    let table = Matrix(rowCount: 1, columnCount: 512) { _, _ in 1 }
    let result = try compute(.g_EMB, "scaled", ["E": .matrix(table), "tokens": [0]])
    expect(result["scale"], 22.6274169980)
    for entry in try result.matrix("X").elements { expect(.number(entry), 22.6274169980) }
  }

  @Test(.formula(.g_HEADLM)) func g_HEADLM_logits() throws {
    // By hand: (1, 2)·Eᵀ = (1 + 4, 3 + 8, 5 + 12).
    let inputs: Formula.Values = [
      "h": [[1, 2]], "E": [[1, 2], [3, 4], [5, 6]], "U": [[0, 1], [1, 0], [1, 1]],
    ]
    expect(try compute(.g_HEADLM, "tied", inputs)["logits"], [[5, 11, 17]], within: 0)
    expect(try compute(.g_HEADLM, "untied", inputs)["logits"], [[2, 1, 3]], within: 0)
    expectRefusal(.g_HEADLM, "tied", inputs.with(["h": [[1, 2, 3]]]), left: [1, 3], right: [2, 3])
  }

  @Test(.formula(.g_HEADLM)) func g_HEADLM_parameterCountsOfGPT2() throws {
    func count(_ reading: String, _ vocabulary: Double, _ layers: Double, _ width: Double) throws -> Double {
      let inputs: Formula.Values = [
        "V": .number(vocabulary), "n": 1024, "L": .number(layers), "d": .number(width),
      ]
      return try compute(.g_HEADLM, reading, inputs).number("parameters")
    }
    #expect(try count("tied", 50_257, 12, 768) == 124_439_808)
    #expect(try count("tied", 50_257, 24, 1024) == 354_823_168)
    #expect(try count("tied", 50_257, 36, 1280) == 774_030_080)
    #expect(try count("tied", 50_257, 48, 1600) == 1_557_611_200)
    #expect(try count("tied", 10_000, 12, 768) == 93_522_432)
    // 50,257·768 more when the head has a table of its own.
    #expect(try count("untied", 50_257, 12, 768) == 163_037_184)
  }

  // MARK: - Tokens

  let cute: Formula.Value = [
    "13 Ġ c", "15 i s", "29 Ġ m", "32 Ġ d", "41 l l", "59 u t", "62 Ġ is", "210 Ġd o", "360 Ġm y", "439 e ll",
    "877 ut e", "3034 Ġdo g", "10853 ell o", "13523 Ġc ute", "15240 H ello",
  ]
  let fox: Formula.Value = [
    "2 h e", "19 Ġ b", "21 Ġ f", "35 i c", "49 r o", "165 q u", "208 T he", "368 ic k", "371 Ġ qu", "419 w n",
    "884 o x", "1123 Ġb ro", "1812 Ġqu ick", "7330 Ġbro wn", "21575 Ġf ox",
  ]

  @Test(.formula(.g_BPE)) func g_BPE_reproducesGPT2Tokens() throws {
    let hello = try compute(.g_BPE, "published", ["merges": cute, "text": "Hello, my dog is cute"])
    expect(hello["tokens"], [15496, 11, 616, 3290, 318, 13779], within: 0)
    let quick = try compute(.g_BPE, "published", ["merges": fox, "text": "The quick brown fox"])
    expect(quick["tokens"], [464, 2068, 7586, 21831], within: 0)
  }

  @Test(.formula(.g_BPE)) func g_BPE_losesNothing() throws {
    let texts = [
      "", "Hello, my dog is cute", "  two  spaces\n\tand tabs ", "位置编码", "🙂👩‍👩‍👧 é e\u{301} \u{0} ÿ ¡",
      "a1b2 3.5%",
    ]
    for text in texts {
      let result = try compute(.g_BPE, "published", ["merges": cute, "text": .text(text)])
      #expect(try Array(result.text("decoded").utf8) == Array(text.utf8))
    }
    // Without merges every byte is a token of its own.
    let bytes = try compute(.g_BPE, "published", ["merges": .texts([]), "text": "位 "])
    expect(bytes["tokens"], [160, 121, 235, 220], within: 0)
  }

  @Test(.formula(.g_BPE)) func g_BPE_refusesWhatIsNotAMerge() {
    #expect(throws: Formula.BytePairEncoding.MergeError.self) {
      try compute(.g_BPE, "published", ["merges": ["13 Ġc"], "text": "a"])
    }
  }

  @Test(.formula(.s0_3_2_P_PREP)) func s0_3_2_P_PREP_normalizationCannotBeUndone() throws {
    // The last three merges are those of "hello", which starts otherwise than "Hello".
    let merges: Formula.Value = .texts(
      (try Formula.Values(dictionaryLiteral: ("m", cute)).texts("m")) + [
        "2 h e", "12502 he ll", "31117 hell o",
      ])
    let inputs: Formula.Values = ["merges": merges, "text": "Hello, my dog is cute"]
    let printed = try compute(.s0_3_2_P_PREP, "as printed", inputs)
    #expect(try printed.text("normalized") == "hello my dog is cute")
    expect(printed["tokens"], [31373, 616, 3290, 318, 13779], within: 0)
    #expect(try printed.text("decoded") != inputs.text("text"))
    let published = try compute(.s0_3_2_P_PREP, "published", inputs)
    expect(published["tokens"], [15496, 11, 616, 3290, 318, 13779], within: 0)
    #expect(try published.text("decoded") == inputs.text("text"))
  }
}
