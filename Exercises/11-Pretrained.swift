import Workbench

// MARK: - splitQueryKeyValue

/// GPT-2's `c_attn`, which is three projections in one, taken apart.
///
///     x·weight + bias = [ query | key | value ]     [time, channels] · [channels, 3·channels] + [3·channels]
///
/// The outputs are the columns: first all of the query, then all of the key, then all of the value. Each of the three is
/// given as it would be used alone: x·weight + bias, with a weight `[channels, channels]`, its inputs first, and a bias
/// `[channels]`.
public func splitQueryKeyValue(
  weight: Tensor, bias: Tensor
) throws -> (
  query: (weight: Tensor, bias: Tensor), key: (weight: Tensor, bias: Tensor),
  value: (weight: Tensor, bias: Tensor)
) {
  throw Unsolved()
}

// MARK: - quantizedRows

/// The rows of a matrix in eight bits a number: a scale for each row, and whole numbers from −127 to 127.
///
///     sⱼ   = maxᵢ |wⱼᵢ| / 127
///     qⱼᵢ  = the whole number nearest to wⱼᵢ/sⱼ, halfway the even one
///
/// So w is read again as s·q, at most half a scale off. A row of zeros has the scale 0 and zeros. Every row has at least
/// one number, and all numbers are finite. `x.rounded(.toNearestOrEven)` rounds in this way; `Int` is what it is
/// returned as, so that a number that no byte could hold is seen.
public func quantizedRows(_ matrix: [[Float]]) throws -> (scales: [Float], numbers: [[Int]]) {
  throw Unsolved()
}

// MARK: - quantizedProduct

/// A row of activations times a matrix in eight bits, `[inputs] → [outputs]`.
///
///     yⱼ = sⱼ · Σᵢ xᵢ qⱼᵢ
///
/// `numbers` are q: a row for every output, with a byte for every input. `scales` are s: one for every output. The
/// activations keep all their bits.
public func quantizedProduct(x: [Float], numbers: [[Int8]], scales: [Float]) throws -> [Float] {
  throw Unsolved()
}

// MARK: - pruned

/// A tensor without the smallest of its weights: a share of them, by magnitude, is set to 0.
///
///     count = share · n, rounded to the nearest whole number (a half: up), of the n weights of the whole tensor
///
/// The `count` weights with the smallest |w| become 0, of equal ones the first in row-major order; a weight that is 0
/// already counts as any other. All others stay as they are, in their places. `share` is from 0 to 1.
public func pruned(_ weights: Tensor, share: Float) throws -> Tensor {
  throw Unsolved()
}

// MARK: - distillationLoss

/// What a student learns of a teacher and of the targets: Hinton's distillation.
///
///     p = softmax(teacher/T)   q = softmax(student/T)
///     soft = T² · mean over places of Σ p (ln p − ln q)
///     hard = mean over places of −ln softmax(student)[target]
///     L    = α · soft + (1 − α) · hard
///
/// `student` and `teacher` are logits, `[places, classes]`; `targets` has a class for every place. The logits may be
/// large: hundreds apart, or all near a thousand. The result has the shape `[]`. Compose tensor operations, so that a
/// gradient can be taken; the teacher gets none: `x.detached` is a tensor's numbers without a gradient.
public func distillationLoss(
  student: Tensor, teacher: Tensor, targets: [Int], temperature: Float, alpha: Float
) throws -> Tensor {
  throw Unsolved()
}
