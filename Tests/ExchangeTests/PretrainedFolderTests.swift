import Autodiff
import Exchange
import Foundation
import Generation
import Language
import ModelSupport
import Neural
import TestSupport
import Testing

@Suite("A GPT-2 in Hugging Face's layout is what Hugging Face's library says that it is")
struct PretrainedFolderTests {
  private let tiny: PretrainedModel
  private let expected: TinyGPT2.Expected

  init() throws {
    tiny = try PretrainedModel(contentsOfFolder: TinyGPT2.path)
    expected = try TinyGPT2.expected()
  }

  /// The tensors of the tiny model as they are in its file.
  private func tensors() throws -> [(name: String, value: Tensor)] {
    let file = try SafeTensors(contentsOf: TinyGPT2.path + "/model.safetensors")
    let values = try file.tensors()
    return file.shapes.compactMap { shape in values[shape.name].map { (shape.name, $0) } }
  }

  /// The tiny model with other tensors, and other settings.
  private func model(
    _ tensors: [(name: String, value: Tensor)], settings: [(String, String)] = []
  ) throws -> GPT {
    let folder = try TinyGPT2.copy(["config.json": settings])
    try SafeTensors.write(tensors, to: folder.place("model.safetensors").path)
    return try PretrainedModel(contentsOf: folder.url.path).model
  }

  private func distance(_ left: Tensor, _ right: Tensor) -> Float {
    guard left.shape == right.shape else { return .infinity }
    return zip(left.scalars, right.scalars).map { abs($0 - $1) }.reduce(0, max)
  }

