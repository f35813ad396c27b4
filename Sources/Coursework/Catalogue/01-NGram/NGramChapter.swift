extension CourseChapter {
  static let nGram = CourseChapter(
    number: 1, folder: "01-NGram", command: "ngram", subject: "NGram", exercises: [])
}
