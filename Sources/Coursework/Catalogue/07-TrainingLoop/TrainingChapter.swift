extension CourseChapter {
  static let trainingLoop = CourseChapter(
    number: 7, folder: "07-TrainingLoop", command: "training", subject: "Training",
    exercises: [
      AnyExercise(CrossEntropyExercise.self), AnyExercise(CrossEntropyPullbackExercise.self),
      AnyExercise(AdamStepExercise.self), AnyExercise(LearningRateExercise.self),
      AnyExercise(ClippedGradientsExercise.self), AnyExercise(SamplingProbabilitiesExercise.self),
      AnyExercise(TrainingStepExercise.self),
    ])
}
