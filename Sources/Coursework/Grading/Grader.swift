import Foundation

/// Grades submissions: inspects the files, builds each chapter's answering program with them and judges its numbers.
///
/// What is judged are numbers alone, in this process, on inputs that are drawn anew for each run; the process with the
/// learner's code learns its inputs and no more. A chapter whose file is refused (see `SourceInspection`) or does not
/// compile gives no points; a function that traps, throws, ends its process or does not return in time gives none
/// itself, and all others stand.
///
/// Not isolated are the machine's files and its network: code that finds a way past the inspection runs with the rights
/// of whoever grades. Grade strangers' code in a container or under an account of its own, without secrets in the
/// environment. What it may use of memory and of disk is bounded: see `ProcessLimits`.
public struct Grader: Sendable {
  /// What came of building a chapter.
  public enum Build: Sendable, Hashable {
    /// The answering program.
    case program(URL)
    /// The first error, with file and line.
    case failed(String)
    /// It was not done after so many seconds.
    case ranOutOfTime(seconds: Double)
  }

  /// The chapters that count.
  public let chapters: [CourseChapter]
  /// What the inputs are drawn from: with the same seed a grading can be repeated.
  public let seed: UInt64

  private let build: @Sendable ([CourseChapter: Data]) throws -> [CourseChapter: Build]

  /// A grader.
  /// - Parameters:
  ///   - build: makes the answering programs of some chapters with the files given for them.
  public init(
    chapters: [CourseChapter] = Syllabus.chapters, seed: UInt64,
    build: @escaping @Sendable ([CourseChapter: Data]) throws -> [CourseChapter: Build]
  ) {
    self.chapters = chapters
    self.seed = seed
    self.build = build
  }

  /// Grades a submission.
  /// - Throws: when the tools fail, never for what the submission holds.
  public func grade(
    _ submission: Submission, progress: (String) -> Void = { _ in }
  ) throws -> SubmissionGrade {
    var refusals: [CourseChapter: [String]] = [:]
    var accepted: [CourseChapter: Data] = [:]
    for chapter in chapters {
      guard let file = submission.files[chapter.folder] else { continue }
      let inspection = SourceInspection(of: file)
      if inspection.isClean { accepted[chapter] = file } else { refusals[chapter] = inspection.reasons }
    }
    if !accepted.isEmpty { progress("building") }
    let builds = accepted.isEmpty ? [:] : try build(accepted)
    var grades: [ChapterGrade] = []
    for chapter in chapters where !chapter.exercises.isEmpty {
      if builds[chapter] != nil { progress(chapter.folder) }
      let exercises = try chapter.exercises.map { exercise in
        let verdict = try verdict(on: exercise, refusals: refusals[chapter], build: builds[chapter])
        return ExerciseGrade(exercise, number: Syllabus.number(of: exercise), verdict: verdict)
      }
      grades.append(
        ChapterGrade(folder: chapter.folder, refusals: refusals[chapter] ?? [], exercises: exercises))
    }
    return SubmissionGrade(name: submission.name, notes: submission.notes, chapters: grades)
  }

  private func verdict(on exercise: AnyExercise, refusals: [String]?, build: Build?) throws -> Verdict {
    if let refusals { return Verdict(.refused(refusals)) }
    switch build {
    case nil: return Verdict(.notStarted)
    case .failed(let error): return Verdict(.doesNotCompile(error))
    case .ranOutOfTime(let seconds):
      return Verdict(.doesNotCompile("the file was not compiled after \(Int(seconds)) s"))
    case .program(let program): return try Judge(of: exercise).check(program: program, seed: seed)
    }
  }
}

extension CourseChapter: Hashable {
  /// Whether two are the same chapter.
  public static func == (left: CourseChapter, right: CourseChapter) -> Bool { left.folder == right.folder }

  /// Hashes its folder.
  public func hash(into hasher: inout Hasher) { hasher.combine(folder) }
}
