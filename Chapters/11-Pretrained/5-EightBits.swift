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
  var quantized = try meanLoss(on: heldOut) { small($0) }

  let bytes = [4 * model.parameterCount, small.byteCount]
  if notebook[Options.oneScale] {
    notebook.prose("With one scale for a whole matrix, its largest weight decides how coarse all others are:")
    notebook.declaration("roundedByOneScale", in: "5-EightBits.swift")
    notebook.code()
    let coarse = roundedByOneScale(model)
    quantized = try meanLoss(on: heldOut) { coarse($0) }
  }
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
  guard lesson.isOwn else { return }
  let lost = quantized - loss
  if notebook[Options.oneScale] {
    notebook.check("broken: the loss grows by more", measured: lost, atLeast: 1e-3)
  } else {
    notebook.check("the loss changes by less than a thousandth", measured: abs(lost), atMost: 1e-3)
  }
}

/// The model with the numbers of each matrix rounded to multiples of one
/// scale, its largest magnitude over 127.
func roundedByOneScale(_ model: GPT) -> GPT {
  var model = model
  model.forEachParameter { _, weight in
    guard weight.rank == 2 else { return }
    let scale = Float(weight.largestMagnitude) / 127
    weight = Tensor(
      shape: weight.shape,
      scalars: weight.scalars.map {
        scale * ($0 / scale).rounded(.toNearestOrEven)
      })
  }
  return model
}
