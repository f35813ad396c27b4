import AutodiffExercises
import Coursework

answerQuestion(with: [
  Solution(ProductPullbackExercise.self, productPullback),
  Solution(SumToShapeExercise.self, sumToShape),
  Solution(MatrixProductPullbackExercise.self, matrixProductPullback),
  Solution(TopologicalOrderExercise.self, topologicalOrder),
  Solution(BackwardExercise.self, backward),
])
