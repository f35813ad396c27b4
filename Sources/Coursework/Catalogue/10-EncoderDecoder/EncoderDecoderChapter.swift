extension CourseChapter {
  static let encoderDecoder = CourseChapter(
    number: 10, folder: "10-EncoderDecoder", command: "translation", subject: "Translation",
    exercises: [
      AnyExercise(TeacherForcingExercise.self), AnyExercise(SmoothedCrossEntropyExercise.self),
      AnyExercise(GreedyTranslationExercise.self), AnyExercise(BLEUExercise.self),
    ])
}
