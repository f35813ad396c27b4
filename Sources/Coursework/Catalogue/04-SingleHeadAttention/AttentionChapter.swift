extension CourseChapter {
  static let singleHeadAttention = CourseChapter(
    number: 4, folder: "04-SingleHeadAttention", command: "attention", subject: "Attention",
    exercises: [
      AnyExercise(SoftmaxExercise.self), AnyExercise(AttentionScoresExercise.self),
      AnyExercise(CausalMaskExercise.self), AnyExercise(AttentionExercise.self),
      AnyExercise(SoftmaxPullbackExercise.self), AnyExercise(AttentionPullbackExercise.self),
    ])
}
