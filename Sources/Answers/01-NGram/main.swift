import Coursework
import NGramExercises

answerQuestion(with: [])
