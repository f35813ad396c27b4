import Foundation
import Slides
import Testing

#if FUSED_MULTIPLY_ADD
  @Suite("The slides of every chapter")
  struct SlideTests {
    /// A portable build rounds differently, and its transcripts are of shorter runs: numbers are those of this one.
    @Test("say what its runs show, and keep to the lecture's time", arguments: promises)
    func deck(_ promise: ChapterPromise) throws {
      func text(_ path: String) throws -> String {
        try String(contentsOf: packageFolder.appending(path: path), encoding: .utf8)
      }
      let lecture = try text("Chapters/\(promise.folder)/README.md")
      let heading = String(lecture.dropFirst(2).prefix { !$0.isNewline })
      let path = "Chapters/\(promise.folder)/slides.md"
      let check = DeckCheck(
        try text(path), at: path, heading: heading,
        minutes: LectureTime.minutes(of: heading, in: try text("Docs/Teaching.md")), in: packageFolder
      ) { arguments in
        let command = (["swift run", promise.command] + arguments).joined(separator: " ")
        let run =
          try arguments.isEmpty ? KnownRun.atDefaults(promise) : KnownRun.of(promise.command, arguments)
        return try run.recorded(as: command, isDefault: arguments.isEmpty)
      }
      #expect(check.defects == [])
    }
  }
#endif
