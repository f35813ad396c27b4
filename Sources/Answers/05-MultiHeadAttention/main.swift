import Coursework
import MultiHeadExercises

answerQuestion(with: [
  Solution(SplitHeadsExercise.self, splitHeads),
  Solution(JoinHeadsExercise.self, joinHeads),
  Solution(MultiHeadAttentionExercise.self, multiHeadAttention),
  Solution(AttentionParameterCountExercise.self, attentionParameterCount),
])
