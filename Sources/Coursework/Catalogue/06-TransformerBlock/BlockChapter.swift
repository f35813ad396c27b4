extension CourseChapter {
  static let transformerBlock = CourseChapter(
    number: 6, folder: "06-TransformerBlock", command: "block", subject: "Block",
    exercises: [
      AnyExercise(LayerNormExercise.self),
      AnyExercise(LayerNormPullbackExercise.self),
      AnyExercise(ResidualExercise.self),
      AnyExercise(GELUExercise.self),
      AnyExercise(FeedForwardExercise.self),
      AnyExercise(PreNormBlockExercise.self),
      AnyExercise(EncoderBlockExercise.self),
      AnyExercise(CrossAttentionExercise.self),
      AnyExercise(LanguageModelLogitsExercise.self),
    ])
}
