/// Chapter 5.
extension QuestionKind {
  static let multihead: [QuestionKind] = []
}
