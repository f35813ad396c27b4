extension CourseChapter {
  static let autodiff = CourseChapter(
    number: 0, folder: "00-Autodiff", command: "autodiff", subject: "Autodiff",
    exercises: [
      AnyExercise(ProductPullbackExercise.self),
      AnyExercise(SumToShapeExercise.self),
      AnyExercise(MatrixProductPullbackExercise.self),
      AnyExercise(TopologicalOrderExercise.self),
      AnyExercise(BackwardExercise.self),
    ])
}
