extension CourseChapter {
  static let nGram = CourseChapter(
    number: 1, folder: "01-NGram", command: "ngram", subject: "NGram",
    exercises: [
      AnyExercise(NGramCountsExercise.self),
      AnyExercise(AddKProbabilityExercise.self),
      AnyExercise(SentenceLogProbabilityExercise.self),
      AnyExercise(PerplexityExercise.self),
      AnyExercise(InterpolatedProbabilityExercise.self),
    ])
}
