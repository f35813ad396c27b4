import AttentionExercises
import Coursework

answerQuestion(with: [
  Solution(SoftmaxExercise.self, softmax)
])
