import Coursework
import InsideExercises

answerQuestion(with: [
  Solution(LogitAttributionExercise.self, logitAttribution),
  Solution(InductionScoreExercise.self, inductionScore),
  Solution(PatchedSharesExercise.self, patchedShares),
  Solution(ShapleyValuesExercise.self, shapleyValues),
])
