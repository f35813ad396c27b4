extension CourseChapter {
  static let autodiff = CourseChapter(
    number: 0, folder: "00-Autodiff", command: "autodiff", subject: "Autodiff", exercises: [])
}
