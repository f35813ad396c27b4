/// The code samples of documents S0 and S2.
extension CodeSample {
  static let s0 = repaired(
    "S0-CODE", .s0, "4", intent: "`ChatGPTModel`: embed, add positions, run a Transformer, give an output",
    asGiven: "TypeError on the first call: `Transformer.forward()` misses its argument `tgt`.",
    repair:
      "`GPT(configuration)(tokens, lengths:)` → logits `[batch, time, vocabulary]`, causal, positions added",
    [
      (
        "`nn.Transformer` is called with the source alone", "TypeError; a decoder needs a target",
        .tested(by: ["NeuralTests.GPTTests/outputIsLogits"])
      ),
      (
        "the position embedding is a linear layer over token embeddings",
        "it knows no position: the model stays permutation-equivariant, up to 3.7e-7",
        .tested(by: ["NeuralTests.GPTTests/orderMatters"])
      ),
      (
        "positions replace the embedding instead of being added", "there is no `+`",
        .tested(by: ["ConformanceTests.S0SampleTests/positionsAreAdded"])
      ),
      (
        "`embedding_dim` and `d_model` are independent", "RuntimeError when 16 ≠ 32",
        .tested(by: ["ConformanceTests.S0SampleTests/embeddingWidthIsModelWidth"])
      ),
      (
        "`d_ff` is not used", "the inner width stays 2048 for `d_ff` = 64",
        .tested(by: ["ConformanceTests.S0SampleTests/feedForwardWidthIsUsed"])
      ),
      (
        "`dropout_rate` is not passed on", "the layers drop 0.1 when 0.7 is asked for",
        .tested(by: ["ConformanceTests.S0SampleTests/dropoutRateIsPassedOn"])
      ),
      (
        "`batch_first` is left at False with ids of shape (batch, time)",
        "changing ids[0, 0] changes out[1, 0]: attention runs across the batch",
        .tested(by: ["ConformanceTests.S0SampleTests/attentionStaysWithinASequence"])
      ),
      (
        "the shape of the mask", "AssertionError for a mask (batch, time)",
        .tested(by: ["NeuralTests.GPTTests/padding"])
      ),
      (
        "the polarity of the mask: 1 = keep in one library, True = ignore in the other",
        "a mask 1/0 added to scores leaves padding at e⁻¹ = 0.3678794412 of the weight",
        .tested(by: ["ConformanceTests.S0SampleTests/maskPolarityIsKeep"])
      ),
      (
        "no causal mask", "changing the last token changes output 0 by 0.83",
        .tested(by: ["NeuralTests.GPTTests/causality"])
      ),
      (
        "no output head", "the last axis is the width 16, not the vocabulary 50",
        .tested(by: ["NeuralTests.GPTTests/outputIsLogits"])
      ),
      (
        "as many encoder as decoder layers; GPT is decoder-only", "the module has a cross-attention",
        .tested(by: ["ConformanceTests.S0SampleTests/gptHasNoCrossAttention"])
      ),
      (
        "padding of the source is not hidden from the decoder", "no `memory_key_padding_mask`",
        .tested(by: ["ConformanceTests.S0SampleTests/memoryPaddingIsHidden"])
      ),
      (
        "no loss, no generation, no tokenizer, no longest input", "nothing to train or to sample",
        .tested(by: ["TrainingTests.TrainingRunTests/overfitting", "TrainingTests.GenerationTests/ends"])
      ),
      ("the name: it is not ChatGPT", "no GPT-4, no RLHF", .claim(["E1", "E7"])),
    ])

  static let s2A = planned(
    "S2-CODE-A", .s2, "5.1", intent: "load gpt2, fine-tune it, continue “The quick brown fox”",
    asGiven: "AttributeError: a `GPT2LMHeadModel` has no attribute `fit`.",
    repair: "a loader of GPT-2, `fit`, `generate` and a decoding that skips special tokens",
    because: "needs the loader of a pretrained GPT-2, and fine-tuning",
    [
      ("`model.fit` does not exist", "AttributeError; it is a method of Keras"),
      ("`train_data = ...`", "the object Ellipsis: no text, labels, batches, optimizer, epochs"),
      ("no padding token", "`pad_token` is None, and padding raises ValueError"),
      ("who shifts the labels is not said", "the library does: shifting again trains token t + 2"),
      ("`generate` without a length", "20 new tokens in one version, 20 in all in another"),
      ("no attention mask", "warnings; wrong for batches"),
      ("greedy by default", "the same text every time, prone to loops"),
      ("the decoded text contains the prompt", "`output[0][:4]` is the prompt, [464, 2068, 7586, 21831]"),
      ("needs the network", "OSError without it"),
      ("no evaluation, nothing saved", "that it is fine-tuned is not shown"),
    ])

  static let s2B = repaired(
    "S2-CODE-B", .s2, "5.2", intent: "a Transformer of one's own, compiled and fitted",
    asGiven: "SyntaxError: `def __init__(self, ...)` does not parse.",
    repair: "the `Module` protocol: a struct that lists its parameters, a call, and `TrainingRun` to fit it",
    [
      (
        "`def __init__(self, ...)`", "SyntaxError in line 4",
        .tested(by: ["ConformanceTests.S2SampleTests/aModelOfOnesOwnIsDeclaredAndTrained"])
      ),
      (
        "the body of `call` is `...`", "it returns None",
        .tested(by: ["ConformanceTests.S2SampleTests/aModelOfOnesOwnIsDeclaredAndTrained"])
      ),
      (
        "`Transformer(...)`, `compile(...)`, `fit(...)`", "each passes the object Ellipsis",
        .tested(by: ["ConformanceTests.S2SampleTests/aModelOfOnesOwnIsDeclaredAndTrained"])
      ),
      (
        "the heading promises TensorFlow or PyTorch", "no PyTorch, no layer and no formula",
        .tested(by: ["FormulaTests.CoverageTests/everyFormulaHasATest"])
      ),
      (
        "no `super().__init__()`", "the framework does not know the parameters",
        .tested(by: ["ConformanceTests.S2SampleTests/parametersAreKnownWithoutRegistration"])
      ),
    ])
}
