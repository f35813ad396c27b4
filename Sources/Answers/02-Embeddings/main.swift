import Coursework
import EmbeddingsExercises

answerQuestion(with: [
  Solution(LookUpExercise.self, lookUp),
  Solution(LookUpPullbackExercise.self) { try lookUpPullback($0, upstream: $1, vocabularySize: $2) },
  Solution(CosineSimilarityExercise.self, cosineSimilarity),
  Solution(MostFrequentPairExercise.self, mostFrequentPair),
  Solution(MergePairExercise.self) { try mergePair($0, left: $1, right: $2) },
])
