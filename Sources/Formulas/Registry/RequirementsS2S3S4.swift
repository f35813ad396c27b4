/// What documents S2, S3 and S4 list as steps and components.
extension Requirement {
  static let ofS2: [Requirement] = [
    .shown(
      .s2, 1, "1.1", "From counting to neural models",
      "n-grams and a GPT trained on one text and measured on one held-out text",
      chapters: [1, 7], by: ["ConformanceTests.S2RequirementTests/baselineAndModelAreMeasuredAlike"],
      command: "swift run training"),
    .shown(
      .s2, 2, "1.1", "Data sparsity",
      "an unseen bigram has probability 0 and perplexity ∞; smoothing makes it finite; longer runs are unseen more often",
      chapters: [1], by: ["ConformanceTests.S2RequirementTests/sparsityIsMetBySmoothing"],
      command: "swift run ngram --no-smoothing"),
    .shown(
      .s2, 3, "1.1", "Counts miss the meaning",
      "one-hot rows of cat and dog have cosine 0 and P(ran | dog) = 0; learned rows and probabilities do not",
      chapters: [2, 1], by: ["ConformanceTests.S2RequirementTests/embeddingsShareWhatCountsCannot"],
      command: "swift run embeddings"),
    .shown(
      .s2, 4, "2.1", "The probability of the next word, or of a sentence",
      "a sum of conditional logarithms; over all strings of one length, or of all lengths where the end is certain, "
        + "the probabilities sum to 1",
      chapters: [1, 7], by: ["ConformanceTests.S2RequirementTests/sentencesOfATinyLanguageSumToOne"],
      command: "swift run ngram"),
    .shown(
      .s2, 5, "2.3, 3.3", "Autoregressive decoding, greedy",
      "each new token is appended and fed back; with the cache the logits are the same",
      chapters: [8],
      by: ["NeuralTests.GPTTests/cache", "TrainingTests.GenerationTests/greedyFollowsTheModel"],
      command: "swift run training"),
    .planned(
      .s2, 6, "3.1", "Two stages: pre-training and fine-tuning", "as R-S1-8", chapters: [9],
      because: "needs fine-tuning"),
    .shown(
      .s2, 7, "4.1", "Attention, feed-forward network, residual sums and norms in every layer",
      "a block has all four, and its output changes when any one is touched or taken out",
      chapters: [6],
      by: [
        "NeuralTests.BlockTests/everySublayerIsUsed",
        "ConformanceTests.S2RequirementTests/takingAPartOutChangesTheOutput",
      ], command: "swift run block --no-feed-forward"),
    .beyond(
      .s2, 8, "2.2", "Encoder → hidden state → decoder → text",
      "an encoder–decoder that reverses or translates, exact on held-out inputs", chapters: [10]),
    .shown(
      .s2, 9, "4.2", "The loss", "sum and mean, from logits, finite and right at ±1000",
      chapters: [7], by: ["ConformanceTests.S2RequirementTests/lossIsStableAndHasBothReductions"],
      command: "swift run training"),
  ]

  static let ofS3: [Requirement] = [
    .shown(
      .s3, 1, "3.1", "Steps 1 to 3 of self-attention",
      "projections, weights, output; the printed W_q·X·W_k gives other numbers and symmetric scores",
      chapters: [4], by: ["ConformanceTests.S3RequirementTests/threeStepsAndWhatIsPrinted"],
      command: "swift run attention"),
    .shown(
      .s3, 2, "3.4", "The encoder in five steps: embed, add positions, attend, feed forward, add up",
      "a trace in this order; the fifth step is two sums with a norm each, and the printed sum is another number",
      chapters: [6], by: ["ConformanceTests.S3RequirementTests/encoderRunsInFiveSteps"],
      command: "swift run block"),
    .shown(
      .s3, 3, "3.5, 2.4", "The decoder", "the future cannot leak, and the memory matters",
      chapters: [6], by: ["ConformanceTests.S3RequirementTests/futureDoesNotLeakAndMemoryMatters"],
      command: "swift run block"),
    .shown(
      .s3, 4, "1.3", "All positions of the input in parallel",
      "one pass over n tokens gives the logits of n passes over its prefixes",
      chapters: [6, 7], by: ["NeuralTests.GPTTests/prefixes"]),
    .shown(
      .s3, 5, "6", "Training one's own model: data, architecture, gradient descent, loss",
      "a split, an optimizer and a loss that starts near ln V and ends below the n-gram's",
      chapters: [7], by: ["ConformanceTests.S3RequirementTests/trainingStartsAtLnVAndPassesTheBigram"],
      command: "swift run training"),
    .beyond(
      .s3, 6, "5", "Overfitting and regularisation",
      "on little text the training loss falls while the held-out loss rises; dropout narrows the gap",
      chapters: [7]),
    .shown(
      .s3, 7, "4", "Usage: 10,000 words, width 512, 8 heads, 6 layers, a batch of 10 × 128",
      "the configuration is constructible; at reduced size a padded batch of ten runs",
      chapters: [6], by: ["ConformanceTests.S3RequirementTests/configurationOfTheSampleRuns"]),
    .shown(
      .s3, 8, "1.1", "The distribution of the next word", "no probability below 0, and a sum of 1",
      chapters: [1, 7], by: ["ConformanceTests.S3RequirementTests/nextWordIsADistribution"],
      command: "swift run ngram"),
  ]

  static let ofS4: [Requirement] = [
    .shown(
      .s4, 1, "3.1", "Positional encoding, self-attention, multi-head attention (the list is printed twice)",
      "all three in a GPT, with the network, the sums and the norms that the list leaves out",
      chapters: [6, 3, 4, 5], by: ["ConformanceTests.S4RequirementTests/componentsOfTheListAndThoseMissing"],
      command: "swift run block --list-names"),
    .planned(
      .s4, 2, "3.2", "Pre-training without labels, fine-tuning with them", "as R-S1-8", chapters: [9],
      because: "needs fine-tuning"),
    .planned(
      .s4, 3, "5.1", "Load “gpt2”, encode, generate, decode",
      "a loader of GPT-2's own files, with logits equal to those of the reference on a tiny model",
      chapters: [8], because: "needs the loader of a pretrained GPT-2"),
    .shown(
      .s4, 4, "5.2", "The hyper-parameters of GPT-2 small",
      "the numbers of parameters of all four GPT-2s and of this geometry, without allocating",
      chapters: [6], by: ["NeuralTests.GPTTests/parameterCounts"], command: "swift run block"),
    .shown(
      .s4, 5, "6", "Applications: completion, correction, recognition, …",
      "continuations with their probabilities, and hypotheses ranked by a language model; the others are extensions",
      chapters: [8, 1],
      by: [
        "ConformanceTests.S4RequirementTests/continuationsHaveProbabilities",
        "ConformanceTests.S4RequirementTests/hypothesesAreRanked",
      ]),
    .beyond(
      .s4, 6, "8", "Compression and distillation", "a student of half the width; weights of eight bits",
      chapters: [9]),
    .shown(
      .s4, 7, "9.3", "Long text",
      "more tokens than the context are refused with both numbers, or read in windows; never by a silent overflow",
      chapters: [8], by: ["NeuralTests.GPTTests/tooLong", "TrainingTests.GenerationTests/slidingWindow"]),
    .beyond(
      .s4, 8, "9.5", "LIME and SHAP", "one token left out at a time; Shapley values by enumeration",
      chapters: [9]),
  ]
}
