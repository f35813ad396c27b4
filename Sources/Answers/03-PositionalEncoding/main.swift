import Coursework
import PositionsExercises

answerQuestion(with: [
  Solution(SinusoidalPositionsExercise.self) { try sinusoidalPositions(time: $0, channels: $1) },
  Solution(RotationExercise.self) { try rotation(by: $0, channels: $1) },
  Solution(AddPositionsExercise.self, addPositions),
])
