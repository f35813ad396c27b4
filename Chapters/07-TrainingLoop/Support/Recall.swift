import Autodiff
import Language
import Neural

/// A place in a held-out story where the model knows and the n-gram does not.
struct Recall {
  let start: Int
  let tokens: [Int]
  let place: Int
  let probability: Double
  let baseline: Double
}

/// Among the first held-out stories, the colour of somebody's thing, told before and well out of the n-gram's
/// sight, whose probability under the model exceeds that under the n-gram by the largest factor.
func mostTellingRecall(_ model: GPT, material: Material, best: Baseline) -> Recall? {
  guard let world = material.world, let start = material.start else { return nil }
  let counted = best.model()
  var result: Recall?
  var largest = 0.0
  for tokens in material.heldOutSequences.prefix(20) where tokens.count <= model.configuration.contextLength {
    let story = (try? material.tokenizer.decode(tokens)) ?? ""
    let colours = Set(world.plan(of: story)?.cast.map { "␣" + $0.colour } ?? [])
    let logs = logSoftmax(model([start] + tokens.dropLast()))
    let baseline = counted.logProbabilities(of: tokens)
    for place in tokens.indices where colours.contains(material.tokenizer.label(of: tokens[place])) {
      let log = Double(logs[place, tokens[place]])
      let distance = tokens[..<place].lastIndex(of: tokens[place]).map { place - $0 } ?? 0
      guard distance > best.order, log - baseline[place] > largest else { continue }
      largest = log - baseline[place]
      result = Recall(
        start: start, tokens: tokens, place: place, probability: Double(exp(Tensor(Float(log))).scalar),
        baseline: Double(exp(Tensor(Float(baseline[place]))).scalar))
    }
  }
  return result
}
