import Autodiff

/// P(next | previous) = softmax(W[previous]): softmax regression on the one-hot previous token, a maximum-entropy
/// model with one feature for every pair of tokens.
///
/// It has as many parameters as there are pairs, and its likelihood is convex with the relative frequencies as
/// its maximum: trained long enough, it becomes the bigram model of maximum likelihood. The bridge from counting
/// to learning.
public struct MaximumEntropyModel: Module {
  /// `[contexts, classes]`: the logits of the next token after each previous one.
  public var weight: Tensor

  /// A model that finds everything equally likely; its first loss is ln `classes`.
  public init(contexts: Int, classes: Int) {
    weight = .zeros([contexts, classes])
  }

  /// The logits after each of the previous tokens: `[n] → [n, classes]`.
  public func callAsFunction(_ previous: [Int]) -> Tensor {
    lookUp(weight, at: previous)
  }

  /// Presents `weight`.
  public mutating func visitParameters(_ visitor: ParameterVisitor) {
    visitor.visit("weight", &weight)
  }
}
