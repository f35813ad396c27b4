import Coursework
import GenerationExercises

answerQuestion(with: [
  Solution(PromptLogProbabilitiesExercise.self, promptLogProbabilities),
  Solution(PenalizedLogitsExercise.self, penalizedLogits),
  Solution(NucleusExercise.self, nucleusProbabilities),
  Solution(TextBeforeStopExercise.self, textBeforeStop),
  Solution(BeamStepExercise.self, beamStep),
  Solution(EditDistanceExercise.self, editDistance),
  Solution(RankedCorrectionsExercise.self, rankedCorrections),
])
