import Foundation

/// The course's own linter, for its authors: what must hold of every exercise and every document.
///
/// ```swift
/// let verification = try CourseVerification(of: package)
/// verification.defects      // ["softmax: 3 wrong solutions; there must be 4 at least"]
/// verification.summary      // "44 exercises, 835 wrong solutions, 254 links"
/// ```
public struct CourseVerification: Sendable {
  /// What is wrong, one line each.
  public let defects: [String]
  /// How many exercises there are.
  public let exerciseCount: Int
  /// How many wrong solutions there are.
  public let mistakeCount: Int
  /// How many links of documents were followed.
  public let linkCount: Int

  /// What was looked at, in numbers.
  public var summary: String {
    "\(exerciseCount) exercises, \(mistakeCount) wrong solutions, \(linkCount) links"
  }

  /// Verifies the course in a package.
  /// - Parameter isPublished: whether the learner's files should be as they are published, with nothing written.
  /// - Throws: when the package's files cannot be read.
  public init(
    of package: URL, chapters: [CourseChapter] = Syllabus.chapters, isPublished: Bool = true
  ) throws {
    var defects = CatalogueVerification(of: chapters).defects
    for chapter in chapters {
      let solutions = try Self.text(package.appending(path: chapter.solutionFile))
      let exercises = isPublished ? try Self.text(package.appending(path: chapter.file)) : nil
      defects +=
        ChapterVerification(
          of: chapter, exercises: exercises, solutions: solutions,
          later: chapters.filter { $0.number > chapter.number }.flatMap(\.exercises).map(\.name)
        ).defects
    }
    let links = try LinkVerification(of: package)
    self.defects = defects + links.defects
    exerciseCount = chapters.reduce(0) { $0 + $1.exercises.count }
    mistakeCount = chapters.flatMap(\.exercises).reduce(0) { $0 + $1.misconceptions.count }
    linkCount = links.count
  }

  private static func text(_ file: URL) throws -> String { try String(contentsOf: file, encoding: .utf8) }
}
