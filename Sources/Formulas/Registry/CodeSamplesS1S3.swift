/// The code samples of documents S1 and S3.
extension CodeSample {
  static let s1 = planned(
    "S1-CODE", .s1, "4.1–4.3", intent: "a question answered through an API",
    asGiven: "`APIRemovedInV1`: `openai.Completion` left the library with version 1.0.",
    repair:
      "a local `complete(prompt:…)` with the same parameters and a seed, and a chat that keeps its history",
    because: "needs the completion interface (n, stop, finish reason) and a chat",
    [
      ("`openai.Completion` is gone", "APIRemovedInV1, before any network; the version is not pinned"),
      ("the model `text-davinci-002`", "shut down on 2024-01-04"),
      ("the keyword `engine=`", "the name is `model`"),
      ("the key is a literal in the source", "it overrides the variable set one section before"),
      ("a “chat” without a list of messages", "a second call cannot see the first"),
      ("`n` and `finish_reason` are ignored", "of n = 3 results two are dropped; a cut is silent"),
      (
        "`max_tokens` beside S4's `max_length`",
        "rightly said here, 「生成文本的最大长度」: new tokens alone; `max_length` counts the prompt too"
      ),
      ("a temperature of 0.7 without a seed", "not reproducible"),
      ("`.strip()`", "leading line breaks and indents are lost"),
      ("“install the GPT-3 API”", "it installs a client"),
      ("no handling of errors", "none, and no second try"),
    ])

  static let s3 = repaired(
    "S3-CODE", .s3, "4", intent: "a Transformer language model on a batch of 10 × 128, vocabulary 10,000",
    asGiven: "RuntimeError: the feature number of src and tgt must be equal to d_model.",
    repair:
      "a table of positions indexed by position, labelled arguments, `Mask(keep:)` with a rule for empty rows",
    [
      (
        "positions are indexed by token", "one token at places 0 and 2 has one vector, bit for bit",
        .tested(by: ["NeuralTests.GPTTests/positionIsNotTokenIdentity"])
      ),
      (
        "the table of positions has as many rows as the vocabulary",
        "5,120,000 parameters instead of 65,536 for length 128",
        .tested(by: ["ConformanceTests.S3SampleTests/positionTableHasContextLengthRows"])
      ),
      (
        "the third argument of `nn.Transformer` is the number of encoder layers",
        "num_layers = 2 gives 2 encoder and 6 decoder layers; the sample's 6 hides it",
        .tested(by: ["ConformanceTests.S3SampleTests/layerCountIsUsed"])
      ),
      (
        "the second argument of the call is the target", "the mask is taken for the target sequence",
        .tested(by: ["ConformanceTests.S3SampleTests/maskIsAnArgumentWithALabel"])
      ),
      ("there is no target", "none is passed", .tested(by: ["NeuralTests.GPTTests/outputIsLogits"])),
      (
        "`batch_first` is left at False", "attention runs across the batch",
        .tested(by: ["ConformanceTests.S0SampleTests/attentionStaysWithinASequence"])
      ),
      (
        "`torch.ones(10, 128)  # 所有词都被mask`",
        "as numbers, added to the scores, they mask nothing; as Bool they mask all: NaN",
        .tested(by: [
          "ConformanceTests.S0SampleTests/maskPolarityIsKeep", "NeuralTests.AttentionTests/fullyMaskedQuery",
        ])
      ),
      (
        "prose: 「模型只能使用已经被mask的词进行预测」", "reversed: what is masked cannot be used",
        .tested(by: ["ConformanceTests.S0SampleTests/maskPolarityIsKeep"])
      ),
      (
        "no causal mask, no head, no loss", "the last axis is 512, not 10,000",
        .tested(by: ["NeuralTests.GPTTests/causality", "NeuralTests.GPTTests/outputIsLogits"])
      ),
      (
        "an encoder–decoder in an article on GPT", "54,380,544 parameters, of which 10,240,000 in two tables",
        .tested(by: ["ConformanceTests.S0SampleTests/gptHasNoCrossAttention"])
      ),
      (
        "“from zero”, without tokenizer, data or sampling", "nothing is trained or written",
        .tested(by: ["TrainingTests.TrainingRunTests/overfitting"])
      ),
    ])
}
