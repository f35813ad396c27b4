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
      #expect(submissions[3].notes == ["there is no file of an exercise in this folder"])
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
      let submissions = try Submission.all(in: folder.appending(path: "class"), many: true)
      #expect(submissions.map(\.name) == ["ada"])
      #expect(submissions.first?.files.isEmpty ?? false)
      #expect(submissions.first?.notes == ["\(name) is no regular file; links are not followed"])
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
