import Coursework
import SpeedrunExercises

answerQuestion(with: [
  Solution(RMSNormExercise.self, rmsNorm),
  Solution(RotaryPositionsExercise.self, rotaryPositions),
  Solution(NewtonSchulzExercise.self, newtonSchulz),
  Solution(WarmUpStableDecayExercise.self, warmUpStableDecay),
  Solution(TStatisticExercise.self, tStatistic),
])
