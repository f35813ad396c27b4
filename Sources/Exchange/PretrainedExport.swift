import Autodiff
import Language
import Neural

extension PretrainedModel {
  /// Writes a folder in Hugging Face's layout, which its library and others load without any code of this one:
  /// `config.json`, `model.safetensors`, `tokenizer.json` and `tokenizer_config.json`.
  ///
  /// ```python
  /// model = AutoModelForCausalLM.from_pretrained("world")
  /// tokenizer = AutoTokenizer.from_pretrained("world")
  /// ```
  ///
  /// Sinusoidal positions become a table, absent positions and biases zeros. Tensors are made one at a time. Throws
  /// ``CheckpointError`` for a model or tokenizer that the layout cannot express, for a number that is not finite, and when
  /// the folder cannot be written or is one that this did not write: what was there before then stays. A folder of an
  /// earlier export is replaced as a whole.
  public func export(toFolder path: String) throws(CheckpointError) {
    do throws(CheckpointError.Problem) {
      let end = tokenizer.id(ofSpecialToken: Self.endOfText)
      let settings = try GPT2Settings.json(of: model.configuration, endOfText: end)
      let tokenizerFile = try TokenizerFile.json(of: tokenizer)
      guard !model.isAdapted else {
        throw .inexpressible("it has adapters beside its projections, which have to be merged first")
      }
      for (name, value) in model.parameters where value.scalars.contains(where: { !$0.isFinite }) {
        throw .inexpressible("a number of \(name) is not finite")
      }
      try FolderReplacement(path).write { (folder) throws(CheckpointError) in
        try folder.write(settings, to: "config.json")
        try folder.write(tokenizerFile, to: "tokenizer.json")
        try folder.write(tokenizerSettings(hasEnd: end != nil), to: "tokenizer_config.json")
        let tensors = GPT2Tensors.values(of: model)
        try SafeTensors.write(
          GPT2Tensors.shapes(of: model.configuration).map { (GPT2Tensors.longName($0.name), $0.shape) },
          metadata: FolderReplacement.metadata, to: folder.place("model.safetensors"),
          value: { tensors[$0]() })
      }
    } catch {
      throw CheckpointError(file: path, error)
    }
  }

  /// Makes sure, as far as can be known, that an export can be written to a folder, without changing what is there; throws
  /// ``CheckpointError`` as ``export(toFolder:)`` does.
  public static func checkExport(toFolder path: String) throws(CheckpointError) {
    do throws(CheckpointError.Problem) {
      try FolderReplacement(path).rehearse()
    } catch {
      throw CheckpointError(file: path, error)
    }
  }

  private static let endOfText = "<|endoftext|>"

  private func tokenizerSettings(hasEnd: Bool) -> JSONValue {
    let ends: [(key: String, value: JSONValue)] = ["bos_token", "eos_token"].map {
      ($0, .string(Self.endOfText))
    }
    // By itself the library would clean spaces up, and tell the model of segments, which GPT-2 takes for tokens.
    return .object(
      (hasEnd ? ends : []) + [
        ("clean_up_tokenization_spaces", false),
        ("model_input_names", ["input_ids", "attention_mask"]),
        ("model_max_length", .number("\(model.configuration.contextLength)")),
        ("tokenizer_class", "PreTrainedTokenizerFast"),
      ])
  }
}

extension GPT2Tensors {
  /// A tensor's name as the layout has it for a model with a head.
  static func longName(_ name: String) -> String {
    name.hasPrefix("lm_head.") ? name : "transformer." + name
  }

  /// The tensors of a model in the order of ``shapes(of:)``, each made when it is asked for.
  static func values(of model: GPT) -> [() -> Tensor] {
    func norm(_ norm: LayerNorm) -> [() -> Tensor] { [{ norm.gain }, { norm.bias }] }
    func columns(_ parts: Linear...) -> [() -> Tensor] {
      [
        { concatenate(parts.map(\.weight), axis: 1) },
        { concatenate(parts.map { $0.bias ?? .zeros([$0.weight.shape[1]]) }, axis: 0) },
      ]
    }
    let (context, channels) = (model.configuration.contextLength, model.configuration.block.channels)
    var values: [() -> Tensor] = [
      { model.embedding.weight },
      {
        switch model.configuration.positions {
        case .learned: model.positions?.weight ?? .zeros([context, channels])
        case .sinusoidal: sinusoidalPositions(length: context, channels: channels)
        case .none: .zeros([context, channels])
        }
      },
    ]
    for block in model.blocks {
      let attention = block.attention
      values += norm(block.attentionNorm)
      values += columns(attention.query, attention.key, attention.value)
      values += columns(attention.output)
      values += norm(block.feedForwardNorm)
      values += columns(block.feedForward.expand) + columns(block.feedForward.contract)
    }
    values += norm(model.finalNorm ?? LayerNorm(channels: channels))
    if let lmHead = model.lmHead { values.append { lmHead.weight.transposed() } }
    return values
  }
}
