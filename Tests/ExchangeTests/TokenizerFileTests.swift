import Exchange
import Foundation
import Language
import TestSupport
import Testing

@Suite("Tokenizers are read from Hugging Face's files as far as they give the same tokens")
struct TokenizerFileTests {
  private func tokenizer(_ folder: TemporaryFolder) throws -> AnyTokenizer {
    try AnyTokenizer(contentsOfFolder: folder.url.path)
  }

  private func message(_ old: String, _ new: String) throws -> String {
    try TinyGPT2.message(["tokenizer.json": [(old, new)]])
      .replacing("DIR/tokenizer.json: ", with: "")
  }

  @Test("merges may be strings or pairs, and the list of added tokens may repeat what the vocabulary has")
  func spellings() throws {
    let tiny = try AnyTokenizer(contentsOfFolder: TinyGPT2.path)
    let folder = try TinyGPT2.copy()
    let text = try folder.read("tokenizer.json")
    let (start, end) = (try #require(text.range(of: "\"merges\":")), text.endIndex)
    let pairs = String(text[start.lowerBound..<end])
    #expect(pairs.contains("[\"h\",\"e\"]"))
    let strings = pairs.replacing("[\"", with: "\"").replacing("\",\"", with: " ").replacing(
      "\"],", with: "\","
    )
    .replacing("\"]]", with: "\"]").replacing(":\"", with: ":[\"")
    try folder.write(text.replacing(pairs, with: strings), to: "tokenizer.json")
    #expect(try tokenizer(folder) == tiny)
    try folder.write(
      text.replacing("\"vocab\":{", with: "\"vocab\":{\"<|endoftext|>\":300,"), to: "tokenizer.json")
    #expect(try tokenizer(folder) == tiny)
  }

  @Test("with its special tokens first a vocabulary gives the ids that the library tokenizers gives")
  func otherOrder() throws {
    let expected = try TinyGPT2.expected()
    let folder = try TinyGPT2.copy(without: ["tokenizer.json"])
    guard case .bytePairs(let own) = try AnyTokenizer(contentsOfFolder: TinyGPT2.path) else {
      throw CancellationError()
    }
    let moved = own.vocabulary.filter { $0.id < 300 }.map {
      let spelling = $0.spelling.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
      return "\"\(spelling)\":\($0.id + 3)"
    }
    try folder.write(
      "{\"<s>\":0,\"<pad>\":1,\"</s>\":2,\(moved.joined(separator: ","))}", to: "vocab.json")
    let other = try tokenizer(folder)
    for expected in expected.cases {
      #expect(try other.encode(expected.text) == expected.tokensInOtherOrder)
      #expect(try other.decode(expected.tokensInOtherOrder) == expected.text)
    }
    #expect(other.id(ofSpecialToken: "<pad>") == 1 && other.vocabularySize == 303)
  }

  @Test("what would give other tokens is refused by name")
  func refusals() throws {
    let lowercase = #"{"type":"Lowercase"}"#
    #expect(
      try message(#""normalizer":null"#, #""normalizer":\#(lowercase)"#)
        == "\"normalizer\" is \(lowercase); none is read")
    #expect(
      try message(#""add_prefix_space":false"#, #""add_prefix_space":true"#)
        == "\"add_prefix_space\" is true; false is read: a text begins as it is")
    #expect(
      try message(#""pre_tokenizer":{"type":"ByteLevel""#, #""pre_tokenizer":{"type":"Whitespace""#)
        .hasPrefix("\"pre_tokenizer\" is {\"type\":\"Whitespace\""))
    #expect(
      try message(
        #""trim_offsets":true,"use_regex":true},"post"#, #""trim_offsets":true,"use_regex":false},"post"#
      )
      .hasSuffix("; \"ByteLevel\" with its pattern is read"))
    #expect(
      try message(#""post_processor":{"type":"ByteLevel""#, #""post_processor":{"type":"BertProcessing""#)
        .hasSuffix("; one that adds no token is read"))
    #expect(
      try message(#""decoder":{"type":"ByteLevel""#, #""decoder":{"type":"Metaspace""#)
        .hasSuffix("; \"ByteLevel\" is read"))
    #expect(
      try message(#""model":{"type":"BPE""#, #""model":{"type":"Unigram""#)
        == "\"model.type\" is \"Unigram\"; byte-level byte pairs (\"BPE\") and what this library writes are read"
    )
    for (key, value) in [
      ("dropout", "0.1"), ("continuing_subword_prefix", "\"##\""), ("end_of_word_suffix", "\"</w>\""),
    ] {
      #expect(
        try message("\"\(key)\":null", "\"\(key)\":\(value)")
          == "\"model.\(key)\" is \(value); none is read")
    }
    #expect(
      try message(#""ignore_merges":false"#, #""ignore_merges":true"#)
        == "\"model.ignore_merges\" is true; none is read")
    for (key, shown) in [("single_word", "false"), ("lstrip", "false"), ("rstrip", "false")] {
      #expect(
        try message("\"\(key)\":\(shown)", "\"\(key)\":true")
          == "\"\(key)\" is true in the added token \"<|endoftext|>\"; false is read")
    }
    #expect(
      try message("\"special\":true", "\"special\":false")
        == "\"special\" is false in the added token \"<|endoftext|>\"; true is read")
    for key in ["add_prefix_space", "add_bos_token", "add_eos_token"] {
      let folder = try TinyGPT2.copy()
      try folder.write("{\"\(key)\":true}", to: "tokenizer_config.json")
      #expect(
        TinyGPT2.message(folder).hasPrefix("DIR/tokenizer_config.json: \"\(key)\" is true; false is read"))
    }
  }

  @Test(
    "a vocabulary with an id that is none or twice there, without a byte, and merges of tokens that it has not"
  )
  func damage() throws {
    let bad = "not a tokenizer that is read: "
    #expect(try message("\"!\":0", "\"!\":-1") == bad + "the id of \"!\" is -1, no whole number ≥ 0")
    #expect(try message("\"!\":0", "\"!\":\"0\"") == bad + "the id of \"!\" is \"0\", no whole number ≥ 0")
    #expect(try message("\"!\":0", "\"!\":1") == bad + "two bytes share the id 1")
    #expect(try message("\"!\":0,", "") == bad + "the vocabulary lacks “!”, a byte or what a merge makes")
    #expect(
      try message("\"vocab\":{", "\"vocab\":{\"#\":7,").hasPrefix(
        "not the JSON that is read: the key \"#\" for the second time"))
    #expect(
      try message("[\"h\",\"e\"]", "[\"h\",\"ee\"]").hasSuffix("lacks “hee”, a byte or what a merge makes"))
    #expect(try message("[\"h\",\"e\"]", "[\"h\"]") == bad + "the merge [\"h\"] is not two spellings")
    #expect(try message("[\"h\",\"e\"]", "[\"h\",1]") == bad + "the merge [\"h\",1] is not two spellings")
    #expect(try message("[\"h\",\"e\"]", "\"he\"") == bad + "the merge \"he\" is not two spellings")
    #expect(try message("\"he\":256", "\"he\":257").contains("shares the id 257"))
    #expect(
      try message("\"id\":300", "\"id\":256").hasSuffix("“<|endoftext|>” is empty or shares the id 256"))
    #expect(
      try message("\"vocab\":{", "\"vocab\":{\"<|endoftext|>\":301,").hasSuffix("has the ids 301 and 300"))
    #expect(try message("\"id\":300", "\"id\":4194304").contains("ids go from 0 to 4194303"))
    let folder = try TinyGPT2.copy(without: ["tokenizer.json"])
    try folder.write("#version: 0.2\nh e\nxyz\n", to: "merges.txt")
    #expect(
      TinyGPT2.message(folder)
        == "DIR/merges.txt: \(bad)“xyz” is not a merge: two spellings with a space between")
    try Data([0x68, 0x20, 0xFF]).write(to: folder.place("merges.txt"))
    #expect(TinyGPT2.message(folder) == "DIR/merges.txt: \(bad)its text is not UTF-8")
  }
}
