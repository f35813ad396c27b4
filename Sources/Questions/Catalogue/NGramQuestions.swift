/// Chapter 1.
extension QuestionKind {
  static let ngram: [QuestionKind] = []
}
