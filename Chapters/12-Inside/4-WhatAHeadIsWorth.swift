import Autodiff
import Neural
import Notebook
import Training

/// How widely each head looks, and what the loss is without it.
func whatAHeadIsWorth(_ notebook: ChapterNotebook, _ lesson: Lesson, _ seen: Observations) throws {
  notebook.heading("What a head is worth")
  let (model, stories) = (lesson.model, lesson.stories)
  let heads = model.configuration.block.headCount
  let layers = model.blocks.count
  notebook.prose(
    """
    A head's weights say where it looks, and their entropy how widely: 0 nats at one word, ln t at t words alike. But where a head looks is not
    yet what it is good for. That is seen when it is taken out, one head at a time, and the loss is measured on \(stories.count) held-out stories:
    """)
  notebook.code()
  func entropies(of weights: Tensor) -> Tensor {
    let terms = weights * log(maximum(weights, Tensor(1e-30)))
    return -terms.sum(alongAxis: -1)  // [1, head, query]
  }
  let entropy = stack(
    (0..<layers).map {
      entropies(of: seen.tensor("blocks.\($0).attention.weights"))
        .reshaped([heads, -1])
    })  // [layer, head, query]
  let whole = try meanLoss(on: stories) { model($0) }
  var ablation: [Double] = []
  for layer in 0..<layers {
    for head in 0..<heads {
      let loss = try intervening([
        "blocks.\(layer).attention.weights": { $0.zeroing(head: head) }
      ]) { try meanLoss(on: stories) { model($0) } }
      ablation.append(loss - whole)
    }
  }

  let mean = entropy.mean(alongAxis: 2)
  notebook.guess(
    "A sharp head, a broad one: which is worth more? Guess the most and the least needed head before you see what their loss costs."
  )
  notebook.table(
    "\(stories.count) stories, \(NumberText.fixed(whole, decimals: 4)) nats a token",
    columns: ["block", "head", "entropy", "worth, nats a token"],
    rows: ablation.indices.map {
      [
        $0 / heads, $0 % heads, Double(mean[$0 / heads, $0 % heads]),
        NumberText.fixed(ablation[$0], decimals: 4),
      ]
    })
  notebook.barChart(
    "what each head is worth", labels: ablation.indices.map { "\($0 / heads).\($0 % heads)" },
    values: ablation, yAxis: "nats")
  let axes = [lesson.numbered("block", layers), lesson.numbered("head", heads)]
  notebook.tensor("entropy", mean, axes: ["block", "head"], labels: axes, display: .summary)
  notebook.tensor(
    "ablation", ablation, shape: [layers, heads], axes: ["block", "head"], labels: axes, display: .summary)
  let most = (0..<lesson.tokens.count).map { log(Tensor(Float($0 + 1))).scalar }
  let excess = entropy - Tensor(most)
  notebook.check(
    "no head looks wider than it can", measured: excess.max(alongAxes: [0, 1, 2]).scalar, atMost: 1e-4)
  let identity = try intervening(["blocks.0.attention.weights": { $0 }]) {
    try meanLoss(on: stories) { model($0) }
  }
  notebook.check("nothing taken out, nothing lost", measured: abs(identity - whole), atMost: 1e-4)
  if lesson.isOwn {
    notebook.check(
      "the head that is worth most", measured: ablation.max() ?? 0, atLeast: 0.1)
  }
}
