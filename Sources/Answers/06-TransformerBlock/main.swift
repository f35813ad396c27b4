import BlockExercises
import Coursework

answerQuestion(with: [
  Solution(LayerNormExercise.self, layerNorm),
  Solution(LayerNormPullbackExercise.self, layerNormPullback),
  Solution(ResidualExercise.self, residual),
  Solution(GELUExercise.self, gelu),
  Solution(FeedForwardExercise.self, feedForward),
  Solution(PreNormBlockExercise.self, preNormBlock),
  Solution(EncoderBlockExercise.self, encoderBlock),
  Solution(CrossAttentionExercise.self, crossAttention),
  Solution(LanguageModelLogitsExercise.self, languageModelLogits),
])
