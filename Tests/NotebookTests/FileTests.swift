import Foundation
import Testing

@testable import Notebook

@Suite("Files and streams of a chapter")
struct FileTests {
  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "notebook-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  @Test("An old JSON file survives a run that fails, and is replaced whole by one that does not")
  func oldFile() throws {
    try withFolder { folder in
      let file = folder.appending(path: "old.json")
      let old = Data(repeating: 0x41, count: 100_000)
      try old.write(to: file)
      #expect(run(["--json", file.path]) { _ in throw CommandFailure.input("is damaged") }.status == 66)
      #expect(try Data(contentsOf: file) == old)
      #expect(run(["--json", file.path]).status == 0)
      #expect(try Data(contentsOf: file).last == UInt8(ascii: "\n") && Data(contentsOf: file).count < 1_000)
    }
  }

  @Test("A folder for a file, a full disk behind it, a path that is none: each has its status")
  func wrongFiles() throws {
    #expect(run(["--json", "/"]).errors == "example: cannot write /: is a directory\n")
    #expect(run(["--json", "/"]).status == 73)
    #if os(Linux)
      let full = run(["--json", "/dev/full"])
      #expect(
        full.status == 74 && full.errors == "example: cannot write /dev/full: no space left on device\n")
      // An endless file is refused before it fills the memory.
      #expect(
        run(["--file", "/dev/zero"]).errors == "example: cannot read /dev/zero: it is larger than 256 MB\n")
    #endif
  }

  private func written(failing failure: any Error, after pieces: Int = 0) -> (
    status: Int32, errors: String, written: Int
  ) {
    var (errors, written, hasFailed) = ("", 0, false)
    let console = Console(
      arguments: [],
      writeOutput: { _ in
        if written == pieces, !hasFailed {
          hasFailed = true
          throw failure
        }
        written += 1
      }, writeError: { errors += $0 })
    let status = chapter.run(on: console) { notebook in
      for _ in 0..<5 { notebook.prose("Hello.") }
      notebook.check("so", isTrue: true)
    }
    return (status, errors, written)
  }

  @Test(
    "When the output cannot be written the chapter ends with 74 and one line, when nobody reads it with 141 and none"
  )
  func output() {
    let full = written(
      failing: CommandFailure(.writing, "cannot write standard output: no space left on device"))
    #expect(full.status == 74)
    #expect(full.errors == "example: cannot write standard output: no space left on device\n")
    let later = written(failing: CommandFailure(.writing, "full"), after: 3)
    #expect(later.status == 74 && later.written == 3, "nothing is written behind what is missing")
    let closed = written(failing: BrokenPipe())
    #expect(closed.status == 141 && closed.errors.isEmpty)
  }

  @Test("An error of another kind is the input's, and is one line")
  func report() {
    struct Odd: Error, CustomStringConvertible { let description = "a\nb" }
    var errors = ""
    let console = Console(arguments: [], writeOutput: { _ in }, writeError: { errors += $0 })
    #expect(console.report(Odd(), by: "this") == 66)
    #expect(console.report(CommandFailure.usage("wrong"), by: "that") == 64)
    #expect(errors == "this: a⏎b\nthat: wrong\n")
  }

  @Test(
    "The number of a system error is that of the call that failed, however many threads ask for memory meanwhile"
  )
  func systemErrors() async {
    await withTaskGroup(of: Int.self) { group in
      for worker in 0..<16 {
        group.addTask {
          (0..<200).count { (attempt: Int) in
            let path = "/no/such/\(worker)/\(String(repeating: "x", count: attempt))"
            do {
              _ = try InputFile.bytes(at: path)
              return true
            } catch {
              return "\(error)" != "cannot read \(path): no such file or directory"
            }
          }
        }
      }
      for await wrong in group { #expect(wrong == 0) }
    }
  }
}
