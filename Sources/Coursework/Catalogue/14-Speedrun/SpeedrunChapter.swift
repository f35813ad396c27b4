extension CourseChapter {
  static let speedrun = CourseChapter(
    number: 14, folder: "14-Speedrun", command: "speedrun", subject: "Speedrun",
    exercises: [
      AnyExercise(RMSNormExercise.self), AnyExercise(RotaryPositionsExercise.self),
      AnyExercise(NewtonSchulzExercise.self), AnyExercise(WarmUpStableDecayExercise.self),
      AnyExercise(TStatisticExercise.self),
    ])
}
