import Coursework
import TrainingExercises

answerQuestion(with: [])
