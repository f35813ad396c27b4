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
  throw Unsolved()
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
  throw Unsolved()
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
  throw Unsolved()
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
  throw Unsolved()
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
  throw Unsolved()
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
  throw Unsolved()
}
