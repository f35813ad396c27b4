extension CourseChapter {
  static let fineTuning = CourseChapter(
    number: 9, folder: "09-FineTuning", command: "finetuning", subject: "FineTuning",
    exercises: [
      AnyExercise(PrecisionRecallExercise.self), AnyExercise(DialogueTargetsExercise.self),
      AnyExercise(AnswerSharesExercise.self), AnyExercise(AuxiliaryLossExercise.self),
      AnyExercise(NewAdapterExercise.self), AnyExercise(AdaptedProjectionExercise.self),
    ])
}
