import CourseworkSupport
import Foundation
import Testing

@testable import Coursework

/// A toolchain that does what a script says, first on the path of a process of its own.
@Suite("Builds that fail by something else than a source")
struct WorkshopFailureTests {
  /// What the failure says that a build gives with such a toolchain.
  private func failure(of script: String, deadline: Double = 30) async -> String {
    let result = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
      [script, deadline] in
      try withTemporaryFolder { folder in
        let swift = folder.appending(path: "swift")
        try write("#!/bin/sh\n\(script)\n", to: swift)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: swift.path)
        setenv("PATH", "\(folder.path):/usr/bin:/bin", 1)
        let workshop = Workshop(folder: folder)
        do {
          print(try workshop.build(Syllabus.chapters[0], deadline: deadline))
        } catch {
          print(error)
        }
      }
    }
    return String(decoding: result?.standardOutputContent ?? [], as: UTF8.self)
  }

  @Test(
    "The failure says which, in one line",
    arguments: [
      ("echo first; echo last >&2; exit 2", "swift build --product AutodiffAnswers failed: last\n"),
      ("exit 2", "swift build --product AutodiffAnswers failed: it says nothing\n"),
      ("kill -KILL $$", "swift build --product AutodiffAnswers failed: it says nothing\n"),
      ("exec sleep 100", "swift build had not ended after 5 s\n"),
      (
        "echo 'Another instance of SwiftPM (PID: 7) is already running' >&2; exec sleep 100",
        "another build of this package has been running for 5 s; wait for its end\n"
      ),
      ("exit 0", "swift build has made no program AutodiffAnswers\n"),
    ])
  func failures(script: String, message: String) async {
    let isEndless = script.contains("sleep")
    #expect(await failure(of: script, deadline: isEndless ? 5 : 60) == message)
  }

  @Test("The package's own programs are built for what this one was built for, in the debug configuration")
  func arguments() async {
    let message = await failure(of: #"echo "$@"; exit 2"#)
    #expect(message.contains("build --configuration debug --package-path /"))
    #expect(
      message.contains("--disable-default-traits") == Workshop.traits.contains("--disable-default-traits"))
    #expect(message.hasSuffix("--product AutodiffAnswers\n"))
  }
}
