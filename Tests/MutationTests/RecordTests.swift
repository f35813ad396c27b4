import Foundation
import TestSupport
import Testing

@testable import MutationTesting

@Suite("The record of kills")
struct RecordTests {
  private let package: TemporaryFolder

  init() throws {
    package = try TemporaryFolder(holding: [
      "Sources/Room/File.swift": "let one = 1\n", "Sources/Room/Other.swift": "let two = 2\n",
      "Tests/RoomTests/Tests.swift": "tests", "Tests/RoomTests/Deep/Support.swift": "support",
      "Tests/RoomTests/Fixture.json": "{}", "Tests/OtherTests/Tests.swift": "others",
    ])
  }

  private func mutation(_ text: String = "text") -> Mutation {
    Mutation(
      name: "one", room: "room", breakage: "", file: "Sources/Room/File.swift", test: "RoomTests.S/t",
      original: [], replacement: [], text: text)
  }

  /// How the mutation was killed, as another run would read it.
  private func kill(_ text: String = "text") throws -> String? {
    try Record(of: package.url).kill(of: mutation(text))
  }

  @Test("A kill is known to the next run, whatever ended it; what was no kill is not kept")
  func kept() throws {
    #expect(try kill() == nil)
    let record = Record(of: package.url)
    for verdict in [Verdict.survived, .killedByAnother("x"), .misstated("x")] {
      try record.add(verdict, of: mutation())
      #expect(try kill() == nil && record.kill(of: mutation()) == nil)
    }
    for verdict in [Verdict.killed(by: "RoomTests.S/t"), .hung("RoomTests.S/t")] {
      try record.add(verdict, of: mutation())
      #expect(try kill() == "\(verdict)" && record.kill(of: mutation()) == "\(verdict)")
    }
    try record.remove(mutation())
    #expect(try kill() == nil && record.kill(of: mutation()) == nil)
    try record.add(.killed(by: "RoomTests.S/t"), of: mutation())
    #expect(try kill() != nil)
  }

  @Test(
    "It holds while the mutation, the file that it breaks and its target's tests are what they were",
    arguments: [
      ("Sources/Room/File.swift", false), ("Tests/RoomTests/Tests.swift", false),
      ("Tests/RoomTests/Deep/Support.swift", false), ("Tests/RoomTests/New.swift", false),
      ("Sources/Room/Other.swift", true), ("Tests/RoomTests/Fixture.json", true),
      ("Tests/OtherTests/Tests.swift", true),
    ])
  func changes(_ path: String, _ holds: Bool) throws {
    let record = Record(of: package.url)
    try record.add(.killed(by: "RoomTests.S/t"), of: mutation())
    let before = try? String(contentsOf: package.url.appending(path: path), encoding: .utf8)
    try package.write("changed", to: path)
    #expect(try (kill() != nil) == holds)
    if let before {
      try package.write(before, to: path)
      #expect(try kill() != nil)
    }
    #expect(try kill("another text") == nil)
  }

  @Test("Two runs add to one record at the same time")
  func twoRuns() throws {
    let first = Record(of: package.url)
    let second = Record(of: package.url)
    try first.add(.killed(by: "a"), of: mutation("1"))
    try second.add(.killed(by: "b"), of: mutation("2"))
    try first.add(.killed(by: "c"), of: mutation("3"))
    #expect(try kill("1") != nil && kill("2") != nil && kill("3") != nil)
  }
}
