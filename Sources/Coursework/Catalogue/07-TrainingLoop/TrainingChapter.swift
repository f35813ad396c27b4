extension CourseChapter {
  static let trainingLoop = CourseChapter(
    number: 7, folder: "07-TrainingLoop", command: "training", subject: "Training", exercises: [])
}
