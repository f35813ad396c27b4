/// What document S3 states without a formula.
extension Formula {
  static let s3_3_2_P_MHA = Formula(
    id: .s3_3_2_P_MHA, title: "Heads concatenated", sources: [Source(.s3, "3.2")], latexPrinted: nil,
    latexPublished: multiHeadLatex,
    unicodePrinted: "「将结果concatenate（拼接）在一起得到最终的输出」", unicode: "Concat(head₁, …, head_h)·W^O",
    literature: "Vaswani et al. 2017, §3.2.2", verdict: .statedInProse,
    reason: "The concatenation is there; the output projection W^O that mixes the heads is not.",
    chapters: [5],
    readings: [
      Reading("as printed", "the heads side by side are the output", [.printed], Examples.toyM) { values in
        let heads = try MultiHead.heads(
          query: values.matrix("Q"), key: values.matrix("K"), value: values.matrix("V"),
          weights: values.headWeights())
        return try ["heads": .matrices(heads), "output": .matrix(Matrix.concatenatingColumns(heads))]
      },
      .projectedHeads("published", "followed by W^O", [.published]),
    ],
    discriminatingFact: "Without W^O, block i of the output does not depend on any head but the i-th.")

  static let s3_3_4_P_ENC = Formula(
    id: .s3_3_4_P_ENC, title: "Encoder as a sum", sources: [Source(.s3, "3.4")], latexPrinted: nil,
    latexPublished:
      #"x_1 = \mathrm{LN}(x + \mathrm{MHA}(x)), \quad y = \mathrm{LN}(x_1 + \mathrm{FFN}(x_1))"#,
    unicodePrinted: "「将上述步骤得到的结果加在一起，得到编码器的输出」",
    unicode: "x₁ = LN(x + MHA(x)),  y = LN(x₁ + FFN(x₁))",
    literature: "Vaswani et al. 2017, §3.1", verdict: .statedInProse,
    reason: "Results are added once, without normalization, and which results is left open.", chapters: [6],
    readings: [
      sumReading(
        "three summands", ledger: "R1", "X₀ + A + F(A): the encoded input, attention, network", [.printed],
        .lastThree),
      sumReading(
        "four summands", ledger: "R2", "E + X₀ + A + F(A): the results of all four steps", [], .allFour),
      sumReading(
        "two sums in a row", ledger: "R3", "two residual connections one after the other, no norm", [],
        .successive),
      .postNorm("published", [.published], Examples.toyE),
    ],
    discriminatingFact:
      "The first entry is 1.719085049 with three summands, 2.719085049 with four; the published layer, which "
      + "normalizes, gives −0.506844583.")

  private static func sumReading(
    _ name: String, ledger label: String, _ meaning: String, _ roles: [Reading.Role],
    _ kind: EncoderDecoder.SumReading
  ) -> Reading {
    Reading(name, ledger: label, meaning, roles, Examples.toyE.with(["E": [[1, -1, 2], [-0.5, 0.5, 1]]])) {
      values in
      let input = try values.matrix("X")
      let output = try EncoderDecoder.asPrintedS3(
        embeddings: values.matrix("E"), encoded: input, values.projections(width: input.columnCount),
        values.feedForward(width: input.columnCount), kind)
      return ["output": .matrix(output)]
    }
  }

  static let s3_3_5_P_DEC = Formula(
    id: .s3_3_5_P_DEC, title: "Decoder's input", sources: [Source(.s3, "3.5"), Source(.s3, "2.4")],
    latexPrinted: nil,
    latexPublished:
      #"y_1 = \mathrm{LN}(y + \mathrm{MaskedMHA}(y)), \; y_2 = \mathrm{LN}(y_1 + \mathrm{MHA}(y_1, m, m)), \; "#
      + #"\mathrm{LN}(y_2 + \mathrm{FFN}(y_2))"#,
    unicodePrinted: "「输入是编码器的隐藏状态，输出是生成的文本序列」",
    unicode: "LN(y + MaskedMHA(y)); LN(· + MHA(·, memory, memory)); LN(· + FFN(·))",
    literature: "Vaswani et al. 2017, §3.1", verdict: .statedInProse,
    reason: "The decoder's input is the shifted target; the encoder's states enter as keys and values.",
    chapters: [6, 10],
    readings: [
      Reading(
        "as printed", "an encoder layer over the memory; no target enters", [.printed],
        Examples.memory.with(["X": [[1, 0, 2], [0, 1, 1]]])
      ) { values in
        let memory = try values.matrix("memory")
        let output = try EncoderDecoder.postNormLayer(
          memory, values.projections(width: memory.columnCount), values.feedForward(width: memory.columnCount)
        )
        return ["output": .matrix(output)]
      },
      .decoder("published", [.published], Examples.memory.with(["X": [[1, 0, 2], [0, 1, 1]]])),
    ],
    discriminatingFact:
      "As printed, the output depends on no token generated so far: whatever the target, it is the same.")
}
