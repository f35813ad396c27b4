import Coursework
import AutodiffExercises

answerQuestion(with: [])
