import Coursework
import BlockExercises

answerQuestion(with: [])