  @Test("the sizes are those of the settings, and the tokens those of the tokenizer")
  func sizes() throws {
    let configuration = tiny.model.configuration
    #expect(
      configuration
        == GPTConfiguration(
          vocabularySize: 301, contextLength: 64, layerCount: 2, headCount: 3, channels: 12, dropoutRate: 0.1)
    )
    #expect(tiny.tokenizer.id(ofSpecialToken: "<|endoftext|>") == 300)
    for expected in expected.cases {
      guard case .bytePairs(let tokenizer) = tiny.tokenizer else { throw CancellationError() }
      #expect(tokenizer.encodeWithSpecialTokens(expected.text) == expected.tokens)
      #expect(try tiny.tokenizer.decode(expected.tokens) == expected.text)
    }
    // A text cannot end the document that it is in.
    #expect(try !tiny.tokenizer.encode("<|endoftext|>").contains(300))
  }

  @Test("logits within 1e-4, the same greedy tokens, the same beams, the same chances of a sampler")
  func agreement() throws {
    let settings = expected.sampler
    let sampler = Sampler(
      temperature: settings["temperature"] ?? 0, topK: settings["topK"].map { Int($0) },
      topP: settings["topP"])
    #expect(expected.cases.count == 4)
    for expected in expected.cases {
      let rows = tiny.model(expected.tokens)
      let last = max(0, expected.tokens.count - 2)..<expected.tokens.count
      #expect(
        distance(
          rows.sliced(axis: 0, last), Tensor(expected.logits)) < 1e-4, "\(expected.text)")
      var predictor = GPTPredictor(tiny.model)
      predictor.read(expected.tokens)
      let chances = try sampler.probabilities(of: predictor.logits)
      for (token, chance) in chances.enumerated() {
        #expect(abs(chance - (expected.chances["\(token)"] ?? 0)) < 1e-5, "\(expected.text) \(token)")
      }
      let beams = try BeamSearch(width: 3)(predictor, maximumNewTokens: 8)
      #expect(beams.first?.tokens == expected.beams)
      #expect(
        try BeamSearch(width: 1)(predictor, maximumNewTokens: 8).first?.tokens == expected.greedy)
    }
  }

  @Test("the same folder without tokenizer.json is read from vocab.json and merges.txt")
  func twoTexts() throws {
    let folder = try TinyGPT2.copy(without: ["tokenizer.json"])
    let found = try PretrainedModel(contentsOfFolder: folder.url.path)
    // These two know nothing of the special token, whose row is left out; the other rows stay.
    #expect(found.model.configuration.vocabularySize == 300)
    let rows = tiny.model.embedding.weight.sliced(axis: 0, 0..<300)
    #expect(found.model.embedding.weight == rows)
    let tokens = expected.cases[0].tokens
    #expect(
      distance(found.model(tokens), tiny.model(tokens).sliced(axis: 1, 0..<300)) == 0)
    for listed in [
      ["added_tokens.json": #"{"<|endoftext|>": 300}"#],
      [
        "tokenizer_config.json":
          #"{"added_tokens_decoder":{"300":{"content":"<|endoftext|>","special":true}}}"#
      ],
    ] {
      for (name, text) in listed { try folder.write(text, to: name) }
      #expect(try PretrainedModel(contentsOfFolder: folder.url.path).tokenizer == tiny.tokenizer)
      for name in listed.keys { try folder.remove(name) }
    }
  }

  @Test("with or without `transformer.`, with the old buffers and a copy of the table, the model is the same")
  func names() throws {
    let own = try tensors()
    let short = own.map { ($0.name.replacing("transformer.", with: ""), $0.value) }
    #expect(own.count == 28 && own.allSatisfy { $0.name.hasPrefix("transformer.") })
    #expect(try bits(model(short)) == bits(tiny.model))
    let buffers = [
      ("h.0.attn.bias", Tensor.ones([1, 1, 64, 64])), ("h.1.attn.masked_bias", Tensor(-1e4)),
    ]
    #expect(try bits(model(short + buffers)) == bits(tiny.model))
    let table = try #require(short.first { $0.0 == "wte.weight" }).1
    #expect(try bits(model(short + [("lm_head.weight", table)])) == bits(tiny.model))
    let head = Tensor(shape: table.shape, scalars: table.scalars.map { $0 / 2 })
    #expect(throws: CheckpointError.self) { try model(short + [("lm_head.weight", head)]) }
    // Not tied, it is read.
    let untied = try model(
      own + [("lm_head.weight", head)],
      settings: [("\"tie_word_embeddings\": true", "\"tie_word_embeddings\": false")])
    #expect(!untied.configuration.tiesHead)
    #expect(untied.lmHead?.weight == head.transposed())
    #expect(distance(untied([1, 2]) * 2, tiny.model([1, 2])) < 1e-5)
  }

  @Test("numbers of half precision are read, and the buffers of a type that is not")
  func types() throws {
    let own = try tensors()
    var header = "{"
    var bytes: [UInt8] = []
    for (place, (name, value)) in own.enumerated() {
      let start = bytes.count
      // bfloat16 is the upper half of a float.
      for scalar in value.scalars {
        let upper = UInt16(truncatingIfNeeded: scalar.bitPattern >> 16)
        bytes += [UInt8(truncatingIfNeeded: upper), UInt8(truncatingIfNeeded: upper >> 8)]
      }
      header += place == 0 ? "" : ","
      header +=
        "\"\(name)\":{\"dtype\":\"BF16\",\"shape\":\(value.shape),\"data_offsets\":[\(start),\(bytes.count)]}"
    }
    header +=
      ",\"transformer.h.0.attn.bias\":{\"dtype\":\"BOOL\",\"shape\":[1,1,2,2],\"data_offsets\":[\(bytes.count),\(bytes.count + 4)]}}"
    let length = (0..<8).map { UInt8(truncatingIfNeeded: header.utf8.count >> (8 * $0)) }
    let folder = try TinyGPT2.copy()
    try Data(length + Array(header.utf8) + bytes + [1, 0, 1, 1]).write(to: folder.place("model.safetensors"))
    let found = try PretrainedModel(contentsOfFolder: folder.url.path).model
    for (found, own) in zip(found.parameters, tiny.model.parameters) {
      #expect(
        found.value.scalars.map(\.bitPattern) == own.value.scalars.map { $0.bitPattern & 0xFFFF_0000 },
        "\(found.name)")
    }
  }

  @Test("several files with an index are one model")
  func shards() throws {
    let own = try tensors()
    let folder = try TinyGPT2.copy(without: ["model.safetensors"])
    let names = ["a.safetensors", "b.safetensors", "c.safetensors"]
    for (place, name) in names.enumerated() {
      let part = own.enumerated().filter { $0.offset % 3 == place }.map(\.element)
      try SafeTensors.write(part, to: folder.place(name).path)
    }
    let map = own.enumerated().map { "\"\($0.element.name)\":\"\(names[$0.offset % 3])\"" }
    try folder.write(
      "{\"metadata\":{\"total_size\":1},\"weight_map\":{\(map.joined(separator: ","))}}",
      to: "model.safetensors.index.json")
    #expect(try bits(PretrainedModel(contentsOfFolder: folder.url.path).model) == bits(tiny.model))
  }

  @Test("settings that change numbers are honoured: how scores are divided, the activation, the inner width")
  func settings() throws {
    let own = try tensors()
    let by = "\"scale_attn_by_inverse_layer_idx\": false"
    let tokens = expected.cases[1].tokens
    /// The tiny model with the scores of each block multiplied.
    func scaled(_ factor: (Int) -> Float) -> GPT {
      var model = tiny.model
      for layer in model.blocks.indices {
        let query = model.blocks[layer].attention.query
        model.blocks[layer].attention.query.weight = query.weight * factor(layer)
        model.blocks[layer].attention.query.bias = query.bias.map { $0 * factor(layer) }
      }
      return model
    }
    let byLayer = try model(own, settings: [(by, by.replacing("false", with: "true"))])
    #expect(distance(byLayer(tokens), scaled { 1 / Float($0 + 1) }(tokens)) < 1e-5)
    #expect(distance(byLayer(tokens), tiny.model(tokens)) > 1e-2)
    let undivided = try model(
      own, settings: [("\"scale_attn_weights\": true", "\"scale_attn_weights\": false")])
    #expect(distance(undivided(tokens), scaled { _ in 2 }(tokens)) < 1e-5)
    for (name, activation) in [
      ("gelu", Activation.geluExact), ("relu", .relu), ("gelu_pytorch_tanh", .geluTanh),
      ("relu2", .squaredReLU),
    ] {
      let found = try model(own, settings: [("gelu_new", name)])
      #expect(found.configuration.block.activation == activation)
      #expect(found.blocks[1].feedForward.activation == activation)
    }
    #expect(
      try model(own, settings: [("\"n_inner\": null", "\"n_inner\": 48")]).configuration
        == tiny.model.configuration)
    #expect(
      try bits(
        model(own, settings: [("reorder_and_upcast_attn\": false", "reorder_and_upcast_attn\": true")]))
        == bits(tiny.model))
  }
}
