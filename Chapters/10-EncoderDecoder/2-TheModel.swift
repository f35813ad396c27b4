import Autodiff
import Language
import Neural
import Notebook
import Randomness
import Training

/// The two stacks, what the decoder is given in training, and the loss.
func showModel(_ notebook: ChapterNotebook, _ session: Session) -> Run {
  let material = session.material
  notebook.heading("The model")
  notebook.prose(
    """
    The **encoder** reads the source, every token seeing every other. The **decoder** writes the target: its blocks see what is
    written so far, through a causal mask, and between that and their feed-forward layer they ask the encoder's states, their
    *memory*: queries from the target, keys and values from the source.
    """)
  notebook.formula(.g_CROSS)
  let (configuration, schedule) = (session.configuration, session.schedule)
  let seed = Seed(notebook.seed)
  notebook.code()
  let model = EncoderDecoder(configuration, seed: seed)
  let optimizer = Adam(beta2: 0.98, epsilon: 1e-9)
  let run = Run(
    model: model, optimizer: optimizer, schedule: schedule, maximumNorm: 1,
    seed: seed.derived(1))

  notebook.table(
    "parameters", columns: ["part", "parameters"],
    rows: parameterRows(of: model).map { [$0.part, $0.count] })
  notebook.prose(
    """
    In training the decoder is given the true text, one place late: whatever it would have written, it goes on from what
    is right (*teacher forcing*). So all places of a text are exercises at once.
    """)
  let pair =
    material.heldOut.min { $0.targetTokens.count < $1.targetTokens.count } ?? material.heldOut[0]
  notebook.code()
  let shifted = Batch(sequences: [pair.targetTokens], start: material.end)

  let labels = [shifted.inputs, shifted.targets].map { material.targetTokenizer.labels(of: $0) }
  notebook.table(
    "teacher forcing", columns: ["the decoder", "tokens"],
    rows: [
      ["reads", labels[0].joined(separator: " ")],
      ["is to write", labels[1].joined(separator: " ")],
    ])
  notebook.prose(
    """
    The loss, in nats a token. Shorter texts are padded: a mask hides padding of the source, the causal mask that of the
    target, and it does not count. Labels are **smoothed**: ε of the weight goes to all tokens alike, so that no logit has to
    run away (ε = \(NumberText.compact(Double(session.smoothing))) here).
    """)
  notebook.declaration("loss", in: "2-TheModel.swift")
  notebook.declaration("padded", in: "2-TheModel.swift")
  return run
}

/// The cross-entropy of a batch of pairs, nats per token of the target.
func loss(
  of model: EncoderDecoder, on pairs: [Pair], end: Int,
  by breakage: Breakage, smoothing: Float = 0,
  reduction: Reduction = .mean
) -> Tensor {
  let (sources, lengths) = padded(pairs.map(\.sourceTokens))
  let batch = Batch(sequences: pairs.map(\.targetTokens), start: end)
  let inputs = (0..<batch.batchSize).map { row in
    Array(batch.inputs[row * batch.time..<(row + 1) * batch.time])
  }
  let memory = model.encode(sources, lengths: lengths)
  let logits =
    breakage == .none
    ? model.decode(inputs, reading: memory)
    : model.decode(inputs, reading: memory, by: breakage)
  return crossEntropy(
    logits: logits, targets: batch.targets, keep: batch.keeps,
    labelSmoothing: smoothing, reduction: reduction)
}

/// Rows of one length, filled with a token that the mask hides.
func padded(_ rows: [[Int]]) -> (rows: [[Int]], lengths: [Int]) {
  let lengths = rows.map(\.count)
  let longest = lengths.max() ?? 0
  let filled = rows.map { row in
    row + Array(repeating: 0, count: longest - row.count)
  }
  return (filled, lengths)
}

/// What the parameters are of, and how many: tables, and the parts of the two stacks.
private func parameterRows(of model: EncoderDecoder) -> [(part: String, count: Int)] {
  var rows: [(part: String, count: Int)] = []
  for (name, value) in model.parameters {
    let parts = name.split(separator: ".")
    let part = parts.count > 2 ? "\(parts[0]), \(parts[2])" : String(parts[0])
    if let place = rows.firstIndex(where: { $0.part == part }) {
      rows[place].count += value.count
    } else {
      rows.append((part, value.count))
    }
  }
  return rows + [("all", rows.reduce(0) { $0 + $1.count })]
}
