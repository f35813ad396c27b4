import CourseworkSupport
import Foundation
import Testing

@testable import Coursework

@Suite("Folders of submissions")
struct SubmissionTests {
  private let name = "04-SingleHeadAttention.swift"
  private let key = "04-SingleHeadAttention"

  @Test("Files lie in the folder, in its Exercises, or in its only sub-folder")
  func places() throws {
    try withTemporaryFolder { folder in
      for (student, place) in [("a", ""), ("b", "Exercises/"), ("c", "transformer-main/Exercises/")] {
        try write(student, to: folder.appending(path: "\(student)/\(place)\(name)"))
        try write("x", to: folder.appending(path: "\(student)/\(place)Other.swift"))
      }
      try write("x", to: folder.appending(path: "d/essay.md"))
      let submissions = try Submission.all(in: folder)
      #expect(submissions.map(\.name) == ["a", "b", "c", "d"])
      #expect(submissions.map { $0.files[key] } == [Data("a".utf8), Data("b".utf8), Data("c".utf8), nil])
      #expect(submissions.allSatisfy { $0.files.count <= 1 })
      #expect(submissions.map(\.notes.count) == [0, 0, 1, 1])
      #expect(submissions[2].notes == ["\(name) lies in transformer-main/Exercises"])
      #expect(submissions[3].notes == ["there is no file of an exercise in this folder: it holds essay.md"])
    }
  }

  @Test("A clone is one submission, unless it is said to hold many")
  func one() throws {
    try withTemporaryFolder { folder in
      try write("mine", to: folder.appending(path: "Exercises/\(name)"))
      try write("x", to: folder.appending(path: "Package.swift"))
      #expect(try Submission.all(in: folder).map { $0.files[key] } == [Data("mine".utf8)])
      #expect(try Submission.all(in: folder, many: true).map(\.name) == ["Exercises"])
    }
  }

  @Test("A folder with one submission is named for it")
  func only() throws {
    try withTemporaryFolder { folder in
      try write("x", to: folder.appending(path: "ada/\(name)"))
      #expect(try Submission.all(in: folder).map(\.name) == ["ada"])
    }
  }

  @Test(
    "A file with nearly the right name, at whatever place, is taken with a remark",
    arguments: [
      ("04-SingleHeadAttention (1).swift", "04-SingleHeadAttention (1).swift is taken for"),
      ("Copy of 04-singleheadattention.swift.txt", "Copy of 04-singleheadattention.swift.txt is taken for"),
      ("week 4/mine/04-SingleHeadAttention.SWIFT", "week 4/mine/04-SingleHeadAttention.SWIFT is taken for"),
      ("week 4/04-SingleHeadAttention.swift", "04-SingleHeadAttention.swift lies in week 4"),
    ])
  func nearly(path: String, remark: String) throws {
    try withTemporaryFolder { folder in
      try write("mine", to: folder.appending(path: "ada/\(path)"))
      let submission = Submission(in: folder.appending(path: "ada"))
      #expect(submission.files == [key: Data("mine".utf8)])
      #expect(submission.notes.count == 1)
      #expect(submission.notes.first?.hasPrefix(remark) ?? false, "\(submission.notes)")
    }
  }

