extension CourseChapter {
  static let pretrained = CourseChapter(
    number: 11, folder: "11-Pretrained", command: "pretrained", subject: "Pretrained",
    exercises: [
      AnyExercise(SplitQueryKeyValueExercise.self), AnyExercise(QuantizedRowsExercise.self),
      AnyExercise(QuantizedProductExercise.self), AnyExercise(PrunedExercise.self),
      AnyExercise(DistillationLossExercise.self),
    ])
}
