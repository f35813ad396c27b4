import Workbench

// MARK: - precisionRecall

/// Precision, recall and F₁ of a class.
///
///     TP = labelled positive and answered so     FP = answered so, labelled otherwise
///     FN = labelled so, answered otherwise
///     precision = TP/(TP + FP)   recall = TP/(TP + FN)   F₁ = 2·precision·recall/(precision + recall)
///
/// `labels` are the truth, `answers` what the model said, one of each for every text; there may be more classes than two.
/// A quotient of nothing is 0.
public func precisionRecall(
  labels: [Int], answers: [Int], positive: Int
) throws -> (precision: Double, recall: Double, f1: Double) {
  let found = Double(zip(labels, answers).filter { $0 == positive && $1 == positive }.count)
  // Precision asks of the answers, recall of the labels: one numerator, two denominators.
  let answered = Double(answers.filter { $0 == positive }.count)
  let present = Double(labels.filter { $0 == positive }.count)
  let precision = answered == 0 ? 0 : found / answered
  let recall = present == 0 ? 0 : found / present
  // The harmonic mean is near the smaller of the two: being good at one alone is worth little.
  let f1 = precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall)
  return (precision, recall, f1)
}

// MARK: - dialogueTargets

/// The tokens of a story and of a dialogue about it, one after the other, and for each whether the model is to learn it.
///
///     tokens:    story  ask question reply answer end  ask question reply answer end …
///     is target: no …   no  no …     no    yes …  yes  no  no …     no    yes …  yes
///
/// The model learns to answer and to stop, and nothing else. A dialogue may have no turns, and an answer no tokens.
///
/// - Parameters:
///   - ask: the marker before a question.
///   - reply: the marker after it.
///   - end: the marker after an answer, which the model has to say itself.
public func dialogueTargets(
  story: [Int], turns: [(question: [Int], answer: [Int])], ask: Int, reply: Int, end: Int
) throws -> (tokens: [Int], isTarget: [Bool]) {
  var tokens = story
  var isTarget = story.map { _ in false }
  for turn in turns {
    // What the model reads: it never has to say these, the marker before its answer included.
    let read = [ask] + turn.question + [reply]
    // What it has to say. Without the end it would learn what to answer, and never that this was all.
    let learned = turn.answer + [end]
    tokens += read + learned
    isTarget += read.map { _ in false } + learned.map { _ in true }
  }
  return (tokens, isTarget)
}

// MARK: - answerShares

/// What replies are worth where a model may decline.
///
///     right    = replies equal to their truth, nil to nil included / all
///     declined = replies nil where the truth is not / truths that are not nil
///     invented = replies not nil where the truth is / truths that are nil
///
/// A reply of nil declines; a truth of nil is what the story does not tell. There is one of each for every question. A
/// share of nothing is 0.
public func answerShares(
  replies: [String?], truths: [String?]
) throws -> (right: Double, declined: Double, invented: Double) {
  func share(_ part: Int, of whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }
  let pairs = Array(zip(replies, truths))
  // The two faults have questions of their own: nobody can invent where the story tells, nor decline wrongly where it
  // does not.
  let told = pairs.filter { $0.1 != nil }
  let untold = pairs.filter { $0.1 == nil }
  return (
    // nil equals nil: declining where nothing is told is right.
    right: share(pairs.filter { $0.0 == $0.1 }.count, of: pairs.count),
    declined: share(told.filter { $0.0 == nil }.count, of: told.count),
    invented: share(untold.filter { $0.0 != nil }.count, of: untold.count)
  )
}

// MARK: - auxiliaryLoss

/// GPT-1's objective of fine-tuning: the loss of the task and, weighted by λ, that of the language.
///
///     L₂ = mean of the losses of the task
///     L₁ = mean of the losses of the text, which is what is neither task nor padding; 0 where there is none
///     L₃ = L₂ + λ · L₁
///
/// `losses` has −ln P of what is to be said at each place, `[places]`; `isTask` and `isPadding` have one entry for each.
/// There is at least one place of the task; `weight` is λ, at least 0. The result has the shape `[]`. Compose tensor
/// operations, so that a gradient can be taken; a constant tensor may be built from scalars, `Tensor([1, 0, 1])`.
public func auxiliaryLoss(
  _ losses: Tensor, isTask: [Bool], isPadding: [Bool], weight: Float
) throws -> Tensor {
  /// The mean over some places and over those alone: the 0 of a mask lets neither loss nor gradient through.
  func mean(_ isChosen: [Bool]) -> Tensor {
    let count = isChosen.filter { $0 }.count
    // A mean over nothing would be 0/0, and one such batch would make every parameter NaN.
    guard count > 0 else { return Tensor(0) }
    // Divided by what was added, not by all places: a short answer would teach next to nothing in a long text.
    return (losses * Tensor(isChosen.map { $0 ? 1 : 0 })).sum() / Float(count)
  }
  let isText = zip(isTask, isPadding).map { !$0 && !$1 }
  // A mean of its own for each: in one mean a long text would drown a single label.
  return mean(isTask) + mean(isText) * weight
}

// MARK: - newAdapter

/// The two matrices of a low-rank adapter that changes nothing yet.
///
///     A[i, j] ~ N(0, 1/inputs)     [inputs, rank]
///     B = 0                        [rank, outputs]
///
/// A is drawn row by row from `normal`, which gives the next standard normal number at every call, and scaled to the
/// standard deviation 1/√inputs. `Float(n).squareRoot()` is √n.
public func newAdapter(
  inputs: Int, outputs: Int, rank: Int, normal: () -> Float
) throws -> (down: Tensor, up: Tensor) {
  // x·A sums over the inputs: with this scale it varies as much as x does.
  let scale = 1 / Float(inputs).squareRoot()
  let drawn = (0..<inputs * rank).map { _ in normal() * scale }
  // B alone is zero: so nothing is changed, and B's own gradient, which is made of x·A, is not zero.
  return (Tensor(shape: [inputs, rank], scalars: drawn), .zeros([rank, outputs]))
}

// MARK: - adaptedProjection

/// A projection with a low-rank adapter beside it, `[time, inputs] → [time, outputs]`.
///
///     y = x·W + (α/r) · (x·A)·B
///
/// `weight` is W, `[inputs, outputs]`; `down` is A, `[inputs, r]`; `up` is B, `[r, outputs]`. `matmul` is the matrix product.
public func adaptedProjection(
  x: Tensor, weight: Tensor, down: Tensor, up: Tensor, alpha: Float
) throws -> Tensor {
  // Through the narrow middle: (x·A)·B costs r·(inputs + outputs) for a token, x·(A·B) would cost inputs·outputs.
  let change = matmul(matmul(x, down), up)
  // Divided by r, so that the same α and learning rate do for every rank.
  return matmul(x, weight) + change * (alpha / Float(down.shape[1]))
}
