import Coursework
import PretrainedExercises

answerQuestion(with: [
  Solution(SplitQueryKeyValueExercise.self, splitQueryKeyValue),
  Solution(QuantizedRowsExercise.self, quantizedRows),
  Solution(QuantizedProductExercise.self, quantizedProduct),
  Solution(PrunedExercise.self, pruned),
  Solution(DistillationLossExercise.self, distillationLoss),
])
