import Coursework
import RelativesExercises

answerQuestion(with: [
  Solution(TextProbabilityExercise.self, textProbability),
  Solution(LikeliestStatesExercise.self, likeliestStates),
  Solution(LSTMStepExercise.self, lstmStep),
  Solution(HiddenWordsExercise.self, hiddenWords),
])
