import Autodiff
import Formulas
import Kernels
import Neural
import Randomness
import Testing
import Training

@Suite struct SmallerModelConformanceTests {
  @Test(arguments: seeds) func eightBitsAreG_QUANT(_ seed: UInt64) throws {
    let weight = normal([4, 70], seed: seed)
    let restored = dequantize(quantize(Buffer(weight.scalars), rows: 4, columns: 70))
    hold(
      Tensor(shape: [4, 70], scalars: restored.array),
      to: try published(.g_QUANT, ["W": matrix(weight)])["restored"])
  }

  @Test(arguments: seeds) func pruningIsG_PRUNE(_ seed: UInt64) throws {
    let model = GPT(
      GPTConfiguration(vocabularySize: 5, contextLength: 4, layerCount: 1, headCount: 2, channels: 6),
      seed: Seed(seed))
    let pruned = model.pruned(share: 0.375).blocks[0]
    let (query, output) = (model.blocks[0].attention.query.weight, model.blocks[0].attention.output.weight)
    let expected = try published(
      .g_PRUNE,
      [
        "first": numbers(query),
        "second": numbers(output),
        "share": 0.375,
      ])
    hold(pruned.attention.query.weight.scalars, to: expected["first"])
    hold(pruned.attention.output.weight.scalars, to: expected["second"])
  }

  @Test(arguments: seeds) func lossOfAStudentIsG_DISTIL(_ seed: UInt64) throws {
    let (student, teacher) = (normal([1, 6], seed: seed) * 2, normal([1, 6], seed: seed + 100) * 2)
    let values: Formula.Values = [
      "student": numbers(student),
      "teacher": numbers(teacher), "target": 4, "T": 3, "alpha": 0.25,
    ]
    func loss(weight: Float) -> Tensor {
      distillationLoss(student: student, teacher: teacher, targets: [4], temperature: 3, weight: weight)
    }
    hold(loss(weight: 0.25), to: try published(.g_DISTIL, values)["loss"])
    hold(loss(weight: 1), to: try published(.s4_8_P_DISTIL, values)["L"])
  }
}
