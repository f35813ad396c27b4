import Autodiff
import Language
import Neural

/// A place in a held-out story that asks for a colour which was told before.
struct Gap {
  let start: Int
  let story: [Int]
  let place: Int

  /// What is read before it: the end of another story, and this one up to there. Its word p is token p + 1 here.
  var read: [Int] { [start] + story[..<place] }
  var answer: Int { story[place] }
}

/// A gap that the model can fill and the n-gram cannot.
struct Recall {
  /// Its number among the gaps.
  let index: Int
  let gap: Gap
  let probability: Double
  let baseline: Double
}

extension Material {
  /// In the first held-out stories the colours of somebody's thing that were told before, further back than so many
  /// tokens; none in a text that is no story.
  func gaps(beyond distance: Int, context: Int) -> [Gap] {
    guard let world, let start else { return [] }
    return heldOutSequences.prefix(20).filter { $0.count <= context }.flatMap { story in
      let text = (try? tokenizer.decode(story)) ?? ""
      let colours = Set(world.plan(of: text)?.cast.map { "␣" + $0.colour } ?? [])
      return story.indices.filter { place in
        guard colours.contains(tokenizer.label(of: story[place])) else { return false }
        return story[..<place].lastIndex(of: story[place]).map { place - $0 > distance } ?? false
      }.map { Gap(start: start, story: story, place: $0) }
    }
  }
}

/// The gap whose word is likelier to the model than to the n-gram by the largest factor.
func mostTellingRecall(_ model: GPT, _ gaps: [Gap], best: Baseline) -> Recall? {
  let counted = best.model()
  var result: Recall?
  var largest = 0.0
  var (story, logs, baseline): ([Int], Tensor, [Double]) = ([], .zeros([0]), [])
  for (index, gap) in gaps.enumerated() {
    if gap.story != story {
      story = gap.story
      logs = logSoftmax(model([gap.start] + story.dropLast()))
      baseline = counted.logProbabilities(of: story)
    }
    let log = Double(logs[gap.place, gap.answer])
    guard log - baseline[gap.place] > largest else { continue }
    largest = log - baseline[gap.place]
    result = Recall(
      index: index, gap: gap, probability: Double(exp(Tensor(Float(log))).scalar),
      baseline: Double(exp(Tensor(Float(baseline[gap.place]))).scalar))
  }
  return result
}

/// Where every head of the last block looks from the token before each gap:
/// [head, key].
func looks(of model: GPT, before gaps: [Gap]) -> [Tensor] {
  let last = "blocks.\(model.blocks.count - 1).attention.weights"
  return gaps.map { gap in
    let (_, seen) = observing { model([gap.read]) }
    let weights = seen.tensor(last)  // [1, head, query, key]
    return weights.selected(axis: 0, 0)
      .selected(axis: 1, gap.read.count - 1)
  }
}
