extension CourseChapter {
  static let relatives = CourseChapter(
    number: 13, folder: "13-Relatives", command: "relatives", subject: "Relatives",
    exercises: [
      AnyExercise(TextProbabilityExercise.self), AnyExercise(LikeliestStatesExercise.self),
      AnyExercise(LSTMStepExercise.self), AnyExercise(HiddenWordsExercise.self),
    ])
}
