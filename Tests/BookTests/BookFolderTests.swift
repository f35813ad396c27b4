import Foundation
import Terminal
import TestSupport
import Testing

@testable import Book

@Suite("The folder of a book")
struct BookFolderTests {
  private let folder: TemporaryFolder
  private var path: String { folder.url.path }

  init() throws { folder = try TemporaryFolder() }

  private var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
  }

  @Test("A folder that is not there is made, and an empty one is filled")
  func new() throws {
    for place in [path, path + "/one/two"] {
      try BookFolder(place).write([("index.html", "a")])
      #expect(try String(contentsOfFile: place + "/index.html", encoding: .utf8) == "a")
    }
  }

  @Test(
    "An older book is replaced: its pages that are no more go, and what somebody else has put there stays")
  func replaced() throws {
    try BookFolder(path).write([("index.html", "old"), ("gone.html", "old")])
    try folder.write("mine", to: "CNAME")
    try BookFolder(path).write([("index.html", "new"), ("more.html", "new")])
    #expect(try names == ["CNAME", "book.txt", "index.html", "more.html"])
    #expect(try folder.read("index.html") == "new")
  }

  @Test(
    "A folder with anything else in it is refused, and left as it was",
    arguments: ["a.txt", "book.txt", ".hidden"])
  func refused(_ name: String) throws {
    try folder.write("index.html\n", to: name)
    let failure = #expect(throws: CommandFailure.self) { try BookFolder(path) }
    #expect(failure?.reason == .usage && failure?.description.contains("neither empty nor a book") == true)
    #expect(try names == [name])
  }

  @Test("A file is refused")
  func file() throws {
    try folder.write("", to: "a")
    let failure = #expect(throws: CommandFailure.self) { try BookFolder(path + "/a") }
    #expect(failure?.reason == .output && failure?.description.contains("is a file") == true)
  }

  @Test(
    "A folder that cannot be made is refused before anything is run, and a look at one leaves nothing behind")
  func room() throws {
    try folder.write("", to: "a")
    let failure = #expect(throws: CommandFailure.self) { try BookFolder(path + "/a/book") }
    #expect(failure?.reason == .output && failure?.description.contains("cannot be made") == true)
    _ = try BookFolder(path + "/one/two")
    #expect(try names == ["a"])
  }

  @Test("A list that names files elsewhere removes none of them")
  func elsewhere() throws {
    try folder.write("mine", to: "outside.html")
    let place = path + "/book"
    try BookFolder(place).write([("index.html", "old")])
    let list = try String(contentsOfFile: place + "/book.txt", encoding: .utf8)
    try folder.write(list + "../outside.html\n\(path)/outside.html\nmine.txt\n", to: "book/book.txt")
    try folder.write("mine", to: "book/mine.txt")
    try BookFolder(place).write([("index.html", "new")])
    #expect(try names == ["book", "outside.html"])
    #expect(try folder.read("book/mine.txt") == "mine")
  }
}
