import Coursework
import TranslationExercises

answerQuestion(with: [
  Solution(TeacherForcingExercise.self, teacherForcing),
  Solution(SmoothedCrossEntropyExercise.self, smoothedCrossEntropy),
  Solution(GreedyTranslationExercise.self, greedyTranslation),
  Solution(BLEUExercise.self, bleu),
])
