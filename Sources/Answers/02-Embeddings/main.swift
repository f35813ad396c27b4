import Coursework
import EmbeddingsExercises

answerQuestion(with: [])
