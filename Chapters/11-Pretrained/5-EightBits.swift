import Autodiff
import Neural
import Notebook
import Training

/// Weights of eight bits: a row of them number by number, and what the whole model loses.
func eightBits(_ notebook: ChapterNotebook, _ lesson: Lesson) throws {
  notebook.heading("Eight bits")
  let (model, heldOut) = (lesson.large.model, lesson.reading.heldOut)
  notebook.prose(
    """
    To write one token, a model reads all of its weights once: at four bytes a weight the memory is what one waits for. So the weights are
    kept as whole numbers from −127 to 127, a byte each, and a scale for each row. For the first numbers of a row of the table of embeddings:
    """)
  notebook.formula(.g_QUANT)
  let token = lesson.isOwn ? (try lesson.large.tokenizer.encode("It").first ?? 0) : (lesson.prompt.first ?? 0)
  notebook.code()
  let row: [Float] = model.embedding.weight.rows[token]
  let largest: Float = row.map(\.magnitude).max() ?? 0
  let scale: Float = largest / 127
  let whole = row.map { ($0 / scale).rounded(.toNearestOrEven) }
  let read = whole.map { scale * $0 }
  let errors: [Float] = zip(row, read).map { abs($0 - $1) }

  notebook.table(
    "the token “\(lesson.large.tokenizer.label(of: token))”, scale \(NumberText.compact(Double(scale)))",
    columns: ["weight", "whole number", "read as", "off by"],
    rows: row.indices.prefix(6).map { [row[$0], whole[$0], read[$0], row[$0] - read[$0]] })
  notebook.check(
    "half a scale is the farthest", measured: (errors.max() ?? 0) / scale, atMost: 0.501)
  guard !heldOut.isEmpty else { return notebook.prose("One token has no loss to measure.") }
  notebook.prose(
    """
    So with the table, the positions, the output head and every projection. Biases and norms stay as they are, and so do the numbers on the way
    through the model: a product with a row is a sum of x·q in 32 bits, times the row's scale.
    """)
  notebook.code()
  let small = QuantizedGPT(model)
  let loss = try meanLoss(on: heldOut) { model($0) }
  let quantized = try meanLoss(on: heldOut) { small($0) }

  let bytes = [4 * model.parameterCount, small.byteCount]
  notebook.guess(
    "A quarter of the bytes. In which digit does the loss change?")
  notebook.table(
    "on \(heldOut.count) held-out \(lesson.reading.name)",
    columns: ["weights", "bytes", "loss, nats a token"],
    rows: zip(["32 bits", "8 bits"], zip(bytes, [loss, quantized])).map {
      [$0, $1.0.grouped, NumberText.fixed($1.1, decimals: 5)]
    })
  notebook.scalar("loss", loss)
  notebook.scalar("quantized.loss", quantized)
  notebook.tensor(
    "bytes", bytes.map(Double.init), shape: [2], axes: ["weights"], labels: [["32 bits", "8 bits"]],
    display: .plainTable)
  // Of a few stories less can be claimed.
  if lesson.isOwn, heldOut.count >= 100 {
    notebook.check(
      "the loss changes by less than a thousandth", measured: abs(quantized - loss), atMost: 1e-3)
  }
  guard lesson.isOwn else { return }
  notebook.prose(
    """
    How few would do, and what is a scale a row for? The same model, its weights rounded to whole numbers of b bits times a scale
    of their row, and times one scale for the whole matrix:
    """)
  notebook.declaration("rounded", in: "5-EightBits.swift")
  let bits = [8, 6, 5, 4, 3]
  notebook.code()
  let losses = try [false, true].map { sharesScale in
    try bits.map { bits in
      let coarse = rounded(model, bits: bits, sharesScale: sharesScale)
      return try meanLoss(on: heldOut) { coarse($0) }
    }
  }

  notebook.table(
    "loss by bits", columns: ["bits", "a scale a row", "one scale"],
    rows: bits.indices.map { [bits[$0], losses[0][$0], losses[1][$0]] })
  notebook.check(
    "rounded to eight bits, the model's loss is that of the eight-bit one",
    measured: abs(losses[0][0] - quantized), atMost: 1e-5)
  guard notebook.seed == 1, heldOut.count >= 100 else { return }
  notebook.check("with few bits a scale a row is worth", measured: losses[1][3] - losses[0][3], atLeast: 0.01)
}

/// The model with every matrix rounded to whole numbers of so many bits,
/// times a scale of each row (of all weights of one output) or of all.
func rounded(_ model: GPT, bits: Int, sharesScale: Bool) -> GPT {
  let greatest = Float(1 << (bits - 1)) - 1  // 127 for eight bits
  var model = model
  model.forEachParameter { name, weight in
    guard weight.rank == 2 else { return }
    let isTable = name == "embedding.weight" || name == "positions.weight"
    let rows = isTable ? weight.rows : weight.transposed().rows
    let magnitudes = rows.map { $0.map(\.magnitude).max() ?? 0 }
    let largest = magnitudes.max() ?? 0
    let scalars = zip(rows, magnitudes).flatMap { row, own in
      let scale: Float = max(sharesScale ? largest : own, 1e-30) / greatest
      return row.map { scale * ($0 / scale).rounded(.toNearestOrEven) }
    }
    let read = Tensor(shape: [rows.count, rows[0].count], scalars: scalars)
    weight = isTable ? read : read.transposed()
  }
  return model
}
