import Coursework
import NGramExercises

answerQuestion(with: [
  Solution(NGramCountsExercise.self, nGramCounts),
  Solution(AddKProbabilityExercise.self, addKProbability),
  Solution(SentenceLogProbabilityExercise.self, sentenceLogProbability),
  Solution(PerplexityExercise.self, perplexity),
  Solution(InterpolatedProbabilityExercise.self, interpolatedProbability),
])
