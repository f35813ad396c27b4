import Autodiff
import Neural
import Notebook

/// The answer's logit as a sum over everything that writes to the stream.
func whoSaysIt(_ notebook: ChapterNotebook, _ lesson: Lesson, _ seen: Observations) {
  notebook.heading("Who says it")
  let (model, tokens, answer, rival) = (lesson.model, lesson.tokens, lesson.answer, lesson.rival)
  guard let norm = model.finalNorm, let positions = model.positions else { return }
  notebook.prose(
    """
    What is read at the end is a sum: the word's embedding, its position's, and what every head and every network has added. The final
    norm shifts and scales it, by the same amounts for each of its parts. So the logit of \(lesson.label(of: answer)) is a sum as well,
    with a term for each part (*direct logit attribution*). A head's part is its rows of W^O:
    """)
  let last = tokens.count - 1
  notebook.code()
  func atTheEnd(_ name: String) -> Tensor {
    let tensor = seen.tensor(name)  // [1, time, channels]
    return tensor.sliced(axis: 1, last..<last + 1).reshaped([-1])
  }
  var parts = [
    ("the word", model.embedding([tokens[last]]).reshaped([-1])),
    ("the position", positions([last]).reshaped([-1])),
  ]
  for (layer, block) in model.blocks.enumerated() {
    let mixed = atTheEnd("blocks.\(layer).attention.concatenated")
    let size = mixed.count / block.attention.headCount
    for head in 0..<block.attention.headCount {
      let own = head * size..<(head + 1) * size
      let written = matmul(
        mixed.sliced(axis: 0, own).reshaped([1, size]),
        block.attention.output.weight.sliced(axis: 0, own))
      parts.append(("head \(layer).\(head)", written.reshaped([-1])))
    }
    if let bias = block.attention.output.bias {
      parts.append(("bias \(layer)", bias))
    }
    let network = atTheEnd("blocks.\(layer).feedForward.projected")
    parts.append(("network \(layer)", network))
  }

  notebook.prose(
    "The norm's mean is taken from each part, and its deviation, gain and the word's embedding are a direction:"
  )
  notebook.code()
  let stream = stack(parts.map(\.1))  // [parts, channels]
  let centred = stream - stream.mean(alongAxis: 1, keepingAxis: true)
  let variance = stream.sum(alongAxis: 0).variance(alongAxis: 0)
  let read = model.embedding([answer, rival])  // [2, channels]
  let directions = read * norm.gain / sqrt(variance + norm.epsilon)
  let terms = matmul(centred, directions, rightTransposed: true)
  let offset = matmul(read, norm.bias.reshaped([-1, 1])).reshaped([1, 2])
  let attribution = concatenate([terms, offset], axis: 0)  // [parts + 1, 2]

  let names = parts.map(\.0) + ["the norm's β"]
  let rows = attribution.rows
  let labels = [answer, rival].map { lesson.label(of: $0) }
  notebook.table(
    "terms of the logits", columns: ["written by"] + labels + ["difference"],
    rows: zip(names, rows).map { [$0, Double($1[0]), Double($1[1]), Double($1[0] - $1[1])] }
      + [
        [
          "together", Double(attribution.sum(alongAxis: 0)[0]), Double(attribution.sum(alongAxis: 0)[1]),
          Double(attribution.sum(alongAxis: 0)[0] - attribution.sum(alongAxis: 0)[1]),
        ]
      ])
  notebook.tensor(
    "attribution", attribution, axes: ["part", "logit"], labels: [names, labels], display: .summary)
  let logits = seen.tensor("logits")
  let expected = Tensor([logits[0, last, answer], logits[0, last, rival]])
  notebook.check(
    "they add up to the logits", measured: attribution.sum(alongAxis: 0).distance(to: expected), atMost: 1e-3)
}
