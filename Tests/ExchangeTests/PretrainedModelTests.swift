import Autodiff
import Exchange
import Foundation
import Language
import ModelSupport
import Neural
import TestSupport
import Testing
import Training

@Suite("Pretrained models")
struct PretrainedModelTests {
  private let tokenizer = AnyTokenizer.words(WordTokenizer(corpus: "a b c d e"))
  private let pretrained: PretrainedModel

  init() {
    let configuration = GPTConfiguration(
      vocabularySize: 5, contextLength: 4, layerCount: 1, headCount: 2, channels: 8)
    pretrained = PretrainedModel(model: GPT(configuration, seed: 3), tokenizer: tokenizer)
  }

  private func message<Result>(_ body: () throws -> Result) -> String {
    do {
      _ = try body()
      return "no error"
    } catch {
      return "\(error)"
    }
  }

  /// A file of this model with other metadata; nil takes an entry away.
  private func read(_ changes: [String: String?]) throws -> PretrainedModel {
    try withTemporaryFile { file in
      try pretrained.save(to: file)
      var metadata = try SafeTensors(contentsOf: file).metadata
      for (key, value) in changes { metadata[key] = value }
      let bytes = SafeTensors.encode(pretrained.model.parameters, metadata: metadata)
      return try PretrainedModel(Checkpoint(SafeTensors(bytes: bytes, name: "x")))
    }
  }

  @Test("a model alone comes back bit for bit; the file has nothing else, and equal models give equal bytes")
  func roundTrip() throws {
    try withTemporaryFile { file in
      try pretrained.save(to: file)
      let bytes = try Data(contentsOf: URL(filePath: file))
      let found = try PretrainedModel(contentsOf: file)
      #expect(bits(found.model) == bits(pretrained.model) && found.tokenizer == tokenizer)
      #expect(found.model.configuration == pretrained.model.configuration)
      let contents = try SafeTensors(contentsOf: file)
      #expect(contents.shapes.map(\.name) == pretrained.model.parameters.map(\.name))
      #expect(contents.metadata.keys.sorted() == ["configuration", "formatVersion", "tokenizer"])
      try found.save(to: file)
      #expect(try Data(contentsOf: URL(filePath: file)) == bytes)
    }
  }

  @Test("of a run's checkpoint the model and the tokenizer are read, and what the optimizer remembers is not")
  func ofARun() throws {
    var run = TrainingRun(
      model: pretrained.model, optimizer: AdamW(), schedule: .constant(0.1), maximumNorm: 1, seed: 1)
    try run.step { model, _ in crossEntropy(logits: model([[0, 1]]), targets: [1, 2]) }
    try withTemporaryFile { file in
      let json = String(decoding: try JSONEncoder().encode(tokenizer), as: UTF8.self)
      try run.save(to: file, configuration: run.model.configuration, tokenizer: json)
      let found = try PretrainedModel(contentsOf: file)
      #expect(bits(found.model) == bits(run.model) && found.tokenizer == tokenizer)
      try run.save(to: file, configuration: run.model.configuration)
      #expect(
        message { try PretrainedModel(contentsOf: file) }.hasSuffix("its metadata lack \"tokenizer\""))
    }
  }

  @Test("a file that is missing, something else or without a part of it is refused by name")
  func refusals() throws {
    try withTemporaryFile { file in
      #expect(
        message { try PretrainedModel(contentsOf: file) }
          == "\(file): cannot be read: no such file or directory")
      try Data("a story of a dog and a bell".utf8).write(to: URL(filePath: file))
      #expect(message { try PretrainedModel(contentsOf: file) }.contains("not a safetensors file"))
      #expect(message { try pretrained.save(to: file) }.contains("is there already"))
      #expect(try String(contentsOf: URL(filePath: file), encoding: .utf8).hasPrefix("a story"))
      try SafeTensors.write([("x", Tensor([1]))], to: file)
      #expect(
        message { try PretrainedModel(contentsOf: file) }
          == "\(file): not a checkpoint of this library: its metadata lack \"formatVersion\"")
    }
    for key in ["tokenizer", "configuration"] {
      #expect(
        message { try read([key: nil as String?]) }
          == "x: not a checkpoint of this library: its metadata lack \"\(key)\"")
      for value in ["", "[]", "{}", "{\"kind\":\"words\"}"] {
        #expect(
          message { try read([key: value]) }.hasPrefix("x: damaged: \"\(key)\" in its metadata is "),
          "\(value)")
      }
    }
    let four = #"{"kind":"words","vocabulary":{"unknownWords":{"refuse":{}},"vocabulary":["a","b","c","d"]}}"#
    #expect(message { try read(["tokenizer": four]) } == "x: its tokenizer has 4 tokens, and its model 5")
    #expect(message { try read(["tokenizer": four.replacing("]", with: ",\"e\"]")]) } == "no error")
  }

  @Test("a tokenizer of another size is no model's: that traps, with both sizes")
  func otherSize() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let configuration = GPTConfiguration(
        vocabularySize: 5, contextLength: 4, layerCount: 1, headCount: 1, channels: 2)
      _ = PretrainedModel(
        model: GPT(configuration, seed: 1), tokenizer: .words(WordTokenizer(corpus: "a b c")))
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("a tokenizer of 3 tokens, a table of 5 rows"))
  }

  @Test("without a path the model of the course is read, and where the sources have moved away that is said")
  func ofTheCourse() throws {
    #expect(PretrainedModel.pathInSources.hasSuffix("/Chapters/07-TrainingLoop/model.safetensors"))
    let course = try PretrainedModel(at: nil)
    #expect(course.model.configuration.contextLength == 96 && course.tokenizer.vocabularySize == 171)
    #expect(
      message { try PretrainedModel(at: nil, orInSources: "/none/model") }
        == "/none/model: is not where it was when this program was built; --model PATH reads it from elsewhere"
    )
    try withTemporaryFile { file in
      try pretrained.save(to: file)
      #expect(try bits(PretrainedModel(at: file, orInSources: "/none").model) == bits(pretrained.model))
      #expect(
        message { try PretrainedModel(at: "/none/mine", orInSources: file) }
          == "/none/mine: cannot be read: no such file or directory")
    }
  }

  @Test("further tokens get rows of their own, and the context may grow with them")
  func furtherTokens() throws {
    let larger = try pretrained.adding(specialTokens: ["<ask>", "<end>"], context: 6, seed: 2)
    #expect(larger.tokenizer.id(ofSpecialToken: "<end>") == 6)
    #expect(larger.model.configuration.vocabularySize == 7 && larger.model.configuration.contextLength == 6)
    #expect(bits(larger.model) == bits(pretrained.model.resized(vocabulary: 7, context: 6, seed: 2)))
    #expect(try pretrained.adding(specialTokens: [], seed: 2).model.configuration.contextLength == 4)
    #expect(throws: TokenizerError.self) { try pretrained.adding(specialTokens: [" b"], seed: 2) }
    try withTemporaryFile { file in
      try larger.save(to: file)
      #expect(try PretrainedModel(contentsOf: file).tokenizer == larger.tokenizer)
    }
  }
}
