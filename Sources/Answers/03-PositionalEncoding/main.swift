import Coursework
import PositionsExercises

answerQuestion(with: [])
