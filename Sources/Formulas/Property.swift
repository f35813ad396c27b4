/// Something that holds for every input, tested over many random ones.
///
/// A value tells whether a formula is right at one place; a property tells it everywhere, and says why.
public struct Property: Sendable, Identifiable {
  /// A few words.
  public let name: String

  /// What holds, in one line.
  public let statement: String

  /// The test that tries it over many cases.
  public let test: TestName

  /// The name, which no two properties share.
  public var id: String { name }

  /// Every property.
  public static let all = [
    Property(
      name: "Shift invariance", statement: "softmax(z + c) = softmax(z)",
      test: "ConformanceTests.PropertyTests/softmaxDoesNotSeeAShift"),
    Property(
      name: "Distributions", statement: "softmax is at least 0 and sums to 1 along every row, masked or not",
      test: "ConformanceTests.PropertyTests/rowsOfWeightsSumToOne"),
    Property(
      name: "Key-shift invariance", statement: "one vector added to all keys leaves attention as it is",
      test: "ConformanceTests.PropertyTests/attentionDoesNotSeeAShiftOfAllKeys"),
    Property(
      name: "Convexity",
      statement: "attention's output lies between the least and the greatest value of its column",
      test: "NeuralTests.AttentionTests/convexity"),
    Property(
      name: "Equivariance",
      statement: "without positions and mask, f(P·x) = P·f(x); with either it is not so",
      test: "ConformanceTests.PropertyTests/blocksAreEquivariantUntilPositionsOrMask"),
    Property(
      name: "Causality", statement: "changing token t leaves every output before t as it was, bit for bit",
      test: "ConformanceTests.PropertyTests/thePastDoesNotSeeTheFuture"),
    Property(
      name: "Padding", statement: "what stands in the padding changes no output of the text",
      test: "ConformanceTests.PropertyTests/paddingIsNotSeen"),
    Property(
      name: "One head", statement: "multi-head attention with one head is attention between two projections",
      test: "ConformanceTests.PropertyTests/oneHeadIsSingleHeadAttention"),
    Property(
      name: "Order of heads", statement: "heads permuted together with the rows of W^O give the same",
      test: "ConformanceTests.PropertyTests/theOrderOfHeadsDoesNotMatter"),
    Property(
      name: "Cache", statement: "with the cache, however the text is cut, the logits are the uncached ones",
      test: "ConformanceTests.PropertyTests/cachedIsUncached"),
    Property(
      name: "Prefixes", statement: "one pass over n tokens gives the logits of n passes over its prefixes",
      test: "ConformanceTests.PropertyTests/onePassIsAllPrefixPasses"),
    Property(
      name: "Total probability of counts",
      statement: "every n-gram's probabilities of all strings of a tiny language sum to 1",
      test: "LanguageTests.NGramDistributionTests/stringsOfATinyLanguageSumToOne"),
    Property(
      name: "Total probability of a GPT",
      statement: "a GPT's probabilities of all strings of one length sum to 1",
      test: "ConformanceTests.PropertyTests/probabilitiesOfAllStringsSumToOne"),
    Property(
      name: "Round trip",
      statement: "decode(encode(s)) = s for every text s, whatever the merges were learned on",
      test: "LanguageTests.BytePairTokenizerTests/everyTextRoundTripsWhateverItWasTrainedOn"),
  ]
}
