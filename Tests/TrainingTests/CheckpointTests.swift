import Autodiff
import Foundation
import Neural
import Randomness
import Testing
import Training

@Suite("Checkpoints")
struct CheckpointTests {
  private let model = TwoParameters(weight: Tensor([[1, 2], [3, 4]]), bias: Tensor([5, 6]))

  private func opened(
    _ tensors: [(name: String, value: Tensor)], metadata: [String: String] = ["formatVersion": "1"]
  ) throws -> Checkpoint {
    try Checkpoint(SafeTensors(bytes: SafeTensors.encode(tensors, metadata: metadata), name: "x"))
  }

  private func problem<Result>(_ body: () throws -> Result) -> CheckpointError.Problem? {
    do {
      _ = try body()
      return nil
    } catch {
      return (error as? CheckpointError)?.problem
    }
  }

  @Test("configuration, tokenizer and notes come back with the model")
  func contents() throws {
    try withTemporaryFile { file in
      let gpt = GPT(.tiny, seed: 8)
      try Checkpoint.save(
        gpt, configuration: gpt.configuration, tokenizer: "{\"kind\":\"…\"}", notes: ["corpus": "a/b.txt"],
        to: file)
      let checkpoint = try Checkpoint(contentsOf: file)
      #expect(try checkpoint.configuration(as: GPTConfiguration.self) == .tiny)
      #expect(checkpoint.tokenizer == "{\"kind\":\"…\"}")
      #expect(checkpoint.notes == ["corpus": "a/b.txt"])
      #expect(try bits(checkpoint.gpt()) == bits(gpt))
      // A model alone cannot be trained on.
      #expect(
        problem { try TrainingRun<GPT, AdamW>(resuming: checkpoint, model: gpt) }
          == .missingMetadata("training"))
    }
  }

  @Test("a file that does not fit the model is refused before its numbers are read")
  func misfits() throws {
    let (weight, bias) = ((name: "weight", value: model.weight), (name: "bias", value: model.bias))
    #expect(try bits(opened([bias, weight]).model(like: model)) == bits(model))
    #expect(problem { try opened([weight]).model(like: model) } == .missingTensor("bias"))
    #expect(
      problem { try opened([weight, bias, ("more", Tensor([1]))]).model(like: model) }
        == .unexpectedTensor("more"))
    #expect(
      problem { try opened([("weight", Tensor([1, 2, 3, 4])), bias]).model(like: model) }
        == .wrongShape(tensor: "weight", expected: [2, 2], found: [4]))
    #expect(problem { try opened([weight, bias], metadata: [:]) } == .missingMetadata("formatVersion"))
    guard
      case .badMetadata("formatVersion", _) = problem({ try opened([], metadata: ["formatVersion": "2"]) })
    else {
      Issue.record("a later format was not refused")
      return
    }
  }

  @Test(
    "a configuration that is none, or asks for more than the file holds, is refused without making the model",
    arguments: [
      ("vocabularySize", "4611686018427387904"), ("vocabularySize", "-7"), ("vocabularySize", "0"),
      ("vocabularySize", "8"), ("vocabularySize", "1e300"), ("vocabularySize", "\"7\""),
      ("vocabularySize", "null"),
      ("contextLength", "9223372036854775807"), ("contextLength", "0"), ("layerCount", "9223372036854775807"),
      ("layerCount", "-1"), ("layerCount", "1"), ("headCount", "0"), ("headCount", "3"),
      ("channels", "4611686018427387904"), ("channels", "0"), ("channels", "-16"),
      ("hiddenChannels", "9223372036854775807"), ("hiddenChannels", "0"), ("dropoutRate", "1"),
      ("dropoutRate", "-1"),
      ("positions", "\"spiral\""), ("tiesHead", "false"),
    ])
  func hostileConfigurations(field: String, value: String) throws {
    let gpt = GPT(.tiny, seed: 8)
    let json = String(decoding: try JSONEncoder().encode(GPTConfiguration.tiny), as: UTF8.self)
    let place = try #require(json.firstRange(of: "\"\(field)\":"))
    let end = try #require(json[place.upperBound...].firstIndex { $0 == "," || $0 == "}" })
    let changed = json[..<place.upperBound] + value + json[end...]
    func configured(_ text: String) throws -> Checkpoint {
      try opened(gpt.parameters, metadata: ["formatVersion": "1", "configuration": text])
    }
    #expect(try bits(configured(json).gpt()) == bits(gpt))
    guard case .badMetadata("configuration", _) = problem({ try configured(String(changed)).gpt() }) else {
      Issue.record(
        "\(field) = \(value): \(String(describing: problem { try configured(String(changed)).gpt() }))")
      return
    }
    guard case .badMetadata = problem({ try configured(String(repeating: "[", count: 100_000)).gpt() }) else {
      Issue.record("deeply nested JSON was not refused")
      return
    }
  }

  @Test("a run whose state is missing, of another rule or absurd is refused")
  func hostileRuns() throws {
    var run = TrainingRun(
      model: model, optimizer: AdamW(), schedule: .constant(1e-3), maximumNorm: 1, seed: 1)
    try run.step { model, _ in (model.weight * model.weight).sum() + model.bias.sum() }
    let whole = try withTemporaryFile { file in
      try run.save(to: file, configuration: ["none": 0])
      return try SafeTensors(contentsOf: file)
    }
    let names = whole.shapes.map(\.name)
    #expect(names.contains("optimizer.firstMoment.weight") && names.count == 6)
    func resumed(
      without missing: String? = nil, with extra: String? = nil, _ changes: [String: String] = [:]
    ) throws -> TrainingRun<TwoParameters, AdamW> {
      let tensors = try whole.tensors { $0 != missing }.sorted { $0.key < $1.key }.map {
        (name: $0.key, value: $0.value)
      }
      let checkpoint = try opened(
        tensors + (extra.map { [($0, Tensor([1, 2]))] } ?? []),
        metadata: whole.metadata.merging(changes) { $1 })
      return try TrainingRun(resuming: checkpoint, model: model)
    }
    #expect(try bits(resumed().optimizer.state) == bits(run.optimizer.state))
    let moment = "optimizer.secondMoment.bias"
    #expect(problem { try resumed(without: moment) } == .missingTensor(moment))
    #expect(
      problem { try resumed(with: "optimizer.velocity.bias") } == .unexpectedTensor("optimizer.velocity.bias")
    )
    let settings = try #require(whole.metadata["training"])
    for (key, value) in [
      ("step", "-1"), ("step", "9223372036854775807"), ("step", "x"), ("randomState", "-1"),
      ("randomState", ""),
      ("randomState", "18446744073709551616"), ("training", "{}"), ("training", ""),
      ("training", settings.replacing("AdamW", with: "SGD")),
      ("training", settings.replacing("\"updateCount\":1", with: "\"updateCount\":9223372036854775807")),
      ("training", settings.replacing("\"maximumNorm\":1", with: "\"maximumNorm\":0")),
    ] {
      #expect(value != settings)
      guard case .badMetadata(key, _) = problem({ try resumed([key: value]) }) else {
        Issue.record("\(key) = \(value) was not refused")
        continue
      }
    }
    let checkpoint = try opened(run.model.parameters, metadata: whole.metadata)
    guard
      case .badMetadata("training", _) = problem({
        try TrainingRun<TwoParameters, SGD>(resuming: checkpoint, model: model)
      })
    else {
      Issue.record("another optimizer's run was not refused")
      return
    }
  }

  @Test("random damage to a checkpoint is refused or harmless, never fatal")
  func mutations() throws {
    var run = TrainingRun(
      model: GPT(
        GPTConfiguration(vocabularySize: 3, contextLength: 2, layerCount: 1, headCount: 1, channels: 2),
        seed: 1),
      optimizer: AdamW(), schedule: .cosine(peak: 1e-3, floor: 0, warmUp: 1, steps: 9), seed: 1)
    try run.step { model, dropout in loss(model, ([[0, 1]], [[1, 2]]), dropout) }
    let whole = try withTemporaryFile { file in
      try run.save(to: file, configuration: run.model.configuration)
      return Array(try Data(contentsOf: URL(fileURLWithPath: file)))
    }
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<3_000 {
      var bytes = whole
      // Digits and letters of the header, where a change is most likely to be believed.
      let place = 8 + generator.index(below: 900)
      bytes[place] = Array("0123456789-{}\",:ae".utf8)[generator.index(below: 18)]
      guard let file = try? SafeTensors(bytes: bytes, name: "x"), let checkpoint = try? Checkpoint(file),
        let gpt = try? checkpoint.gpt(),
        var resumed = try? TrainingRun<GPT, AdamW>(resuming: checkpoint, model: gpt)
      else { continue }
      // What is accepted can be trained on, if only to diverge.
      _ = try? resumed.step { model, dropout in loss(model, ([[0, 1]], [[1, 2]]), dropout) }
    }
  }
}
