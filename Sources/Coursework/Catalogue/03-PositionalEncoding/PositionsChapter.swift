extension CourseChapter {
  static let positionalEncoding = CourseChapter(
    number: 3, folder: "03-PositionalEncoding", command: "positions", subject: "Positions",
    exercises: [
      AnyExercise(SinusoidalPositionsExercise.self), AnyExercise(RotationExercise.self),
      AnyExercise(AddPositionsExercise.self),
    ])
}
