/// What a grading came to: every submission with its points.
public struct GradeReport: Codable, Sendable {
  /// What the inputs were drawn from: `--seed` repeats the grading with it.
  public let seed: UInt64
  /// The submissions in the order in which they were graded.
  public let submissions: [SubmissionGrade]
  /// What they come to together; `nil` for a single one.
  public let group: ClassReport?

  /// A report of graded submissions.
  /// - Parameter alike: the pairs of them that are suspiciously alike.
  public init(seed: UInt64, submissions: [SubmissionGrade], alike: [Likeness] = []) {
    self.seed = seed
    self.submissions = submissions
    group = submissions.count > 1 ? ClassReport(of: submissions, alike: alike) : nil
  }

  private enum CodingKeys: String, CodingKey {
    case seed, submissions
    case group = "class"
  }
}

/// The points of a submission.
public struct SubmissionGrade: Codable, Sendable {
  /// The name of its folder.
  public let name: String
  /// The points it has.
  public let points: Int
  /// The points it could have.
  public let maximum: Int
  /// What is to be said of its files: where they were found, what was passed over.
  public let notes: [String]
  /// Every chapter in which there is something to write.
  public let chapters: [ChapterGrade]

  init(name: String, notes: [String], chapters: [ChapterGrade]) {
    self.name = name
    self.notes = notes
    self.chapters = chapters
    points = chapters.reduce(0) { $0 + $1.points }
    maximum = chapters.reduce(0) { $0 + $1.maximum }
  }
}

/// The points of a chapter.
public struct ChapterGrade: Codable, Sendable {
  /// The chapter's folder: `04-SingleHeadAttention`.
  public let folder: String
  /// The points it has.
  public let points: Int
  /// The points it could have.
  public let maximum: Int
  /// Why its file is refused; none when it was judged.
  public let refusals: [String]
  /// Its exercises in order.
  public let exercises: [ExerciseGrade]

  init(folder: String, refusals: [String], exercises: [ExerciseGrade]) {
    self.folder = folder
    self.refusals = refusals
    self.exercises = exercises
    points = exercises.reduce(0) { $0 + $1.points }
    maximum = exercises.reduce(0) { $0 + $1.maximum }
  }
}

/// The points of an exercise, and why.
public struct ExerciseGrade: Codable, Sendable {
  /// What became of it, in a word for machines.
  public enum State: String, Codable, Sendable {
    /// The function is right.
    case passed
    /// Nothing is written.
    case notStarted
    /// The numbers are wrong, or an error was thrown.
    case wrong
    /// It stopped its process: a trap, or an early end.
    case stopped
    /// It had not returned in time.
    case ranOutOfTime
    /// Its file does not compile.
    case doesNotCompile
    /// Its file may not be judged.
    case refused
  }

  /// The exercise's number: `4.1`.
  public let number: String
  /// The function's name.
  public let name: String
  /// The points it has: all or none.
  public let points: Int
  /// The points it could have.
  public let maximum: Int
  /// What became of it.
  public let state: State
  /// The name of the catalogued mistake that gives exactly these numbers, if one does.
  public let mistake: String?
  /// The whole verdict in words.
  public let diagnosis: String

  init(_ exercise: AnyExercise, number: String, verdict: Verdict) {
    self.number = number
    name = exercise.name
    points = verdict.hasPassed ? exercise.about.points : 0
    maximum = exercise.about.points
    state =
      switch verdict.judgement {
      case .passed: .passed
      case .notStarted, .missing: .notStarted
      case .wrong, .threw: .wrong
      case .trapped, .endedEarly: .stopped
      case .ranOutOfTime: .ranOutOfTime
      case .doesNotCompile: .doesNotCompile
      case .refused: .refused
      }
    mistake = verdict.mistake?.name
    diagnosis = "\(verdict)"
  }
}
