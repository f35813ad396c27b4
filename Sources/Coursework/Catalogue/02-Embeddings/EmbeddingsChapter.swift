extension CourseChapter {
  static let embeddings = CourseChapter(
    number: 2, folder: "02-Embeddings", command: "embeddings", subject: "Embeddings", exercises: [])
}
