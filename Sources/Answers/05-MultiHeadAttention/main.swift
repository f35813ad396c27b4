import Coursework
import MultiHeadExercises

answerQuestion(with: [])
