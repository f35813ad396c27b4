/// Chapter 14.
extension QuestionKind {
  static let speedrun: [QuestionKind] = []
}
