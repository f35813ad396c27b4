import Autodiff
import Exchange
import Foundation
import ModelSupport
import TestSupport
import Testing
import Training

/// A checkpoint of a run that says something that cannot be: each is refused with one line, none traps.
@Suite("Hostile checkpoints")
struct HostileCheckpointTests {
  /// A checkpoint's parts, to be changed one at a time.
  private struct Parts {
    var tensors: [(name: String, value: Tensor)]
    var metadata: [String: String]
  }

  private let model = TwoParameters(weight: Tensor([[1, 2], [3, 4]]), bias: Tensor([5, 6]))

  private func parts(_ schedule: LearningRateSchedule = .constant(0.25)) throws -> Parts {
    var run = TrainingRun(model: model, optimizer: AdamW(), schedule: schedule, maximumNorm: 2, seed: 7)
    try run.step { model, _ in (model.weight * model.weight).sum() + model.bias.sum() }
    return try withTemporaryFile { file in
      try run.save(to: file, configuration: ["none": 0])
      let contents = try SafeTensors(contentsOf: file)
      let tensors = try contents.tensors()
      return Parts(
        tensors: tensors.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) },
        metadata: contents.metadata)
    }
  }

  /// nil when the parts are accepted as a run that can be trained on.
  private func refusal(_ parts: Parts) -> String? {
    do {
      let bytes = SafeTensors.encode(parts.tensors, metadata: parts.metadata)
      let checkpoint = try Checkpoint(SafeTensors(bytes: bytes, name: "x"))
      _ = try TrainingRun<TwoParameters, AdamW>(resuming: checkpoint, model: model)
      return nil
    } catch {
      let line = "\(error)"
      #expect(line.hasPrefix("x: ") && !line.contains("\n") && line.count < 400)
      return line
    }
  }

  /// JSON with another value for a key; the key has to be there.
  private func replacing(_ key: String, in json: String, with value: String) throws -> String {
    let place = try #require(json.firstRange(of: "\"\(key)\":"), "\(key) in \(json)")
    var depth = 0
    let end = try #require(
      json[place.upperBound...].firstIndex { character in
        if depth == 0, character == "," || character == "}" { return true }
        depth += character == "{" ? 1 : character == "}" ? -1 : 0
        return false
      })
    return json[..<place.upperBound] + value + json[end...]
  }

  @Test(
    "the checkpoint that is changed here is accepted as it is, so that each is refused for its change alone")
  func whole() throws {
    for schedule in schedules { #expect(try refusal(parts(schedule)) == nil) }
    var infinite = try parts()
    infinite.metadata["training"] = try replacing(
      "maximumNorm", in: #require(infinite.metadata["training"]), with: "null")
    #expect(refusal(infinite) == nil)
  }

  private let schedules: [LearningRateSchedule] = [
    .constant(0), .cosine(peak: 1, floor: 1, warmUp: 0, steps: 0),
    .cosine(peak: 1, floor: 0, warmUp: 4, steps: 4),
    .inverseRoot(channels: 1, warmUp: 0),
  ]

  @Test("metadata: every number of a type or range that cannot be, every key twice or missing")
  func metadata() throws {
    let whole = try parts()
    let training = try #require(whole.metadata["training"])
    var count = 0
    func expectRefusal(_ change: String, _ parts: Parts) {
      count += 1
      #expect(refusal(parts) != nil, "accepted: \(change)")
    }
    func expectRefusal(_ key: String, _ value: String?) {
      var changed = whole
      changed.metadata[key] = value
      expectRefusal("\(key) = \(value ?? "nothing")", changed)
    }
    // Of every number: what is none at all, and what no such number can be.
    let nothing = [
      "true", "\"1\"", "[]", "[1]", "{}", "1e999", "-1e999", "1e39", "NaN", "Infinity", "-1", "",
    ]
    let own: [String: [String]] = [
      "learningRate": ["null", "-0.001"], "beta1": ["null", "1", "1.5", "-1e-9"],
      "beta2": ["null", "1", "2"],
      "epsilon": ["null", "0", "-1e-8", "1e-300"], "weightDecay": ["null", "-0.1"],
      "updateCount": ["null", "0", "2", "1.5", "9223372036854775808", "1e300"], "maximumNorm": ["0"],
      "seed": ["null", "1.5", "18446744073709551616"],
    ]
    for (key, values) in own {
      for value in nothing + values {
        expectRefusal("training", try replacing(key, in: training, with: value))
      }
    }
    for value in ["\"everything \"", "0", "null"] {
      expectRefusal("training", try replacing("decays", in: training, with: value))
    }
    for value in ["\"SGD\"", "\"Adam\"", "\"\"", "1", "null"] {
      expectRefusal("training", try replacing("rule", in: training, with: value))
    }
    let cosine = #"{"cosine":{"peak":1,"floor":0.1,"warmUp":1,"steps":9}}"#
    for (key, values) in [
      "peak": ["-1", "0.05", "1e39", "null"], "floor": ["-0.1", "2", "1e39", "null"],
      "warmUp": ["-1", "10", "1.5", "9223372036854775807"],
      "steps": ["0", "-9", "1e13", "9223372036854775807"],
    ] {
      for value in values {
        expectRefusal(
          "training",
          try replacing("schedule", in: training, with: replacing(key, in: cosine, with: value)))
      }
    }
    for value in [
      "{}", "null", "[]", #"{"constant":{}}"#, #"{"constant":{"_0":-1}}"#, #"{"constant":{"_0":1e39}}"#,
      #"{"linear":{"_0":1}}"#, #"{"constant":{"_0":1},"cosine":{}}"#,
      #"{"inverseRoot":{"channels":0,"warmUp":1,"factor":1}}"#,
      #"{"inverseRoot":{"channels":-4,"warmUp":1,"factor":1}}"#,
      #"{"inverseRoot":{"channels":4,"warmUp":1,"factor":-1}}"#,
      #"{"inverseRoot":{"channels":4,"warmUp":-1,"factor":1}}"#,
      #"{"inverseRoot":{"channels":1e12,"warmUp":1,"factor":1}}"#,
    ] {
      expectRefusal("training", try replacing("schedule", in: training, with: value))
    }
    // A key twice, at every level; the second value is as good as the first.
    for key in own.keys.sorted() + ["rule", "optimizer", "schedule", "decays", "_0"] {
      let place = try #require(training.firstRange(of: "\"\(key)\":"))
      let value = try replacing(key, in: String(training[place.lowerBound...]), with: "§").split(
        separator: "§")[1]
      let length = training[place.upperBound...].count - value.count
      let pair = "\"\(key)\":" + training[place.upperBound...].prefix(length) + ","
      expectRefusal("training", training[..<place.lowerBound] + pair + training[place.lowerBound...])
    }
    for value in [nil, "", "{", "[]", "null", training + "}", training + training, "{\"a\":1}"] {
      expectRefusal("training", value)
    }
    for depth in [9, 100_000] { expectRefusal("training", String(repeating: "[", count: depth)) }
    for value in [
      nil, "-1", "0", "2", "+1", "01", " 1", "1 ", "1.0", "1e0", "", "x", "１", "9223372036854775808",
    ] {
      expectRefusal("step", value)
    }
    for value in [nil, "-1", "+5", "05", " 5", "", "x", "0x10", "5.0", "18446744073709551616"] {
      expectRefusal("randomState", value)
    }
    for value in [nil, "", "2", "01", "1 "] { expectRefusal("formatVersion", value) }
    #expect(count >= 188, "\(count) variants")
  }

  @Test(
    "tensors: numbers that are not finite or squares that are negative, missing, misshapen and strange ones")
  func tensors() throws {
    let whole = try parts()
    for index in whole.tensors.indices {
      let name = whole.tensors[index].name
      let (shape, count) = (whole.tensors[index].value.shape, whole.tensors[index].value.count)
      var values: [Float] = [.infinity, -.infinity, .nan, .signalingNaN]
      if name.contains("secondMoment") { values += [-1, -.leastNonzeroMagnitude, -.greatestFiniteMagnitude] }
      for value in values {
        for place in [0, count - 1] {
          var changed = whole
          var scalars = whole.tensors[index].value.scalars
          scalars[place] = value
          changed.tensors[index].value = Tensor(shape: shape, scalars: scalars)
          let line = refusal(changed)
          #expect(line?.contains("\"\(name)\"") == true, "\(value) in \(name): \(line ?? "accepted")")
        }
      }
      var changed = whole
      changed.tensors.remove(at: index)
      #expect(refusal(changed) != nil, "without \(name)")
      changed = whole
      changed.tensors[index].value = Tensor(
        shape: [count + 1], scalars: [Float](repeating: 0, count: count + 1))
      #expect(refusal(changed) != nil, "another shape of \(name)")
    }
    for name in ["optimizer.velocity.bias", "optimizer.firstMoment.", "optimizer.", "more", ""] {
      var changed = whole
      changed.tensors.append((name: name, value: Tensor([0])))
      #expect(refusal(changed) != nil, "a tensor called \(name)")
    }
    // Squares may be 0, and their like: a negative number is one below it.
    for (index, tensor) in whole.tensors.enumerated() where tensor.name.contains("secondMoment") {
      var changed = whole
      changed.tensors[index].value = .zeros(tensor.value.shape)
      #expect(refusal(changed) == nil)
    }
  }
}
