import Coursework
import FineTuningExercises

answerQuestion(with: [
  Solution(PrecisionRecallExercise.self, precisionRecall),
  Solution(DialogueTargetsExercise.self, dialogueTargets),
  Solution(AnswerSharesExercise.self, answerShares),
  Solution(AuxiliaryLossExercise.self, auxiliaryLoss),
  Solution(NewAdapterExercise.self, newAdapter),
  Solution(AdaptedProjectionExercise.self, adaptedProjection),
])
