/// Chapter 6.
extension QuestionKind {
  static let block: [QuestionKind] = []
}
