/// Chapter 10.
extension QuestionKind {
  static let translation: [QuestionKind] = []
}