  @Test("Of several files the exact name comes first, then the top, then the highest number")
  func several() throws {
    try withTemporaryFolder { folder in
      func add(_ path: String) throws { try write(path, to: folder.appending(path: path)) }
      func taken() -> String? {
        Submission(in: folder).files[key].map { String(decoding: $0, as: UTF8.self) }
      }
      try add("old/\(key) (10).swift")
      try add("old/\(key) (9).swift")
      #expect(taken() == "old/\(key) (10).swift")
      try add("\(key) (2).swift")
      #expect(taken() == "\(key) (2).swift")
      #expect(
        Submission(in: folder).notes == [
          "\(key) (2).swift is taken for \(name)",
          "old/\(key) (10).swift is passed over for \(key) (2).swift",
          "old/\(key) (9).swift is passed over for \(key) (2).swift",
        ])
      try add("deep/er/\(name)")
      #expect(taken() == "deep/er/\(name)")
      try add("Exercises/\(name)")
      #expect(taken() == "Exercises/\(name)")
      // A copy of the same bytes needs no remark.
      try write("Exercises/\(name)", to: folder.appending(path: "deep/er/\(name)"))
      #expect(!Submission(in: folder).notes.contains { $0.contains("deep") })
    }
  }

  @Test("Hidden files, the course's own solutions and what is no source are not read")
  func passedOver() throws {
    try withTemporaryFolder { folder in
      for path in [".git/\(name)", "__MACOSX/._\(name)", "Exercises/Solutions/\(name)", "\(key).pdf"] {
        try write("x", to: folder.appending(path: "ada/\(path)"))
      }
      let submission = Submission(in: folder.appending(path: "ada"))
      #expect(submission.files.isEmpty)
      #expect(
        submission.notes == [
          "there is no file of an exercise in this folder: it holds \(key).pdf, Exercises, __MACOSX"
        ])
      #expect(Submission(in: folder.appending(path: "ada/__MACOSX")).notes[0].hasSuffix("it is empty"))
      for extra in ["a", "b"] { try write("x", to: folder.appending(path: "ada/\(extra)")) }
      #expect(
        Submission(in: folder.appending(path: "ada")).notes[0].hasSuffix("Exercises, __MACOSX and 2 more"))
    }
  }

  @Test("A byte-order mark, Windows line endings and UTF-16 are told; the text is what it was")
  func encodings() throws {
    try withTemporaryFolder { folder in
      let place = folder.appending(path: name)
      func submission(_ bytes: [UInt8]) throws -> Submission {
        try Data(bytes).write(to: place)
        return Submission(in: folder)
      }
      let marked = try submission([0xEF, 0xBB, 0xBF] + Array("a\r\nb".utf8))
      #expect(
        marked.notes == ["\(name) begins with a byte-order mark", "\(name) has Windows line endings"])
      #expect(marked.files[key] == Data([0xEF, 0xBB, 0xBF] + Array("a\r\nb".utf8)))
      for bytes: [UInt8] in [[0xFF, 0xFE, 0x61, 0x00], [0xFE, 0xFF, 0x00, 0x61]] {
        let wide = try submission(bytes)
        #expect(wide.notes == ["\(name) is UTF-16 and is read as such"])
        #expect(wide.files[key] == Data("a".utf8))
      }
      #expect(try submission(Array("a\nb".utf8)).notes == [])
      let huge = try submission(Array(repeating: 0x20, count: 3_000_000))
      #expect(huge.files[key]?.count == SourceInspection.largestSize + 1)
    }
  }

  @Test("A learner's own files, and what is missing of them")
  func own() throws {
    let temporary = try TemporaryWorkshop()
    let chapter = Syllabus.chapters[4]
    try temporary.write("x", to: "Exercises/\(Syllabus.chapters[5].folder) (1).swift")
    let all = Submission(of: temporary.workshop)
    let count = Syllabus.chapters.count
    #expect(all.name == "Exercises" && all.files.count == count && all.notes.isEmpty)
    try FileManager.default.removeItem(at: temporary.workshop.folder.appending(path: chapter.file))
    let some = Submission(of: temporary.workshop)
    #expect(some.files.count == count - 1 && some.files[chapter.folder] == nil)
    #expect(some.notes.first?.hasPrefix("\(chapter.file) is missing") ?? false)
    let solutions = Submission(of: Workshop(folder: temporary.workshop.folder, usesSolutions: true))
    #expect(solutions.name == "Solutions" && solutions.files.count == count)
  }

  @Test("Links are not followed")
  func links() throws {
    try withTemporaryFolder { folder in
      let secret = folder.appending(path: "secret.swift")
      try write("secret", to: secret)
      let student = folder.appending(path: "class/ada")
      try FileManager.default.createDirectory(at: student, withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(
        at: student.appending(path: name), withDestinationURL: secret)
      try FileManager.default.createSymbolicLink(
        at: folder.appending(path: "class/bob"), withDestinationURL: student)
      try write("secret", to: folder.appending(path: "elsewhere/\(name)"))
      try FileManager.default.createSymbolicLink(
        at: student.appending(path: "inner"), withDestinationURL: folder.appending(path: "elsewhere"))
      let submissions = try Submission.all(in: folder.appending(path: "class"), many: true)
      #expect(submissions.map(\.name) == ["ada"])
      #expect(submissions.first?.files.isEmpty ?? false)
      #expect(submissions.first?.notes == ["\(name) is not a regular file; links are not followed"])
    }
  }

  @Test("A folder without a submission, and no folder")
  func none() throws {
    try withTemporaryFolder { folder in
      #expect(throws: NoSubmission.self) { try Submission.all(in: folder) }
      #expect(throws: NoSubmission.self) { try Submission.all(in: folder.appending(path: "nowhere")) }
    }
  }
}
