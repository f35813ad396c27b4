extension CourseChapter {
  static let singleHeadAttention = CourseChapter(
    number: 4, folder: "04-SingleHeadAttention", command: "attention", subject: "Attention",
    exercises: [AnyExercise(SoftmaxExercise.self)])
}
