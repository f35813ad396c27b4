extension CourseChapter {
  static let transformerBlock = CourseChapter(
    number: 6, folder: "06-TransformerBlock", command: "block", subject: "Block", exercises: [])
}
