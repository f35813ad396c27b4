/// A chapter of the course: what there is to write in it.
public struct CourseChapter: Sendable {
  /// Its number, as its folder has it.
  public let number: Int
  /// The folder of its lecture, which also names the learner's file: `04-SingleHeadAttention`.
  public let folder: String
  /// The command that runs its lecture: `attention`.
  public let command: String
  /// What its targets are named for: `Attention`.
  let subject: String
  /// What there is to write, in order.
  public let exercises: [AnyExercise]

  /// The learner's file, from the package's folder.
  public var file: String { "Exercises/\(folder).swift" }
  /// The file with the solutions, from the package's folder.
  public var solutionFile: String { "Exercises/Solutions/\(folder).swift" }
  /// The program that answers for the learner's file: `AttentionAnswers`.
  public var answeringProgram: String { "\(subject)Answers" }
}

/// The course: every chapter with its exercises, in the order in which they build on each other.
public enum Syllabus {
  /// The chapters in order.
  public static let chapters: [CourseChapter] = [
    .autodiff, .nGram, .embeddings, .positionalEncoding, .singleHeadAttention, .multiHeadAttention,
    .transformerBlock, .trainingLoop, .generation, .fineTuning, .encoderDecoder, .pretrained, .inside,
    .relatives, .speedrun,
  ]

  /// All exercises in order.
  public static var exercises: [AnyExercise] { chapters.flatMap(\.exercises) }

  /// The exercise of a name, or of a number such as `4.1`, with its chapter.
  public static func exercise(_ name: String) -> (chapter: CourseChapter, exercise: AnyExercise)? {
    for chapter in chapters {
      for (index, exercise) in chapter.exercises.enumerated()
      where exercise.name == name || "\(chapter.number).\(index + 1)" == name {
        return (chapter, exercise)
      }
    }
    return nil
  }

  /// The number of an exercise: `4.1`.
  public static func number(of exercise: AnyExercise) -> String {
    for chapter in chapters {
      if let index = chapter.exercises.firstIndex(where: { $0.name == exercise.name }) {
        return "\(chapter.number).\(index + 1)"
      }
    }
    return ""
  }
}
