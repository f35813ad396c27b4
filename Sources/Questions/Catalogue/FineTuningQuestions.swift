/// Chapter 9.
extension QuestionKind {
  static let finetuning: [QuestionKind] = []
}
