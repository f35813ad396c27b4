import Autodiff
import Exchange
import Foundation
import TestSupport
import Testing

@Suite("What is no GPT-2 in Hugging Face's layout is refused by name, in one line")
struct FolderRefusalTests {
  @Test("a file that is missing; a pickle, with the command that converts it")
  func missing() throws {
    let layout = "not a model in Hugging Face's layout: there is no"
    #expect(try TinyGPT2.message(without: ["config.json"]) == "DIR: \(layout) config.json")
    #expect(try TinyGPT2.message(without: ["model.safetensors"]) == "DIR: \(layout) model.safetensors")
    #expect(
      try TinyGPT2.message(without: ["tokenizer.json", "merges.txt"]) == "DIR: \(layout) merges.txt")
    #expect(
      try TinyGPT2.message(without: ["tokenizer.json", "vocab.json"]) == "DIR: \(layout) tokenizer.json")
    for pickle in ["pytorch_model.bin", "pytorch_model.bin.index.json"] {
      let folder = try TinyGPT2.copy(without: ["model.safetensors"])
      try folder.write("\u{80}\u{2}", to: pickle)
      #expect(
        TinyGPT2.message(folder)
          == "DIR: \(pickle) is a pickle, which may run any program when it is read; convert it with: python3 -c "
          + "'from transformers import AutoModelForCausalLM as Model; "
          + "Model.from_pretrained(\"DIR\").save_pretrained(\"DIR\")'")
    }
  }

  @Test(
    "a setting that would give other numbers, of another kind, out of range or absent",
    arguments: [
      (#""model_type": "gpt2""#, #""model_type": "llama""#, #""model_type" is "llama"; "gpt2" is read"#),
      (#""model_type": "gpt2","#, "", #""model_type" is missing; "gpt2" is read"#),
      (
        "gelu_new", "silu",
        #""activation_function" is "silu"; "gelu", "gelu_new", "gelu_pytorch_tanh", "relu", "relu2" is read"#
      ),
      ("1e-05", "1e-06", #""layer_norm_epsilon" is 1e-06; 1e-05 is read"#),
      (
        #""add_cross_attention": false"#, #""add_cross_attention": true"#,
        #""add_cross_attention" is true; false is read"#
      ),
      (
        #""attn_pdrop": 0.1"#, #""attn_pdrop": 0.2"#,
        #""attn_pdrop" is 0.2; "resid_pdrop" is 0.1 and "embd_pdrop" 0.1, and one rate is read"#
      ),
      (
        #""embd_pdrop": 0.1"#, #""embd_pdrop": 1.0"#,
        #""embd_pdrop" is 1.0; rates from 0 up to, not including, 1 are read"#
      ),
      (#""n_head": 3"#, #""n_head": 5"#, #""n_head" is 5; "n_embd" is 12, no multiple of it"#),
      (#""n_head": 3"#, #""n_head": 0"#, #""n_head" is 0; a whole number from 1 to 1073741824 is read"#),
      (
        #""n_layer": 2"#, #""n_layer": "two""#,
        #""n_layer" is "two"; a whole number from 0 to 1073741824 is read"#
      ),
      (
        #""vocab_size": 301"#, #""vocab_size": 9223372036854775807"#,
        #""vocab_size" is 9223372036854775807; a whole number from 1 to 1073741824 is read"#
      ),
      (#""n_embd": 12,"#, "", #""n_embd" is missing; a whole number from 1 to 1073741824 is read"#),
      (
        #""n_positions": 64"#, #""n_positions": 6.5"#,
        #""n_positions" is 6.5; a whole number from 1 to 1073741824 is read"#
      ),
      (
        #""scale_attn_weights": true"#, #""scale_attn_weights": 1"#,
        #""scale_attn_weights" is 1; true or false is read"#
      ),
      (
        #""n_inner": null"#, #""n_inner": null, "quantization_config": {"bits": 4}"#,
        #""quantization_config" is {"bits":4}; no such thing is read"#
      ),
      (
        #""n_inner": null"#, #""n_inner": null, "pruned_heads": {"0": [1]}"#,
        #""pruned_heads" is {"0":[1]}; no such thing is read"#
      ),
    ])
  func settings(old: String, new: String, message: String) throws {
    #expect(try TinyGPT2.message(["config.json": [(old, new)]]) == "DIR/config.json: \(message)")
  }

  @Test("what is not JSON, has a key twice, or nests too deep")
  func notJSON() throws {
    let folder = try TinyGPT2.copy()
    for (text, message) in [
      ("", "not a value at byte 0"), ("{\"a\": nan}", "not a value at byte 6"),
      ("{\"a\": 0x10}", "not a value at byte 6"), ("{\"a\": inf}", "not a value at byte 6"),
      ("{\"a\": 1, \"a\": 1}", "the key \"a\" for the second time at byte 13"),
      ("{} {}", "more than one object at byte 3"),
      ("{\"a\": \"b}", "a string without end at byte 9"),
      ("[1, 2", "not a comma or the end of a list at byte 5"),
      (String(repeating: "[", count: 100_000), "nested too deep at byte 8"),
    ] {
      try folder.write(text, to: "config.json")
      #expect(TinyGPT2.message(folder) == "DIR/config.json: not the JSON that is read: \(message)")
    }
    try folder.write("[]", to: "config.json")
    #expect(TinyGPT2.message(folder) == "DIR/config.json: \"config.json\" is []; an object is read")
    try Data([0x22, 0xFF, 0x22]).write(to: folder.place("config.json"))
    #expect(TinyGPT2.message(folder).hasSuffix("text that is not UTF-8 at byte 0"))
    // A message is one line, however the text goes on.
    try folder.write(
      "{\"model_type\": \"\u{2028}\(String(repeating: "x", count: 9_999))\"}",
      to: "config.json")
    #expect(TinyGPT2.message(folder).count < 400 && !TinyGPT2.message(folder).contains("\u{2028}"))
  }

  /// The tiny model's tensors, changed.
  private func message(
    settings: [(String, String)] = [], _ change: (inout [(name: String, value: Tensor)]) -> Void
  ) throws -> String {
    let folder = try TinyGPT2.copy(["config.json": settings])
    let file = try SafeTensors(contentsOf: folder.place("model.safetensors").path)
    let values = try file.tensors()
    var tensors = file.shapes.map { (name: $0.name, value: values[$0.name] ?? Tensor(0)) }
    change(&tensors)
    try SafeTensors.write(tensors, to: folder.place("model.safetensors").path)
    return TinyGPT2.message(folder)
  }

  @Test("a tensor that is missing, too many, twice, of another shape or not finite")
  func tensors() throws {
    let (file, fits) = ("DIR/model.safetensors", "does not fit the model")
    #expect(
      try message { $0.removeAll { $0.name.hasSuffix("h.1.mlp.c_fc.bias") } }
        == "\(file): \(fits): tensor \"h.1.mlp.c_fc.bias\" is missing")
    #expect(
      try message { $0.append(("score.weight", Tensor([1]))) }
        == "\(file): \(fits): tensor \"score.weight\" is not one of its")
    #expect(
      try message { $0.append(("wte.weight", Tensor([1]))) }
        == "\(file): tensor \"wte.weight\" is in it, and in \(file) too")
    #expect(
      try message { tensors in
        guard let place = tensors.firstIndex(where: { $0.name.hasSuffix("h.0.attn.c_attn.weight") }) else {
          return
        }
        tensors[place].value = tensors[place].value.transposed()
      } == "\(file): \(fits): tensor \"transformer.h.0.attn.c_attn.weight\" has shape [36, 12], not [12, 36]")
    for (number, shown) in [(Float.nan, "nan"), (.infinity, "inf"), (-.infinity, "-inf")] {
      #expect(
        try message { tensors in
          tensors[3].value = tensors[3].value + Tensor(number)
        }.hasPrefix("\(file): tensor \"transformer.h.0.attn.c_proj.weight\" has the number \(shown)"))
    }
    #expect(
      try message { $0.append(("lm_head.weight", .ones([301, 12]))) }
        == "\(file): tensor \"lm_head.weight\" is not the embedding table, as \"tie_word_embeddings\" says")
    #expect(
      try message { $0.append(("lm_head.weight", .ones([2, 12]))) }
        == "\(file): \(fits): tensor \"lm_head.weight\" has shape [2, 12], not [301, 12]")
    let untied = [("\"tie_word_embeddings\": true", "\"tie_word_embeddings\": false")]
    #expect(
      try message(settings: untied) { _ in } == "\(file): \(fits): tensor \"lm_head.weight\" is missing")
    // Sizes that no file has ask for no memory.
    for (old, new, name) in [
      ("\"n_layer\": 2", "\"n_layer\": 1073741824", "h.2.ln_1.weight\" is missing"),
      ("\"n_positions\": 64", "\"n_positions\": 1073741824", "has shape [64, 12], not [1073741824, 12]"),
      ("\"n_inner\": null", "\"n_inner\": 1073741824", "has shape [12, 48], not [12, 1073741824]"),
    ] {
      #expect(try message(settings: [(old, new)]) { _ in }.hasSuffix(name))
    }
  }

  @Test("an index of files outside the folder, of files that are not there, or that have not what it says")
  func indices() throws {
    let folder = try TinyGPT2.copy()
    try FileManager.default.moveItem(
      at: folder.place("model.safetensors"), to: folder.place("a.safetensors"))
    let name = "model.safetensors.index.json"
    func message(_ map: String) throws -> String {
      try folder.write("{\"weight_map\":\(map)}", to: name)
      return TinyGPT2.message(folder)
    }
    let whole = "\"transformer.wte.weight\":\"a.safetensors\""
    #expect(try message("{\(whole)}") == "no error")
    for other in [
      "../a.safetensors", "/etc/a.safetensors", "b/a.safetensors", "config.json", "..", "a\\\\b.safetensors",
    ] {
      #expect(
        try message("{\"x\":\"\(other)\"}")
          == "DIR/\(name): names the file \"\(other)\", which is no .safetensors file in its folder")
    }
    #expect(try message("{\"x\":3}").hasPrefix("DIR/\(name): names the file \"3\""))
    #expect(try message("[]") == "DIR/\(name): \"weight_map\" is []; an object is read")
    try folder.write("{}", to: name)
    #expect(TinyGPT2.message(folder) == "DIR/\(name): \"weight_map\" is missing; an object is read")
    #expect(
      try message("{\(whole),\"x\":\"b.safetensors\"}")
        == "DIR/b.safetensors: cannot be read: no such file or directory")
    #expect(
      try message("{\(whole),\"x\":\"a.safetensors\"}")
        == "DIR/a.safetensors: does not fit the model: tensor \"x\" is missing")
    try SafeTensors.write([("wte.weight", Tensor([1]))], to: folder.place("b.safetensors").path)
    #expect(
      try message("{\(whole),\"wte.weight\":\"b.safetensors\"}")
        == "DIR/b.safetensors: tensor \"wte.weight\" is in it, and in DIR/a.safetensors too")
    #expect(try message("{}") == "DIR/\(name): does not fit the model: tensor \"h.0.ln_1.weight\" is missing")
  }

  @Test("a tokenizer of more tokens than the table has rows; of fewer, the other rows are left out")
  func vocabularies() throws {
    let more = [("\"id\":300,\"content\"", "\"id\":301,\"content\"")]
    #expect(
      try TinyGPT2.message(["tokenizer.json": more]) == "DIR: its tokenizer has 302 tokens, and its model 301"
    )
  }
}
