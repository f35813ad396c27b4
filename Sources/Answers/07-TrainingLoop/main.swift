import Coursework
import TrainingExercises

answerQuestion(with: [
  Solution(CrossEntropyExercise.self, crossEntropy),
  Solution(CrossEntropyPullbackExercise.self, crossEntropyPullback),
  Solution(AdamStepExercise.self, adamStep),
  Solution(LearningRateExercise.self, learningRate),
  Solution(ClippedGradientsExercise.self, clippedGradients),
  Solution(SamplingProbabilitiesExercise.self, samplingProbabilities),
  Solution(TrainingStepExercise.self, trainingStep),
])
