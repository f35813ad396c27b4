import Autodiff
import Exchange
import ModelSupport
import Randomness
import Testing

/// Every way in which a file can be no safetensors file; none may stop the program or take memory.
@Suite("Damaged and hostile safetensors files")
struct DamagedFileTests {
  /// A file with a header as given, its right length before it and `dataCount` bytes after it.
  private func file(_ header: String, dataCount: Int = 8) -> [UInt8] {
    let header = Array(header.utf8)
    return (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) } + header
      + Array(repeating: 0, count: dataCount)
  }

  private func tensor(_ shape: String, _ offsets: String, type: String = "F32") -> String {
    #"{"dtype":"\#(type)","shape":\#(shape),"data_offsets":\#(offsets)}"#
  }

  private func problem(_ bytes: [UInt8]) -> CheckpointError.Problem? {
    do {
      _ = try SafeTensors(bytes: bytes, name: "x.safetensors")
      return nil
    } catch {
      let line = error.description
      #expect(line.hasPrefix("x.safetensors: ") && !line.contains("\n") && line.utf8.count < 700)
      return error.problem
    }
  }

  @Test("a whole file is accepted, so that what follows is refused for its damage alone")
  func whole() {
    #expect(problem(file(#"{"a":\#(tensor("[2]", "[0,8]"))}"#)) == nil)
    #expect(problem(file(" {} ", dataCount: 0)) == nil)
  }

  @Test("a header that cannot be there")
  func headerLength() {
    #expect(problem([]) == .tooShort(bytes: 0))
    #expect(problem([2, 0, 0, 0, 0, 0, 0]) == .tooShort(bytes: 7))
    #expect(problem([9, 0, 0, 0, 0, 0, 0, 0, 0x7B, 0x7D]) == .headerOutsideFile(bytes: 9, available: 2))
    #expect(
      problem([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7B, 0x7D])
        == .headerTooLong(bytes: .max, limit: 100_000_000))
    #expect(
      problem([0x01, 0xE1, 0xF5, 0x05, 0, 0, 0, 0]) == .headerTooLong(bytes: 100_000_001, limit: 100_000_000))
    #expect(
      problem([0x00, 0xE1, 0xF5, 0x05, 0, 0, 0, 0]) == .headerOutsideFile(bytes: 100_000_000, available: 0))
  }

  @Test(
    "a header that is not the JSON of the format",
    arguments: [
      "", "[]", "null", "{", "{\"a\"", "{\"a\":1}", "{} {}", "{}x", "{\"a\":{}}", "{\"a\":{},}", "{\"a\" {}}",
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}}", "{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,8]}}",
      "{\"a\":{\"shape\":[2],\"data_offsets\":[0,8]}}",
      "{\"a\":{\"dtype\":F32,\"shape\":[2],\"data_offsets\":[0,8]}}",
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8],\"more\":1}}",
      "{\"__metadata__\":{\"a\":1}}",
      "{\"__metadata__\":\"a\"}", "{\"a\\x\":{}}", "{\"a\\u12\":{}}", "{\"\\ud800\":{}}",
      "{\"\\ud800\\u0041\":{}}",
      "{\"\\udc00\":{}}", "{\"a\u{1}\":{}}", "{\"a\\", "{\"a\\u", "{\"\\ud800\\u",
    ])
  func badJSON(header: String) {
    guard case .badHeader = problem(file(header)) else {
      Issue.record("\(header): \(String(describing: problem(file(header))))")
      return
    }
  }

  @Test("a header that is not UTF-8")
  func notText() {
    #expect(
      problem([4, 0, 0, 0, 0, 0, 0, 0, 0x7B, 0x22, 0xFF, 0x7D])
        == .badHeader("text that is not UTF-8", position: 0))
    #expect(
      problem([3, 0, 0, 0, 0, 0, 0, 0, 0x7B, 0xC3, 0x7D]) == .badHeader("text that is not UTF-8", position: 0)
    )
  }

  @Test(
    "sizes and places that are no whole numbers",
    arguments: [
      "[-1]", "[1.5]", "[2e0]", "[02]", "[\"2\"]", "[9223372036854775808]", "[2,]", "[,2]", "[[2]]", "2",
    ])
  func badNumbers(list: String) {
    for header in [tensor(list, "[0,8]"), tensor("[2]", list)] {
      guard case .badHeader = problem(file(#"{"a":\#(header)}"#)) else {
        Issue.record("\(header) was not refused as bad JSON")
        return
      }
    }
  }

  @Test("names that appear twice: of tensors, of metadata, of fields")
  func duplicates() {
    let a = tensor("[1]", "[0,4]")
    #expect(problem(file(#"{"a":\#(a),"a":\#(tensor("[1]", "[4,8]"))}"#)) == .duplicateName("a"))
    #expect(problem(file(#"{"a":\#(a),"\u0061":\#(tensor("[1]", "[4,8]"))}"#)) == .duplicateName("a"))
    #expect(problem(file(#"{"__metadata__":{"k":"","k":""}}"#)) == .duplicateName("k"))
    #expect(problem(file(#"{"__metadata__":{},"__metadata__":{}}"#)) == .duplicateName("__metadata__"))
    #expect(problem(file(#"{"a":{"dtype":"F32","dtype":"F32"}}"#)) == .duplicateName("dtype"))
  }

  @Test("shapes that do not go with their bytes, up to those whose product no integer holds")
  func shapes() {
    for (shape, sizes) in [
      ("[3]", [3]), ("[]", []), ("[0]", [0]), ("[2,2]", [2, 2]),
      ("[4294967296,4294967296]", [4_294_967_296, 4_294_967_296]),
      ("[4611686018427387904]", [4_611_686_018_427_387_904]),
      ("[9223372036854775807,2]", [.max, 2]), ("[9223372036854775807,2,0]", [.max, 2, 0]),
    ] {
      #expect(problem(file(#"{"a":\#(tensor(shape, "[0,8]"))}"#)) == .badShape(sizes, tensor: "a", bytes: 8))
    }
    // An empty tensor whose other sizes multiply to more than an integer holds.
    #expect(
      problem(file(#"{"a":\#(tensor("[9223372036854775807,2,0]", "[0,0]"))}"#, dataCount: 0))
        == .badShape([.max, 2, 0], tensor: "a", bytes: 0))
    let deep = "[" + Array(repeating: "1000000", count: 50).joined(separator: ",") + "]"
    guard case .badShape = problem(file(#"{"a":\#(tensor(deep, "[0,8]"))}"#)) else {
      Issue.record("a shape of fifty large sizes was not refused")
      return
    }
  }

  @Test("types that are not read")
  func types() {
    for type in ["f32", "", "F4"] {
      #expect(
        problem(file(#"{"a":\#(tensor("[1]", "[0,8]", type: type))}"#)) == .unknownType(type, tensor: "a"))
    }
    // The format's other types may be in the file, and are refused when they are asked for.
    for (type, size) in [("I64", 8), ("BOOL", 1), ("F8_E4M3", 1), ("U8", 1), ("I16", 2), ("U32", 4)] {
      let bytes = file(#"{"a":\#(tensor("[\(8 / size)]", "[0,8]", type: type))}"#)
      #expect(throws: CheckpointError(file: "x", .unknownType(type, tensor: "a"))) {
        try SafeTensors(bytes: bytes, name: "x").tensors()
      }
      let wrong = file(#"{"a":\#(tensor("[\(8 / size + 1)]", "[0,8]", type: type))}"#)
      #expect(problem(wrong) == .badShape([8 / size + 1], tensor: "a", bytes: 8))
    }
  }

  @Test("bytes outside the file, before their own beginning, twice used or never")
  func places() {
    #expect(
      problem(file(#"{"a":\#(tensor("[4]", "[0,16]"))}"#))
        == .outsideFile(tensor: "a", range: [0, 16], available: 8))
    #expect(
      problem(file(#"{"a":\#(tensor("[2]", "[9223372036854775800,9223372036854775807]"))}"#))
        == .outsideFile(tensor: "a", range: [.max - 7, .max], available: 8))
    #expect(
      problem(file(#"{"a":\#(tensor("[2]", "[8,0]"))}"#))
        == .outsideFile(tensor: "a", range: [8, 0], available: 8))
    let (first, both) = (tensor("[1]", "[0,4]"), tensor("[2]", "[0,8]"))
    #expect(
      problem(file(#"{"a":\#(first),"b":\#(both)}"#)) == .gapOrOverlap(tensor: "b", expected: 4, found: 0))
    #expect(
      problem(file(#"{"a":\#(tensor("[1]", "[4,8]"))}"#)) == .gapOrOverlap(tensor: "a", expected: 0, found: 4)
    )
    #expect(problem(file(#"{"a":\#(first)}"#)) == .trailingBytes(4))
    #expect(problem(file("{}")) == .trailingBytes(8))
    guard case .badHeader = problem(file(#"{"a":\#(tensor("[2]", "[0,4,8]"))}"#)) else {
      Issue.record("three offsets were not refused")
      return
    }
  }

  @Test("a hostile name cannot break the message: its control characters are spelled, its length is bounded")
  func hostileNames() {
    let name = #"\u001b[2J\n"# + String(repeating: "長", count: 500)
    let bytes = file(#"{"\#(name)":\#(tensor("[1]", "[0,8]", type: "I8"))}"#)
    #expect(problem(bytes) != nil)
  }

  @Test("every truncation of a file is refused")
  func truncations() {
    let bytes = SafeTensors.encode([("a", Tensor([1, 2])), ("b", Tensor([[3]]))], metadata: ["k": "v"])
    for length in 0..<bytes.count { #expect(problem(Array(bytes.prefix(length))) != nil) }
    #expect(problem(bytes + [0]) == .trailingBytes(1))
  }

  @Test("random damage is refused or harmless, never fatal")
  func mutations() throws {
    let whole = SafeTensors.encode(
      [("weight", Tensor([[1, 2], [3, 4]])), ("bias", Tensor([5, 6])), ("none", .zeros([0, 2]))],
      metadata: ["configuration": "{\"a\":1}", "step": "3"])
    var generator = SeededGenerator(seed: 2026)
    let interesting = Array("{}[]\",:\\u0123456789-+.eE \n".utf8) + [0x00, 0x7F, 0x80, 0xFF]
    var refused = 0
    for _ in 0..<20_000 {
      var bytes = whole
      for _ in 0...generator.index(below: 3) {
        let place = generator.index(below: bytes.count)
        switch generator.index(below: 5) {
        case 0: bytes[place] ^= 1 << UInt8(generator.index(below: 8))
        case 1: bytes[place] = interesting[generator.index(below: interesting.count)]
        case 2: bytes.remove(at: place)
        case 3: bytes.insert(interesting[generator.index(below: interesting.count)], at: place)
        default: bytes.replaceSubrange(place..<min(place + 4, bytes.count), with: bytes.prefix(4))
        }
      }
      if let file = try? SafeTensors(bytes: bytes, name: "x.safetensors") {
        // What is accepted can be read, and is no larger than the file.
        #expect(try file.tensors().values.reduce(0) { $0 + 2 * $1.count } <= bytes.count)
      } else {
        refused += 1
      }
    }
    #expect(refused > 10_000)
  }
}
