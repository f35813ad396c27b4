import Foundation
import Programs

/// A clean checkout in which submissions are built: the course's own sources and nothing of a submission but the files
/// of its chapters.
///
/// It lies in `.build-grading` of the package and is kept, so that only the first grading builds everything. Chapters
/// that are not being graded hold the course's solutions, with which they compile; they are never judged. It is built for
/// the same instructions as the program that grades: `swift run --disable-default-traits course grade` makes programs
/// that run on other machines too.
public struct GradingCheckout: Sendable {
  /// The seconds that a submission's build may take, all chapters together, and then each by itself.
  public let deadline: Double

  private let copy: PackageCopy

  /// The package whose exercises were done.
  public var package: URL { copy.package }
  /// The checkout.
  public var folder: URL { copy.folder }

  private var workshop: Workshop { Workshop(folder: folder) }

  /// The checkout of a package; `prepare` makes it.
  public init(of package: URL, deadline: Double = 120) {
    // The manifest names the page and the solutions among what the exercises' targets leave out.
    copy = PackageCopy(
      of: package, named: ".build-grading",
      holding: ["Sources", "Exercises/README.md"] + Syllabus.chapters.map(\.solutionFile),
      manifestEnd: Self.answeringProgramsAlone)
    self.deadline = deadline
  }

  /// Makes the checkout equal to the package, and builds it.
  /// - Throws: `WorkshopFailure` when the course itself does not build.
  public func prepare() throws {
    try synchronize(replacing: [:])
    let run = try workshop.swiftBuild(deadline: .infinity)
    guard run.hasSucceeded else {
      let error = CompilerError(in: run.errorText, folder: folder, preferred: "Package.swift")
      throw WorkshopFailure("the course does not build: \(error.map { "\($0)" } ?? run.errorText)")
    }
  }

  /// Builds the answering programs of some chapters with the files of a submission.
  ///
  /// All are built together; when that fails each is built by itself, so that a file that does not compile costs
  /// its own chapter alone.
  public func build(_ files: [CourseChapter: Data]) throws -> [CourseChapter: Grader.Build] {
    try synchronize(replacing: files)
    defer { try? synchronize(replacing: [:]) }
    if try workshop.swiftBuild(deadline: deadline).hasSucceeded {
      return try files.keys.reduce(into: [:]) {
        $0[$1] = .program(try workshop.builtProgram($1.answeringProgram))
      }
    }
    return try files.keys.sorted { $0.number < $1.number }.reduce(into: [:]) { builds, chapter in
      builds[chapter] = try workshop.grading(chapter, deadline: deadline)
    }
  }
}

extension GradingCheckout {
  /// Ends the checkout's manifest: the answering programs and what they need.
  static let answeringProgramsAlone = """

    let answers = Set(chapters.map(\\.answers))
    var needed = answers
    while true {
      let more = package.targets.filter { needed.contains($0.name) }.flatMap(\\.dependencies).map {
        switch $0 {
        case .targetItem(let name, _), .byNameItem(let name, _): name
        default: ""
        }
      }
      guard !needed.isSuperset(of: more) else { break }
      needed.formUnion(more)
    }
    package.products = []
    package.targets.removeAll { !needed.contains($0.name) }

    """

  /// Makes the checkout hold the package's sources, and for the chapters the given files, or the solutions.
  func synchronize(replacing exercises: [CourseChapter: Data]) throws {
    let files = try Syllabus.chapters.map { chapter in
      (
        chapter.file,
        try exercises[chapter] ?? Data(contentsOf: package.appending(path: chapter.solutionFile))
      )
    }
    try copy.synchronize(replacing: Dictionary(uniqueKeysWithValues: files))
  }
}

extension Workshop {
  /// Builds a chapter as it stands in the workshop, for a grading.
  public func grading(_ chapter: CourseChapter, deadline: Double = 120) throws -> Grader.Build {
    let start = ContinuousClock.now
    switch try build(chapter, whileRunning: { ContinuousClock.now - start < .seconds(deadline) }) {
    case .program(let program): return .program(program)
    case .doesNotCompile(let error): return .failed("\(error)")
    case .stopped: return .ranOutOfTime(seconds: deadline)
    }
  }
}
