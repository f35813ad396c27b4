import Autodiff
import Neural

/// What the `config.json` of a GPT-2 says in Hugging Face's layout, as far as it decides a number.
///
/// What this library has no place for is refused by its name: a setting that was passed over silently would give another
/// model. The settings that only training or other tasks read are passed over.
struct GPT2Settings {
  /// The sizes and choices of the model.
  let model: GPTConfiguration
  private let dividesScores: Bool
  private let dividesByLayer: Bool

  /// Reads the settings; those that are absent have the values that Hugging Face's library gives them, but for the sizes,
  /// which have to be there.
  init(_ json: JSONValue) throws(CheckpointError.Problem) {
    guard json.members != nil else {
      throw .badSetting("config.json", found: json.text, read: "an object is read")
    }
    let settings = SettingReader(json: json)
    try settings.require("model_type", among: ["gpt2"], or: nil)
    for key in ["quantization_config", "pruned_heads"] {
      if let value = json[key], value != [:] {
        throw .badSetting(key, found: value.text, read: "no such thing is read")
      }
    }
    try settings.require("add_cross_attention", false, or: false)
    let epsilon = try settings.number("layer_norm_epsilon", or: 1e-5)
    guard Float(epsilon) == LayerNorm.defaultEpsilon else {
      throw .badSetting("layer_norm_epsilon", found: "\(epsilon)", read: "1e-05 is read")
    }
    let rates = try ["resid_pdrop", "attn_pdrop", "embd_pdrop"].map { (key) throws(CheckpointError.Problem) in
      let rate = try settings.number(key, or: 0.1)
      guard (0..<1).contains(rate) else {
        throw .badSetting(key, found: "\(rate)", read: "rates from 0 up to, not including, 1 are read")
      }
      return rate
    }
    guard Set(rates).count == 1 else {
      throw .badSetting(
        "attn_pdrop", found: "\(rates[1])",
        read: "\"resid_pdrop\" is \(rates[0]) and \"embd_pdrop\" \(rates[2]), and one rate is read")
    }
    let (channels, heads) = (try settings.size("n_embd"), try settings.size("n_head"))
    guard channels.isMultiple(of: heads) else {
      throw .badSetting("n_head", found: "\(heads)", read: "\"n_embd\" is \(channels), no multiple of it")
    }
    let activations: [String: Activation] = [
      "gelu_new": .geluTanh, "gelu_pytorch_tanh": .geluTanh, "gelu": .geluExact, "relu": .relu,
      "relu2": .squaredReLU,
    ]
    let activation = try settings.require(
      "activation_function", among: activations.keys.sorted(), or: "gelu_new")
    dividesScores = try settings.flag("scale_attn_weights", or: true)
    dividesByLayer = try settings.flag("scale_attn_by_inverse_layer_idx", or: false)
    model = GPTConfiguration(
      vocabularySize: try settings.size("vocab_size"), contextLength: try settings.size("n_positions"),
      layerCount: try settings.size("n_layer", from: 0), headCount: heads, channels: channels,
      hiddenChannels: json["n_inner"] == nil ? nil : try settings.size("n_inner"),
      activation: activations[activation] ?? .geluTanh,
      tiesHead: try settings.flag("tie_word_embeddings", or: true), dropoutRate: Float(rates[0]))
  }

  /// What the queries of a block are multiplied by, so that scores that are divided by √(head size) alone come out as the
  /// settings want them: not divided, or divided by the block's number too.
  func queryFactor(layer: Int) -> Float {
    let size = model.block.channels / model.block.headCount
    return (dividesScores ? 1 : Float(size).squareRoot()) / (dividesByLayer ? Float(layer + 1) : 1)
  }
}

/// Takes settings from an object, by type and range.
private struct SettingReader {
  let json: JSONValue

  private func value<Value>(
    _ key: String, or fallback: Value?, _ kind: String, _ convert: (JSONValue) -> Value?
  ) throws(CheckpointError.Problem) -> Value {
    guard let value = json[key] else {
      guard let fallback else { throw .badSetting(key, found: "missing", read: "\(kind) is read") }
      return fallback
    }
    guard let converted = convert(value) else {
      throw .badSetting(key, found: value.text, read: "\(kind) is read")
    }
    return converted
  }

  /// A size: so large that no product of two overflows.
  func size(_ key: String, from smallest: Int = 1) throws(CheckpointError.Problem) -> Int {
    let range = smallest...1 << 30
    return try value(key, or: nil, "a whole number from \(smallest) to \(1 << 30)") {
      $0.integer.flatMap { range.contains($0) ? $0 : nil }
    }
  }

  func number(_ key: String, or fallback: Double) throws(CheckpointError.Problem) -> Double {
    try value(key, or: fallback, "a number", \.double)
  }

  func flag(_ key: String, or fallback: Bool) throws(CheckpointError.Problem) -> Bool {
    try value(key, or: fallback, "true or false", \.bool)
  }

  func require(_ key: String, _ wanted: Bool, or fallback: Bool) throws(CheckpointError.Problem) {
    _ = try value(key, or: fallback, "\(wanted)") { $0.bool == wanted ? wanted : nil }
  }

  @discardableResult
  func require(
    _ key: String, among choices: [String], or fallback: String?
  ) throws(CheckpointError.Problem) -> String {
    try value(key, or: fallback, choices.map(JSONValue.literal).joined(separator: ", ")) {
      $0.string.flatMap { choices.contains($0) ? $0 : nil }
    }
  }
}

extension GPT2Settings {
  /// The `config.json` of a model; `endOfText` is the id of the token that ends a text, if there is one.
  ///
  /// Throws when the model has what GPT-2's layout has no place for.
  static func json(
    of model: GPTConfiguration, endOfText: Int?
  ) throws(CheckpointError.Problem) -> JSONValue {
    guard model.block.normPlacement == .pre else {
      throw .inexpressible("it normalises after its sub-layers, GPT-2 before them")
    }
    let activation =
      switch model.block.activation {
      case .relu: "relu"
      case .geluExact: "gelu"
      case .geluTanh: "gelu_new"
      case .squaredReLU: "relu2"
      }
    let rate = JSONValue.number("\(model.block.dropoutRate)")
    let end = endOfText.map { JSONValue.number("\($0)") } ?? .null
    return [
      "activation_function": .string(activation), "architectures": ["GPT2LMHeadModel"], "attn_pdrop": rate,
      "bos_token_id": end, "embd_pdrop": rate, "eos_token_id": end,
      "layer_norm_epsilon": .number("1e-05"), "model_type": "gpt2",
      "n_embd": .number("\(model.block.channels)"), "n_head": .number("\(model.block.headCount)"),
      "n_inner": .number("\(model.block.hiddenChannels)"), "n_layer": .number("\(model.layerCount)"),
      "n_positions": .number("\(model.contextLength)"), "resid_pdrop": rate,
      "tie_word_embeddings": .bool(model.tiesHead), "torch_dtype": "float32",
      "vocab_size": .number("\(model.vocabularySize)"),
    ]
  }
}
