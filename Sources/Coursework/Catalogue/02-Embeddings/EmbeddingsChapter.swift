extension CourseChapter {
  static let embeddings = CourseChapter(
    number: 2, folder: "02-Embeddings", command: "embeddings", subject: "Embeddings",
    exercises: [
      AnyExercise(LookUpExercise.self), AnyExercise(LookUpPullbackExercise.self),
      AnyExercise(CosineSimilarityExercise.self), AnyExercise(MostFrequentPairExercise.self),
      AnyExercise(MergePairExercise.self),
    ])
}
