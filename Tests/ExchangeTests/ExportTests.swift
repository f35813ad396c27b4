import Autodiff
import Exchange
import Foundation
import Language
import ModelSupport
import Neural
import Randomness
import TestSupport
import Testing

@Suite("A model is exported in Hugging Face's layout, and comes back")
struct ExportTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private var path: String { folder.place("out").path }

  private let text = "It's café cafe\u{301}, A\u{30A} \u{212B} and 我爱你!  \r\n'quotes' o’clock 10"

  private func model(
    _ tokenizer: AnyTokenizer, _ change: (inout GPTConfiguration) -> Void = { _ in }
  ) -> PretrainedModel {
    var configuration = GPTConfiguration(
      vocabularySize: tokenizer.vocabularySize, contextLength: 9, layerCount: 2, headCount: 2, channels: 8,
      hiddenChannels: 5, dropoutRate: 0.25)
    change(&configuration)
    return PretrainedModel(model: GPT(configuration, seed: 3), tokenizer: tokenizer)
  }

  private var tokenizers: [AnyTokenizer] {
    get throws {
      let words = WordTokenizer(corpus: text, unknownWords: .replace(with: "<unk>"))
      return [
        .characters(CharacterTokenizer(corpus: text)), .words(WordTokenizer(corpus: text)),
        .words(try words.adding(specialTokens: ["<ask>", "é", "e\u{301}"])),
        .bytePairs(try BytePairTokenizer.train(on: text, mergeCount: 3, specialTokens: ["<|endoftext|>"])),
        .bytePairs(
          try BytePairTokenizer(
            merges: [.init(rank: 7, left: "a", right: "b")], specialTokens: ["<end>": 300])),
        .bytePairs(
          try BytePairTokenizer(
            merges: [.init(rank: 0, left: "a", right: "b")], ids: Array((3..<259).reversed()) + [0],
            specialTokens: ["<end>": 1, "<pad>": 2])),
      ]
    }
  }

  @Test("with every kind of tokenizer, all numbers come back bit for bit, and so do the tokens")
  func roundTrip() throws {
    for tokenizer in try tokenizers {
      let own = model(tokenizer)
      try own.export(toFolder: path)
      let found = try PretrainedModel(contentsOf: path)
      #expect(bits(found.model) == bits(own.model))
      #expect(found.model.configuration == own.model.configuration)
      #expect(found.tokenizer == own.tokenizer)
      #expect(try AnyTokenizer(contentsOfFolder: path + "/").encode(text) == tokenizer.encode(text))
      let files = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
      #expect(files == ["config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"])
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["out"])
    }
  }

  @Test("what GPT-2 lacks is written as what amounts to the same: tables for sines, zeros for nothing")
  func equivalents() throws {
    let tokenizer = AnyTokenizer.characters(CharacterTokenizer(corpus: "abcdefg"))
    for (positions, hasBias, tiesHead, activation) in [
      (PositionKind.sinusoidal, true, true, Activation.relu), (.none, false, true, .geluExact),
      (.learned, false, false, .geluTanh), (.none, true, false, .squaredReLU),
    ] {
      let own = model(tokenizer) {
        $0.positions = positions
        $0.block.hasBias = hasBias
        $0.tiesHead = tiesHead
        $0.block.activation = activation
      }
      try own.export(toFolder: path)
      let found = try PretrainedModel(contentsOfFolder: path).model
      #expect(found.configuration.positions == .learned && found.configuration.block.hasBias)
      #expect(found.configuration.tiesHead == tiesHead && found.configuration.block.activation == activation)
      let (left, right) = (own.model([1, 5, 2, 6]), found([1, 5, 2, 6]))
      #expect(zip(left.scalars, right.scalars).allSatisfy { abs($0 - $1) < 1e-6 }, "\(positions) \(hasBias)")
    }
  }

  private func message(_ model: PretrainedModel) -> String {
    do throws(CheckpointError) {
      try model.export(toFolder: path)
      return "no error"
    } catch {
      return error.description.replacing(path, with: "OUT")
    }
  }

  @Test("what the layout cannot express is refused by name, and nothing is written")
  func refusals() throws {
    let tokenizer = AnyTokenizer.characters(CharacterTokenizer(corpus: "abc"))
    let inexpressible = "OUT: cannot be written in GPT-2's layout: "
    #expect(
      message(model(tokenizer) { $0.block.normPlacement = .post })
        == inexpressible + "it normalises after its sub-layers, GPT-2 before them")
    var spoiled = model(tokenizer).model
    spoiled.embedding.weight = spoiled.embedding.weight + Tensor(.nan)
    #expect(
      message(PretrainedModel(model: spoiled, tokenizer: tokenizer))
        == inexpressible + "a number of embedding.weight is not finite")
    let adapted = AdaptedGPT(
      model(tokenizer).model, rank: 1, alpha: 1, projections: [.value], seed: 1)
    #expect(
      message(PretrainedModel(model: adapted.model, tokenizer: tokenizer))
        == inexpressible + "it has adapters beside its projections, which have to be merged first")
    #expect(message(PretrainedModel(model: adapted.merged(), tokenizer: tokenizer)) == "no error")
    try FileManager.default.removeItem(atPath: path)
    // a·b·c is made twice, once as ab·c and once as a·bc, each with an id of its own.
    let twice = try BytePairTokenizer(merges: BytePairTokenizer.Merge.merges(file: "a b\nb c\nab c\na bc"))
    #expect(message(model(.bytePairs(twice))) == inexpressible + "two of its tokens are spelled \"abc\"")
    let empty = try WordTokenizer(
      vocabulary: Vocabulary(["a", ""]), unknownWords: .refuse, specialTokens: [])
    #expect(message(model(.words(empty))) == inexpressible + "its tokenizer has an empty word")
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test("an earlier export and an empty folder are replaced; whatever else is there stays as it is")
  func destinations() throws {
    let own = model(.characters(CharacterTokenizer(corpus: "abc")))
    let other = model(.characters(CharacterTokenizer(corpus: "abcd")))
    let files = FileManager.default
    try files.createDirectory(atPath: path, withIntermediateDirectories: false)
    try files.setAttributes([.posixPermissions: 0o750], ofItemAtPath: path)
    #expect(message(own) == "no error")
    #expect(message(other) == "no error")
    #expect(try PretrainedModel(contentsOf: path).tokenizer == other.tokenizer)
    #expect(try files.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o750)
    // By a link, what it leads to; a path may end with a slash.
    try files.createSymbolicLink(atPath: folder.place("link").path, withDestinationPath: "out")
    try own.export(toFolder: folder.place("link").path + "/")
    #expect(try files.destinationOfSymbolicLink(atPath: folder.place("link").path) == "out")
    #expect(try PretrainedModel(contentsOf: path).tokenizer == own.tokenizer)
    let kept = "OUT: is there already and is no folder that this library wrote; it is not replaced"
    try folder.write("mine", to: "out/notes.txt")
    #expect(message(other) == kept)
    #expect(try folder.read("out/notes.txt") == "mine")
    try folder.remove("out/notes.txt")
    // A folder of another program, of the same names.
    try SafeTensors.write([("x", Tensor([1]))], metadata: ["format": "pt"], to: path + "/model.safetensors")
    #expect(message(other) == kept)
    #expect(throws: CheckpointError.self) { try PretrainedModel.checkExport(toFolder: path) }
    try folder.remove("out")
    try folder.write("a book", to: "out")
    #expect(message(other) == "OUT: cannot be written: it is no folder")
    #expect(try folder.read("out") == "a book")
    try folder.remove("out")
    try PretrainedModel.checkExport(toFolder: path)
    #expect(try files.contentsOfDirectory(atPath: folder.url.path) == ["link"])
    #expect(throws: CheckpointError(file: "/none/out", .unwritable("no such file or directory"))) {
      try PretrainedModel.checkExport(toFolder: "/none/out")
    }
  }

  @Test("a tokenizer of words or characters that this did not write is refused")
  func foreignWords() throws {
    let words = model(.words(WordTokenizer(corpus: "a b c")))
    for (old, new, message) in [
      ("['’](?=", "['](?=", "\"pre_tokenizer\" is"),
      (#""type":"Fuse""#, #""type":"WordPiece""#, "\"pre_tokenizer\" is"),
      (#""invert":false"#, #""invert":true"#, "\"pre_tokenizer\" is"),
      (#"" c":1"#, #"" c":7"#, "not a tokenizer that is read: its ids are not 0 to 2, each once"),
    ] {
      try words.export(toFolder: path)
      let text = try folder.read("out/tokenizer.json")
      #expect(text.contains(old))
      try folder.write(text.replacing(old, with: new), to: "out/tokenizer.json")
      let error = #expect(throws: CheckpointError.self) { try AnyTokenizer(contentsOfFolder: path) }
      #expect(error?.description.contains(message) == true)
    }
    try model(.characters(CharacterTokenizer(corpus: "abc"))).export(toFolder: path)
    let text = try folder.read("out/tokenizer.json")
    try folder.write(text.replacing("\"a\":0", with: "\"ab\":0"), to: "out/tokenizer.json")
    let error = #expect(throws: CheckpointError.self) { try AnyTokenizer(contentsOfFolder: path) }
    #expect(error?.description.hasSuffix("one of its tokens is not one character") == true)
  }
}
