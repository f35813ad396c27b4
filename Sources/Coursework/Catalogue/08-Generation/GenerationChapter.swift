extension CourseChapter {
  static let generation = CourseChapter(
    number: 8, folder: "08-Generation", command: "generation", subject: "Generation",
    exercises: [
      AnyExercise(PromptLogProbabilitiesExercise.self), AnyExercise(PenalizedLogitsExercise.self),
      AnyExercise(NucleusExercise.self), AnyExercise(TextBeforeStopExercise.self),
      AnyExercise(BeamStepExercise.self), AnyExercise(EditDistanceExercise.self),
      AnyExercise(RankedCorrectionsExercise.self),
    ])
}
