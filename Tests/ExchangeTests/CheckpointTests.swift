import Autodiff
import Exchange
import Foundation
import ModelSupport
import Neural
import Randomness
import TestSupport
import Testing
import Training

@Suite("Checkpoints")
struct CheckpointTests {
  private let model = TwoParameters(weight: Tensor([[1, 2], [3, 4]]), bias: Tensor([5, 6]))

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

  @Test("a Float64 beyond Float is refused like an infinity")
  func overflowingDoubles() throws {
    let header =
      #"{"__metadata__":{"formatVersion":"1"},"bias":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}"#
    let number = withUnsafeBytes(of: (1e300).bitPattern.littleEndian) { Array($0) }
    let bytes = [UInt8(header.utf8.count), 0, 0, 0, 0, 0, 0, 0] + Array(header.utf8) + number
    let checkpoint = try Checkpoint(SafeTensors(bytes: bytes, name: "x"))
    let error = #expect(throws: CheckpointError.self) {
      try checkpoint.model(like: OneParameter(bias: Tensor([0])))
    }
    #expect(error?.problem == .badNumber("inf", tensor: "bias"))
  }

  @Test("a configuration with a key twice is refused")
  func configurationTwice() throws {
    let bytes = SafeTensors.encode(
      [], metadata: ["formatVersion": "1", "configuration": #"{"a":1,"\u0061":1}"#])
    let checkpoint = try Checkpoint(SafeTensors(bytes: bytes, name: "x"))
    let error = #expect(throws: CheckpointError.self) { try checkpoint.configuration(as: [String: Int].self) }
    #expect(error?.description.contains("\"a\" appears twice") == true)
  }

  @Test("metadata may be nested as deep as eight levels")
  func nesting() throws {
    struct Anything: Decodable { init(from decoder: any Decoder) {} }
    for depth in 1...12 {
      let json =
        String(repeating: "{\"a\":", count: depth - 1) + "{}" + String(repeating: "}", count: depth - 1)
      let bytes = SafeTensors.encode([], metadata: ["formatVersion": "1", "configuration": json])
      let checkpoint = try Checkpoint(SafeTensors(bytes: bytes, name: "x"))
      #expect(((try? checkpoint.configuration(as: Anything.self)) != nil) == (depth <= 8), "depth \(depth)")
    }
  }
}

private struct OneParameter: Module {
  var bias: Tensor
  mutating func visitParameters(_ visitor: ParameterVisitor) { visitor.visit("bias", &bias) }
}
