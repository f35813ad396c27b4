import AttentionExercises
import Coursework

answerQuestion(with: [
  Solution(SoftmaxExercise.self, softmax),
  Solution(AttentionScoresExercise.self, attentionScores),
  Solution(CausalMaskExercise.self, causalMask),
  Solution(AttentionExercise.self, attention),
  Solution(SoftmaxPullbackExercise.self, softmaxPullback),
  Solution(AttentionPullbackExercise.self, attentionPullback),
])
