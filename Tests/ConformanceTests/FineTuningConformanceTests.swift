import Autodiff
import Formulas
import Neural
import Randomness
import Testing
import Training

/// What is learned of an adapter and of a dialogue, and what is counted of answers, held to the specification.
@Suite struct FineTuningConformanceTests {
  @Test(arguments: seeds) func adapterIsG_LORA(_ seed: UInt64) throws {
    let parts = normals([3, 4], [4, 5], [4, 2], [2, 5], seed: seed)
    let (x, weight) = (parts[0], parts[1])
    let adapter = LowRankAdapter(down: parts[2], up: parts[3], alpha: 3)
    let values: Formula.Values = [
      "x": matrix(x), "W": matrix(weight), "A": matrix(parts[2]), "B": matrix(parts[3]), "alpha": 3,
    ]
    hold(matmul(x, weight) + adapter(x), to: try published(.g_LORA, values)["y"])
    hold(matmul(x, weight + adapter.change), to: try reading(.g_LORA, "merged", values)["y"])
  }

  @Test(arguments: seeds) func chosenTargetsAreG_AUX(_ seed: UInt64) throws {
    var sequence = TargetedSequence()
    sequence.read([3, 1, 4])
    sequence.learn([1, 2])
    sequence.read([0])
    let batch = try ChosenTargets([sequence])
    let logits = normal([1, 5, 5], seed: seed) * 2
    let rows = try logits.selected(axis: 0, 0).rows.map {
      try published(.g_SOFTMAX, ["z": .numbers($0.map(Double.init))]).numbers("p")
    }
    // After 3, 1, 4, 1 and 2 come 1, 4, 1, 2 and 0; the third and the fourth are to be learned.
    let values: Formula.Values = [
      "task": .numbers([rows[2][1], rows[3][2]]), "text": .numbers([rows[0][1], rows[1][4], rows[4][0]]),
      "lambda": 0.5,
    ]
    hold(
      batch.loss(logits, auxiliaryWeight: 0.5), to: try reading(.g_AUX, "means", values)["loss"])
    let task = try reading(.g_AUX, "means", values.with(["lambda": 0]))["loss"]
    hold(batch.loss(logits), to: task)
  }

  @Test(arguments: seeds) func tableIsS1_METRIC(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var table = ConfusionTable(classCount: 2)
    for _ in 0..<40 { table.note(generator.index(below: 2), for: generator.index(below: 2)) }
    let counts = table.counts
    let expected = try reading(
      .s1_6_5_P_METRIC, "labelled answers",
      [
        "TP": .number(Double(counts[1][1])), "FP": .number(Double(counts[0][1])),
        "FN": .number(Double(counts[1][0])), "TN": .number(Double(counts[0][0])),
      ])
    let measured = [
      "accuracy": table.accuracy, "precision": table.precision(of: 1), "recall": table.recall(of: 1),
      "F1": table.f1(of: 1),
    ]
    for (name, value) in measured { hold([Float(value)], to: expected[name]) }
  }
}
