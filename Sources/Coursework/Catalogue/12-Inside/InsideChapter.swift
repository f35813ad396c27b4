extension CourseChapter {
  static let inside = CourseChapter(
    number: 12, folder: "12-Inside", command: "inside", subject: "Inside",
    exercises: [
      AnyExercise(LogitAttributionExercise.self), AnyExercise(InductionScoreExercise.self),
      AnyExercise(PatchedSharesExercise.self), AnyExercise(ShapleyValuesExercise.self),
    ])
}
