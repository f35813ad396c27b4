import Autodiff
import Exchange
import Foundation
import ModelSupport
import TestSupport
import Testing

@Suite("safetensors")
struct SafeTensorsTests {
  @Test("what is written is read again, bit for bit, and equal contents give equal bytes")
  func roundTrip() throws {
    let special: [Float] = [0, -0.0, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, 1 / 3, -1e38]
    let tensors: [(name: String, value: Tensor)] = [
      ("blocks.0.weight", Tensor(shape: [2, 4], scalars: special)), ("bias", Tensor([1, 2, 3])),
      ("scalar", Tensor(7)), ("empty", .zeros([0, 3])), ("naïve \"name\"\n\u{1}\\ 名", Tensor([5])),
    ]
    let metadata = ["b": "", "a": "{\"quoted\": \"\\\"\"}\n\t\u{0}", "名": "词"]
    let bytes = SafeTensors.encode(tensors, metadata: metadata)
    #expect(bytes == SafeTensors.encode(tensors, metadata: metadata))
    let file = try SafeTensors(bytes: bytes, name: "test")
    #expect(file.metadata == metadata)
    #expect(file.scalarCount == 13)
    let found = try file.tensors()
    #expect(found.count == tensors.count)
    for (name, value) in tensors {
      #expect(found[name]?.shape == value.shape)
      #expect(found[name]?.scalars.map(\.bitPattern) == value.scalars.map(\.bitPattern))
    }
    #expect(try file.tensors { $0 == "bias" }.keys.sorted() == ["bias"])
  }

  @Test("the layout is the format's: length, JSON padded to eight bytes, numbers, all little-endian")
  func layout() throws {
    let bytes = SafeTensors.encode([("x", Tensor([1, -2]))])
    let header = #"{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#
    #expect(bytes.count.isMultiple(of: 8))
    #expect(bytes.prefix(8) == [56, 0, 0, 0, 0, 0, 0, 0])
    #expect(String(decoding: bytes[8..<64], as: UTF8.self) == header + "  ")
    #expect(bytes[64...] == [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0])
  }

  @Test("a file of Hugging Face's library is read, in all four types of numbers")
  func ofHuggingFace() throws {
    // safetensors 0.5.3: safetensors.serialize of "half" [[1, −2.5, 65504], [2⁻²⁴, ∞, −0]] in float16, "brain" [1.5,
    // −3.140625] in bfloat16, "double" 0.1 in float64, "single" [0.1, −3] in float32, "none" of shape [0, 4].
    let header =
      #"{"__metadata__":{"who":"ünï \"q\"\n"},"double":{"dtype":"F64","shape":[],"data_offsets":[0,8]},"#
      + #""none":{"dtype":"F32","shape":[0,4],"data_offsets":[8,8]},"single":{"dtype":"F32","shape":[2],"#
      + #""data_offsets":[8,16]},"brain":{"dtype":"BF16","shape":[2],"data_offsets":[16,20]},"#
      + #""half":{"dtype":"F16","shape":[2,3],"data_offsets":[20,32]}}  "#
    let numbers: [UInt8] = [
      0x9A, 0x99, 0x99, 0x99, 0x99, 0x99, 0xB9, 0x3F, 0xCD, 0xCC, 0xCC, 0x3D, 0x00, 0x00, 0x40, 0xC0,
      0xC0, 0x3F, 0x49, 0xC0, 0x00, 0x3C, 0x00, 0xC1, 0xFF, 0x7B, 0x01, 0x00, 0x00, 0x7C, 0x00, 0x80,
    ]
    #expect(header.utf8.count == 336)
    let file = try SafeTensors(
      bytes: [0x50, 0x01, 0, 0, 0, 0, 0, 0] + Array(header.utf8) + numbers, name: "test")
    let tensors = try file.tensors()
    #expect(file.metadata == ["who": "ünï \"q\"\n"])
    #expect(tensors["double"] == Tensor(0.1))
    #expect(tensors["single"] == Tensor([0.1, -3]))
    #expect(tensors["brain"] == Tensor([1.5, -3.140625]))
    #expect(tensors["half"] == Tensor([[1, -2.5, 65_504], [0x1p-24, .infinity, 0]]))
    #expect(tensors["half"]?.scalars.last?.sign == .minus)
    #expect(tensors["none"]?.shape == [0, 4])
  }

  @Test(
    "a file takes its name only when it is whole: nothing else stays in the folder, and what was there goes")
  func atomicWriting() throws {
    try withTemporaryFile { path in
      let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
      for value: Float in [1, 2] {
        try SafeTensors.write([("x", Tensor([value]))], to: path)
        #expect(try SafeTensors(contentsOf: path).tensors()["x"] == Tensor([value]))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["model.safetensors"])
      }
      // What is open stays as it was when the file is replaced.
      let open = try SafeTensors(contentsOf: path)
      try SafeTensors.write([("x", Tensor([3]))], to: path)
      #expect(try open.tensors()["x"] == Tensor([2]))
    }
  }

  @Test("what the system refuses is one line with the file's name")
  func systemErrors() throws {
    try withTemporaryFile { path in
      let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
      func problem(_ body: () throws -> Void) -> String {
        do {
          try body()
          return "no error"
        } catch {
          return "\(error)"
        }
      }
      #expect(
        problem { _ = try SafeTensors(contentsOf: path) }
          == "\(path): cannot be read: no such file or directory"
      )
      #expect(
        problem { _ = try SafeTensors(contentsOf: folder) }
          == "\(folder): cannot be read: it is not a regular file")
      #expect(
        problem { _ = try SafeTensors(contentsOf: "/dev/zero") }
          == "/dev/zero: cannot be read: it is not a regular file")
      #expect(
        problem { try SafeTensors.write([], to: path + "/deeper/x") }.hasPrefix(
          "\(path)/deeper/x: cannot be written: "))
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
      #expect(problem { try SafeTensors.write([], to: path) }.hasPrefix("\(path): cannot be written: "))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["model.safetensors"])
    }
  }

  @Test("two tensors of one name are no file: that traps, and the message names them")
  func nameTwice() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = SafeTensors.encode([(name: "a", value: Tensor([1])), (name: "a", value: Tensor([2]))])
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("two tensors have the name a"))
  }
}
