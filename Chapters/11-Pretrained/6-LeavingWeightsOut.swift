import Neural
import Notebook
import Training

/// The loss when the smallest weights are left out.
func leavingWeightsOut(_ notebook: ChapterNotebook, _ lesson: Lesson) throws {
  notebook.heading("Leaving weights out")
  let (model, heldOut) = (lesson.large.model, lesson.reading.heldOut)
  guard !heldOut.isEmpty else { return notebook.prose("One token has no loss to measure.") }
  notebook.prose(
    """
    Many weights of a trained model are close to 0. What is lost when they are 0? Of every projection's matrix the share with the smallest
    magnitudes is taken out; the table of embeddings, norms and biases stay:
    """)
  notebook.formula(.g_PRUNE)
  let shares: [Float] = [0, 0.1, 0.3, 0.5, 0.7, 0.9]
  notebook.code()
  let losses = try shares.map { share in
    let pruned = model.pruned(share: share)
    return try meanLoss(on: heldOut) { pruned($0) }
  }

  notebook.guess(
    "Up to which share can the smallest weights be left out before the loss is a tenth higher?")
  notebook.tensor(
    "pruned.loss", losses, shape: [losses.count], axes: ["share"],
    labels: [shares.map { "\(Int(($0 * 100).rounded())) %" }], display: .plainTable)
  notebook.lineChart(
    "loss by the share that is left out", [.init("loss", x: shares.map(Double.init), y: losses)],
    xAxis: "share left out", yAxis: "nats")
  notebook.check(
    "nothing left out, nothing lost", isTrue: losses[0] == (try meanLoss(on: heldOut) { model($0) }))
  if lesson.isOwn, notebook.seed == 1 {
    notebook.check("a tenth can go", measured: losses[1] - losses[0], atMost: 0.01)
    notebook.check("nine tenths cannot", measured: losses[5] - losses[0], atLeast: 1)
  }
}
