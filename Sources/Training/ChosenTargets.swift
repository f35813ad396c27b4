import Autodiff

/// A sequence of tokens of which only some are to be learned: the answers of a dialogue, and not the questions; the
/// label of a story, and not the story.
public struct TargetedSequence: Sendable, Hashable {
  /// All tokens, in the order in which they are read.
  public private(set) var tokens: [Int] = []
  /// Whether each token is to be learned; the first never is, for nothing stands before it.
  public private(set) var isTarget: [Bool] = []

  /// A sequence without tokens.
  public init() {}

  /// A sequence that is learned whole.
  public init(learning tokens: [Int]) { learn(tokens) }

  /// Adds tokens that are read and not learned.
  public mutating func read(_ new: [Int]) { append(new, areTargets: false) }

  /// Adds tokens that are to be learned.
  public mutating func learn(_ new: [Int]) { append(new, areTargets: true) }

  private mutating func append(_ new: [Int], areTargets: Bool) {
    for token in new {
      isTarget.append(areTargets && !tokens.isEmpty)
      tokens.append(token)
    }
  }
}

/// Sequences that are learned together, padded to one length, and the loss on what was chosen in them.
///
/// The loss of a model with logits z is
///
///     L₂ = the mean of −ln softmax(z)_token over the chosen tokens
///     L₃ = L₂ + λ·L₁, where L₁ is the same mean over all other tokens of the text
///
/// L₁ is what the model was pre-trained with; λ > 0 keeps that alive (Radford et al. 2018, §3.2). What is neither
/// chosen nor asked for by λ, and the padding, has no influence on loss or gradient.
public struct ChosenTargets: Sendable, Hashable {
  /// What the model reads: `[batch, time]`.
  public let inputs: [[Int]]
  let targets: [Int]
  let isChosen: [Bool]
  private let isOther: [Bool]

  /// A batch; throws ``TrainingError/nothingToLearn(sequences:)`` when no token of any sequence is to be learned: the
  /// mean over no targets would be 0/0.
  public init(_ sequences: [TargetedSequence], padding: Int = 0) throws(TrainingError) {
    guard sequences.contains(where: { $0.isTarget.contains(true) }) else {
      throw .nothingToLearn(sequences: sequences.count)
    }
    let time = (sequences.map(\.tokens.count).max() ?? 1) - 1
    func padded<Element>(_ elements: some Collection<Element>, with filler: Element) -> [Element] {
      elements + Array(repeating: filler, count: time - elements.count)
    }
    // Padding stands at the end, where the causal mask hides it from every token of the text.
    inputs = sequences.map { padded($0.tokens.dropLast(), with: padding) }
    targets = sequences.flatMap { padded($0.tokens.dropFirst(), with: padding) }
    isChosen = sequences.flatMap { padded($0.isTarget.dropFirst(), with: false) }
    isOther = sequences.flatMap { padded($0.isTarget.dropFirst().map { !$0 }, with: false) }
  }

  /// How many tokens are to be learned.
  public var count: Int { isChosen.count { $0 } }

  /// L₂ + λ·L₁ of the logits for `inputs`, `[batch, time, vocabulary]`, in nats a token.
  public func loss(_ logits: Tensor, auxiliaryWeight lambda: Float = 0) -> Tensor {
    let chosen = crossEntropy(logits: logits, targets: targets, keep: isChosen)
    guard lambda != 0, isOther.contains(true) else { return chosen }
    return chosen + crossEntropy(logits: logits, targets: targets, keep: isOther) * lambda
  }
}
