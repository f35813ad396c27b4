import Foundation
import TestSupport
import Testing

@testable import MutationTesting

@Suite("The lists of mutations")
struct ListTests {
  private static let block = """
    mutation one
    breaks what is said
    in Sources/Room/File.swift
    killed by RoomTests.SuiteTests/test
     stays
    -goes
    +comes
    """

  @Test("A block is read with its lines; what is between blocks is not")
  func block() throws {
    let read = try Mutation.list("# About\n\n\(Self.block)\n\n# More\n", room: "room")
    let mutation = try #require(read.first)
    #expect(read.count == 1 && mutation.name == "one" && mutation.room == "room")
    #expect(mutation.breakage == "what is said" && mutation.file == "Sources/Room/File.swift")
    #expect(mutation.test == "RoomTests.SuiteTests/test" && mutation.testTarget == "RoomTests")
    #expect(mutation.original == ["stays", "goes"] && mutation.replacement == ["stays", "comes"])
    #expect(mutation.text == Self.block)
  }

  @Test(
    "What is no block is refused",
    arguments: [
      ("killed by RoomTests.SuiteTests/test\n", "", "needs mutation, breaks, in, killed by"),
      ("-goes\n", "-comes\n", "is no part of a mutation"), ("breaks what is said", "braeks", "is no part"),
      ("breaks what is said", "breaks one\nbreaks two", "is no part"), ("+comes", "+goes", "and other lines"),
      ("Sources/Room", "Docs/Room", "a file in Chapters or Sources or Tests"),
      ("Sources/", "../Sources/", "a file in"),
      ("SuiteTests/test", "SuiteTests", "Target.Suite/function"),
      ("mutation one\n", "", "before any mutation"),
    ])
  func refusals(_ part: String, _ replacement: String, _ complaint: String) throws {
    // A line without its sign is no part of a block.
    let text = Self.block.replacingOccurrences(
      of: part, with: part == "-goes\n" ? "comes\n" : replacement)
    let error = try #require(throws: ListError.self) { try Mutation.list(text, room: "room") }
    #expect(error.description.contains(complaint), "\(error)")
  }

  @Test("The original lines have to be there once")
  func places() throws {
    let mutation = try Mutation.list(Self.block, room: "room")[0]
    #expect(try mutation.applied(to: "before\nstays\ngoes\nafter\n") == "before\nstays\ncomes\nafter\n")
    for (text, count) in [("stays\nbefore\ngoes", 0), ("stays\ngoes\nstays\ngoes", 2), (" stays\ngoes", 0)] {
      let error = #expect(throws: ListError.self) { try mutation.applied(to: text) }
      #expect(error?.description.contains("\(count) times") == true)
    }
  }

  @Test("Every mutation of this package has its own name and is one place in its file")
  func package() throws {
    let here = URL(filePath: #filePath).deletingLastPathComponent()
    let package = here.deletingLastPathComponent().deletingLastPathComponent()
    let mutations = try Mutation.lists(of: package)
    #expect(mutations.count >= 350)
    for mutation in mutations { #expect(throws: Never.self) { try mutation.requirePlace(in: package) } }
  }

  @Test("Every mutation of this package names a test that is there")
  func tests() throws {
    let here = URL(filePath: #filePath).deletingLastPathComponent()
    let package = here.deletingLastPathComponent().deletingLastPathComponent()
    for mutation in try Mutation.lists(of: package) {
      let test = try TestSources.attribute(of: mutation.test)
      #expect(test != nil, "\(mutation.name): there is no \(mutation.test)")
    }
  }

  @Test("Two mutations of one name, a file that is not there and a package without lists are refused")
  func packages() throws {
    let other = Self.block.replacingOccurrences(of: "mutation one", with: "mutation two")
    func complaint(_ files: [String: String]) throws -> String {
      let folder = try TemporaryFolder(holding: files)
      let error = #expect(throws: ListError.self) {
        for mutation in try Mutation.lists(of: folder.url) { try mutation.requirePlace(in: folder.url) }
      }
      return error?.description ?? ""
    }
    let source = ["Sources/Room/File.swift": "stays\ngoes\n"]
    let lists = ["Tests/Mutations/Lists/a.txt": Self.block, "Tests/Mutations/Lists/b.txt": other]
    let whole = try TemporaryFolder(holding: source.merging(lists) { $1 })
    #expect(try Mutation.lists(of: whole.url).map(\.name) == ["one", "two"])
    #expect(try complaint(source).contains("no lists in"))
    #expect(try complaint(lists).contains("one: there is no file Sources/Room/File.swift"))
    try whole.write(Self.block, to: "Tests/Mutations/Lists/b.txt")
    let error = #expect(throws: ListError.self) { try Mutation.lists(of: whole.url) }
    #expect(error?.description == "two mutations have the name one")
  }
}
