import Workbench

// MARK: - softmax

/// Softmax of every row, stable for scores of any size: `[…, keys] → […, keys]`.
public func softmax(_ scores: Tensor) throws -> Tensor {
  // Subtracting the largest score of a row changes no weight, since e^(s−m) = e^s / e^m and the factor e^−m
  // cancels; it only keeps every exponent at or below 0, where e^s cannot overflow.
  let powers = exp(scores - scores.max(alongAxis: -1, keepingAxis: true))
  return powers / powers.sum(alongAxis: -1, keepingAxis: true)
}
