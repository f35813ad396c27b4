extension CourseChapter {
  static let multiHeadAttention = CourseChapter(
    number: 5, folder: "05-MultiHeadAttention", command: "multihead", subject: "MultiHead",
    exercises: [
      AnyExercise(SplitHeadsExercise.self), AnyExercise(JoinHeadsExercise.self),
      AnyExercise(MultiHeadAttentionExercise.self), AnyExercise(AttentionParameterCountExercise.self),
    ])
}
