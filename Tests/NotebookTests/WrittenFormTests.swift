import Foundation
import Testing

@testable import Notebook

@Suite("The forms in which a run is written down")
struct WrittenFormTests {
  private static let forms = ["json", "html", "ipynb"]

  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "forms-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  @Test("One run writes all three, and each is what standard output would have got", arguments: forms)
  func allAtOnce(form: String) throws {
    try withFolder { folder in
      let paths = Self.forms.flatMap { ["--" + $0, folder.appending(path: $0).path] }
      let terminal = run(paths)
      #expect(terminal.status == 0 && terminal.text == run([]).text)
      let alone = run(["--" + form, "-"])
      #expect(alone.status == 0 && alone.errors.isEmpty)
      let written = try Data(contentsOf: folder.appending(path: form))
      #expect(written == Data(alone.output))
      #expect(run(["--" + form, "-"]).output == alone.output, "the same run gives the same bytes")
    }
  }

  @Test("Standard output has room for one form, a file too, and a script for none beside it")
  func refused() throws {
    #expect(
      run(["--ipynb", "-", "--json", "-"]).errors
        == "example: --json -, --ipynb -: standard output has room for one of them\n")
    try withFolder { folder in
      let path = folder.appending(path: "same").path
      let same = run(["--html", path, "--json", path])
      #expect(same.status == 64)
      #expect(same.errors == "example: --json and --html name one file, \(path); each needs its own\n")
      #expect(!FileManager.default.fileExists(atPath: path))
      // What was opened before it came to light that one cannot be is gone again.
      #expect(run(["--json", path, "--html", "/no/such/folder/x"]).status == 73)
      #expect(!FileManager.default.fileExists(atPath: path))
    }
    let script = Chapter("example", title: "Example", summary: "", isScript: true)
    for form in Self.forms {
      let both = run(["--script", "--\(form)", "x"], chapter: script)
      #expect(both.status == 64 && both.errors.contains("--script"), "\(both.errors)")
    }
  }

  @Test("A file that cannot be opened, or written, leaves the other files as they were", arguments: forms)
  func failures(form: String) throws {
    try withFolder { folder in
      let old = Data("old".utf8)
      let others = Self.forms.filter { $0 != form }
      for other in others { try old.write(to: folder.appending(path: other)) }
      let paths = others.flatMap { ["--" + $0, folder.appending(path: $0).path] }
      func expectOld() throws {
        for other in others {
          let bytes = try Data(contentsOf: folder.appending(path: other))
          #expect(bytes == old, "\(other)")
        }
      }
      let missing = run(paths + ["--" + form, "/no/such/folder/x"])
      #expect(missing.status == 73)
      try expectOld()
      let new = folder.appending(path: form).path
      #expect(run(paths + ["--" + form, new]) { _ in throw CommandFailure.input("is damaged") }.status == 66)
      #expect(!FileManager.default.fileExists(atPath: new))
      try expectOld()
      #if os(Linux)
        // What was written before the disk was full stays; what would come after it is left as it was.
        #expect(run(paths + ["--" + form, "/dev/full"]).status == 74)
        let place = Self.forms.firstIndex(of: form) ?? 0
        for other in others {
          let isOld = try Data(contentsOf: folder.appending(path: other)) == old
          #expect(
            isOld == ((Self.forms.firstIndex(of: other) ?? 0) > place), "\(other) with \(form) on a full disk"
          )
        }
      #endif
    }
  }

  @Test("The files of all forms are named, and a conversation is refused beside any on standard output")
  func named() {
    var named: [String] = []
    _ = run(["--json", "/dev/null", "--html", "/dev/stderr", "--ipynb", "-"]) { named = $0.namedFiles }
    #expect(named == ["/dev/null", "/dev/stderr"])
    for form in Self.forms {
      let talk = run(["--\(form)", "-"]) { try $0.requireConversation() }
      #expect(
        talk.errors
          == "example: a conversation cannot share standard output with --\(form) -; --\(form) PATH is accepted\n"
      )
    }
  }

  @Test(
    "The command that makes a run again is one that a shell reads so: what was given, in the order of the help"
  )
  func command() throws {
    func command(_ arguments: [String]) -> String {
      var command = ""
      _ = run(arguments + ["--ipynb", "/dev/null", "--no-color"]) { command = $0.commandText }
      return command
    }
    #expect(command([]) == "swift run example")
    #expect(
      command(["--seed", "3", "--rate=0.5", "--causal", "--width", "16"])
        == "swift run example --causal --width 16 --rate 0.5 --seed 3")
    for text in ["it's", "a b", "$HOME", "a\nb", "`x`", "\"", "猫", "a*", "'", "''a", "x;y", "~", "#"] {
      let words = command(["--text", text])
      let shell = Process()
      shell.executableURL = URL(filePath: "/bin/sh")
      shell.arguments = ["-c", "printf '%s' " + words.dropFirst("swift run example --text ".count)]
      let pipe = Pipe()
      shell.standardOutput = pipe
      try shell.run()
      let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
      shell.waitUntilExit()
      #expect(String(decoding: output, as: UTF8.self) == text, "\(words)")
    }
    #expect(command(["--text", "a-b_c.d/e,f:g=h+i@j%k9"]).hasSuffix(" a-b_c.d/e,f:g=h+i@j%k9"))
  }
}
