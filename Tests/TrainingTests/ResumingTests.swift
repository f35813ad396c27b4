import Autodiff
import Exchange
import Foundation
import ModelSupport
import Neural
import Randomness
import TestSupport
import Testing
import Training

@Suite("Runs that go on from a file")
struct ResumingTests {
  private let model = TwoParameters(weight: Tensor([[1, 2], [3, 4]]), bias: Tensor([5, 6]))

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
