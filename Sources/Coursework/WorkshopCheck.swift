import Foundation

extension Workshop {
  /// Builds a chapter once and judges some of its exercises, each as soon as it is known, and records the
  /// verdicts. Of a chapter whose file is missing nothing is built.
  ///
  /// - Parameters:
  ///   - exercises: exercises of the chapter.
  ///   - seed: where the random inputs come from.
  ///   - deadline: the seconds that each exercise has.
  ///   - whileBuilding: is called many times a second during the build; `false` calls everything off.
  ///   - whileRunning: the same while a function is tried.
  ///   - report: is given each exercise with its verdict.
  /// - Returns: whether everything was judged and nothing called off.
  @discardableResult
  public func check(
    _ exercises: [AnyExercise], of chapter: CourseChapter, seed: UInt64, deadline: Double = 10,
    whileBuilding: () -> Bool = { true }, whileRunning: () -> Bool = { true },
    report: (AnyExercise, Verdict) throws -> Void
  ) throws -> Bool {
    if let lost = lostFile(of: chapter) {
      for exercise in exercises { try report(exercise, Verdict(.missing(lost))) }
      return true
    }
    let before = try self.exercises(of: chapter)
    let program: URL
    switch try build(chapter, whileRunning: whileBuilding) {
    case .stopped: return false
    case .doesNotCompile(let error):
      let verdict = Verdict(.doesNotCompile("\(error)"))
      for exercise in exercises { try report(exercise, verdict) }
      return true
    case .program(let built): program = built
    }
    let file = try self.exercises(of: chapter)
    for exercise in exercises {
      var isCalledOff = false
      let verdict = try Judge(of: exercise).check(program: program, seed: seed, deadline: deadline) {
        isCalledOff = isCalledOff || !whileRunning()
        return !isCalledOff
      }
      if isCalledOff { return false }
      // What was saved during the build may or may not have been built: nothing is known of that text.
      if let section = file.section(exercise.name), section.text == before.section(exercise.name)?.text {
        try record(exercise.name) { $0.note(verdict, of: section) }
      }
      try report(exercise, verdict)
    }
    return true
  }
}
