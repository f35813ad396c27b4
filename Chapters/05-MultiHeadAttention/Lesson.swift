import Autodiff
import Formulas
import Language
import Neural
import Randomness

/// What a switch breaks.
struct Breakage {
  let hasNoOutputProjection: Bool
  let isCutWrongly: Bool
  let sharesHeads: Bool

  /// How many things are broken.
  var count: Int { [hasNoOutputProjection, isCutWrongly, sharesHeads].count { $0 } }
}

/// How channels become heads, and heads channels again: a reshape and a transpose, or a reshape alone.
enum Reshaping: CaseIterable {
  case right
  case wrongThere
  case wrongThereAndBack

  var cut: String { self == .right ? "rightly" : "wrongly" }
  var join: String { self == .wrongThereAndBack ? "wrongly" : "rightly" }
}

/// The reader's sentence, and the heads that look at it.
struct Lesson {
  let words: [String]
  let input: Tensor
  /// The input with another last token.
  let inputWithAnotherEnd: Tensor
  let attention: MultiHeadAttention
  /// A matrix W^O, in use or not.
  let outputWeight: Tensor
  let mask: Mask?
  let breakage: Breakage

  init(
    _ sentence: Sentence, width: Int, headCount: Int, isCausal: Bool, breakage: Breakage, seed: Seed
  ) {
    var generator = seed.generator()
    let (words, numbers) = (sentence.words, sentence.numbers)
    // The row of the empty word, which no sentence has, is for trying another end.
    let embedding = Embedding(words: sentence.distinctWords + [""], channels: width, seed: seed)
    let positions = sinusoidalPositions(length: words.count, channels: width)
    var attention = MultiHeadAttention(
      channels: width, headCount: headCount, hasBias: false, using: &generator)
    if breakage.sharesHeads { attention = attention.withSharedHeads }
    outputWeight = attention.output.weight
    if breakage.hasNoOutputProjection { attention.output.weight = .identity(width) }
    self.words = words
    self.attention = attention
    self.breakage = breakage
    input = embedding(numbers) + positions
    inputWithAnotherEnd = embedding(numbers.dropLast() + [embedding.weight.shape[0] - 1]) + positions
    mask = isCausal ? .causal(queries: words.count, keys: words.count) : nil
  }

  var headCount: Int { attention.headCount }
  /// The channels of one head.
  var size: Int { outputWeight.shape[0] / headCount }

  /// The channels of the concatenation that head 0 fills, in words.
  var channelsOfHead0: String { size == 1 ? "channel 0" : "channels 0 to \(size - 1)" }

  /// Multi-head attention of the input to itself, `[time, width] → [time, width]`; with the heads cut by a
  /// reshape alone under that switch.
  func attend(_ input: Tensor, mask: Mask? = nil, reshaping: Reshaping? = nil) -> Tensor {
    let mask = mask ?? self.mask
    let reshaping = reshaping ?? (breakage.isCutWrongly ? .wrongThere : .right)
    guard reshaping != .right else { return attention(input, mask: mask) }
    func cut(_ name: String, _ projection: Linear) -> Tensor {
      observe(name, projection(input).reshaped([headCount, words.count, size]))
    }
    let heads = scaledDotProductAttention(
      query: cut("query", attention.query), key: cut("key", attention.key),
      value: cut("value", attention.value), mask: mask)
    let joined = reshaping == .wrongThereAndBack ? heads : heads.permuted([1, 0, 2])
    let concatenated = joined.reshaped([words.count, headCount * size])
    return observe("projected", attention.output(observe("concatenated", concatenated)))
  }

  /// The projections of one head: its columns of W^Q, W^K and W^V.
  func projections(ofHead head: Int) -> (query: Linear, key: Linear, value: Linear) {
    func own(_ all: Linear) -> Linear {
      Linear(weight: all.weight.sliced(axis: 1, head * size..<(head + 1) * size))
    }
    return (own(attention.query), own(attention.key), own(attention.value))
  }
}

/// What one pass leaves behind.
struct Pass {
  let output: Tensor
  let seen: Observations

  /// An intermediate, `[head, time, …]` for what the heads do.
  func tensor(_ name: String) -> Tensor {
    seen.tensor("attention." + name)
  }

  /// What one head made: `[time, size]`.
  var headOutputs: [Tensor] {
    let all = tensor("output")
    return (0..<all.shape[0]).map { all.selected(axis: 0, $0) }
  }
}

extension MultiHeadAttention {
  /// The same with the projections of head 0 for every head.
  var withSharedHeads: MultiHeadAttention {
    func shared(_ all: Linear) -> Linear {
      let first = all.weight.sliced(axis: 1, 0..<all.weight.shape[1] / headCount)
      return Linear(weight: concatenate(Array(repeating: first, count: headCount), axis: 1))
    }
    return MultiHeadAttention(
      query: shared(query), key: shared(key), value: shared(value), output: output, headCount: headCount)
  }
}
