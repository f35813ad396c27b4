/// What documents S0 and S1 list as steps and components.
extension Requirement {
  static let ofS0: [Requirement] = [
    .shown(
      .s0, 1, "3.2", "Preprocessing: punctuation removed, letters lower-case",
      "the normalizer as described, which no decoding undoes, beside a tokenizer whose round trip is exact",
      chapters: [1, 2], by: ["ConformanceTests.S0RequirementTests/normalizingCannotBeUndoneAndBytesCan"],
      command: "swift run embeddings"),
    .shown(
      .s0, 2, "3.2", "Word embedding: a word becomes a vector",
      "lookup is the one-hot product; the gradient reaches the rows used, once for every use",
      chapters: [2], by: ["ConformanceTests.S0RequirementTests/embeddingIsALookUpAndLearnsWhatItUsed"],
      command: "swift run embeddings"),
    .shown(
      .s0, 3, "3.2", "Positional encoding",
      "without it a permuted input is a permuted output; with it, it is not",
      chapters: [3], by: ["ConformanceTests.S0RequirementTests/positionsMakeOrderMatter"],
      command: "swift run positions"),
    .shown(
      .s0, 4, "3.2", "“Layered encoding”, listed before attention",
      "a stack whose layers each contain attention: none is the identity, two are one after the other",
      chapters: [6], by: ["ConformanceTests.S0RequirementTests/layersFollowOneAnother"],
      command: "swift run block --list-names"),
    .shown(
      .s0, 5, "3.2", "Self-attention: the importance of every token in its context",
      "weights that are at least 0 and sum to 1 along every row",
      chapters: [4], by: ["ConformanceTests.S0RequirementTests/attentionWeightsAreDistributions"],
      command: "swift run attention"),
    .shown(
      .s0, 6, "3.2", "The decoder computes the output sequence",
      "a loop that appends what it chose: greedy output is the same every time and ends at the limit or the stop token",
      chapters: [8], by: ["ConformanceTests.S0RequirementTests/decodingFeedsBackAndEnds"],
      command: "swift run training"),
  ]

  static let ofS1: [Requirement] = [
    .shown(
      .s1, 1, "2.1", "Multi-head attention, positional encoding, layer normalization, residual connection",
      "each a type of its own, and the feed-forward network beside them; put together by hand they are the block",
      chapters: [6, 3, 5], by: ["ConformanceTests.S1RequirementTests/componentsMakeTheBlock"],
      command: "swift run block"),
    .shown(
      .s1, 2, "2.1.1", "Heads learn different weights",
      "after training on two patterns at once, two heads attend to different places",
      chapters: [5], by: ["ConformanceTests.S1RequirementTests/trainedHeadsDiffer"],
      command: "swift run multihead"),
    .shown(
      .s1, 3, "2.1.2", "“The Transformer is order-free”",
      "true without positions and mask; a causal mask alone ends it",
      chapters: [3, 4], by: ["ConformanceTests.S1RequirementTests/orderFreeOnlyWithoutMask"],
      command: "swift run positions"),
    .shown(
      .s1, 4, "2.1.3, 3.3", "Layer normalization",
      "every row has mean 0 and variance σ²/(σ² + ε)",
      chapters: [6], by: ["ConformanceTests.S1RequirementTests/normalizedRowsHaveMeanZeroAndKnownVariance"],
      command: "swift run block"),
    .shown(
      .s1, 5, "2.1.4, 3.4", "Residual connection: layers without change of shape",
      "1, 2 and 12 blocks keep the shape; the gradient reaches the input of 12 blocks only with the sums",
      chapters: [6], by: ["ConformanceTests.S1RequirementTests/residualSumsKeepShapeAndGradient"],
      command: "swift run block --no-residual"),
    .shown(
      .s1, 6, "3.1.1", "Steps 1 to 5 of self-attention",
      "X, Q, K, V, A, A·V and the heads, all observable and in this order",
      chapters: [4, 5], by: ["ConformanceTests.S1RequirementTests/stepsOfAttentionAreObservable"],
      command: "swift run multihead"),
    .shown(
      .s1, 7, "3.3", "Steps 1 and 2 of layer normalization",
      "n means and n variances, then the result made from them",
      chapters: [6], by: ["ConformanceTests.S1RequirementTests/statisticsComeBeforeTheResult"],
      command: "swift run block"),
    .planned(
      .s1, 8, "1.2.2, 2.2, 3.5", "Pre-training, then fine-tuning",
      "a pre-trained model, tuned on labelled pairs, beats one from scratch at equal steps",
      chapters: [9], because: "needs fine-tuning"),
    .planned(
      .s1, 9, "4.3", "Completion with prompt, max_tokens, n, stop and temperature",
      "a local function with the same parameters and a seed, which says why each text ended",
      chapters: [8], because: "needs the completion interface: n, stop texts, finish reason"),
    .shown(
      .s1, 10, "4.3", "Temperature: small is conservative, large is random",
      "the entropy grows with T, T → 0 is greedy choice",
      chapters: [8], by: ["ConformanceTests.S1RequirementTests/entropyGrowsWithTemperature"]),
    .planned(
      .s1, 11, "6.5", "Evaluation: accuracy and recall",
      "accuracy, precision, recall and F₁ of a model on labelled text, perplexity beside them",
      chapters: [9], because: "needs precision and recall of a fine-tuned model"),
    .beyond(
      .s1, 12, "1.2.3", "Fusion of domains", "one model of two domains, perplexity on both", chapters: [7]),
  ]
}
