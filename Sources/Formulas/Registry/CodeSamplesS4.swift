/// The code samples of document S4.
extension CodeSample {
  static let s4A = planned(
    "S4-CODE-A", .s4, "5.1", intent: "load GPT-2, continue “Hello, my dog is cute” to 50 tokens, decode",
    asGiven: "It runs where the network allows, and uses GPT rather than implementing it.",
    repair: "the same five calls: load, encode, generate, decode, print",
    because: "needs the loader of a pretrained GPT-2",
    [
      ("`max_length=50` counts the prompt", "prompt 6, so 44 new tokens; `max_new_tokens=50` gives 56"),
      ("`num_return_sequences=1`", "more than one with greedy choice is a ValueError"),
      ("greedy, no sampling", "the same text every time, repetitive"),
      ("no attention mask, no padding id", "a warning"),
      ("the title says “implement”", "it is only called"),
      ("needs the network", "OSError without it"),
    ])

  static let s4B = repaired(
    "S4-CODE-B", .s4, "5.2", intent: "`GPTModel`, a GPT of one's own, as wide and deep as GPT-2 small",
    asGiven: "AttributeError: 'GPTModel' object has no attribute 'attn_layer'.",
    repair: "`GPT` with the same hyper-parameters and a context length",
    [
      (
        "the table of positions has as many rows as the vocabulary",
        "RuntimeError for any length but 1 and that",
        .tested(by: ["ConformanceTests.S3SampleTests/positionTableHasContextLengthRows"])
      ),
      (
        "embedding times positions, which start as zeros",
        "every activation is 0, the output the same for all inputs, the embedding's first gradient 0",
        .tested(by: [
          "NeuralTests.GPTTests/outputDependsOnInputAtInitialisation",
          "ConformanceTests.S4SampleTests/everyParameterLearnsFromTheFirstStep",
        ])
      ),
      (
        "`self.attn_layer` is never defined", "AttributeError",
        .tested(by: ["ConformanceTests.S4SampleTests/everyBlockHasItsOwnAttention"])
      ),
      (
        "one linear layer for Q, K and V", "scores are symmetric, up to 5e-7, and positive semidefinite",
        .tested(by: ["NeuralTests.MultiHeadAttentionTests/scoresAreNotSymmetric"])
      ),
      (
        "`dim_head` and the residual width are independent",
        "RuntimeError for 16 and 4; a width of 1 broadcasts without a word",
        .tested(by: ["ConformanceTests.S4SampleTests/headWidthTimesHeadsEqualsModelWidth"])
      ),
      (
        "`head_num` is not used", "as many parameters, and the same output, for 1 and 4 heads",
        .tested(by: ["NeuralTests.MultiHeadAttentionTests/headCountIsUsed"])
      ),
      (
        "`self.W` is not used, and of the wrong size",
        "its gradient is None; (768, 128) instead of (768, 768)",
        .tested(by: ["ConformanceTests.S4SampleTests/everyParameterLearnsFromTheFirstStep"])
      ),
      ("no causal mask", "later tokens are seen", .tested(by: ["NeuralTests.GPTTests/causality"])),
      (
        "no feed-forward network, only a linear layer outside the residual",
        "a token by itself meets affine maps alone: for one token the whole model is one affine map; only the softmax "
          + "between tokens bends",
        .tested(by: [
          "ConformanceTests.S4SampleTests/feedForwardIsNotLinear",
          "ConformanceTests.S4SampleTests/withoutANetworkOneTokenMeetsAnAffineMap",
        ])
      ),
      (
        "no layer normalization", "the other documents list it",
        .tested(by: ["ConformanceTests.S4SampleTests/everySublayerIsNormalised"])
      ),
      (
        "no output head", "the result is (batch, time, 768), not logits",
        .tested(by: ["NeuralTests.GPTTests/outputIsLogits"])
      ),
      (
        "dropout is a constant, and applied to the trunk", "the rate cannot be chosen",
        .tested(by: ["ConformanceTests.S0SampleTests/dropoutRateIsPassedOn"])
      ),
      (
        "it is only made, not used", "23,136,768 parameters; a GPT of these sizes has 93,522,432",
        .tested(by: ["NeuralTests.GPTTests/parameterCounts"])
      ),
    ])
}
