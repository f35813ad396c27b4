extension TinyWorld {
  /// What an answer is worth.
  public enum Verdict: String, Sendable, Hashable, CaseIterable {
    /// True, or declined where the story does not tell.
    case right
    /// Anything else that was said.
    case wrong
    /// Declined although the story tells.
    case declined
  }
}

extension TinyWorld.Plan {
  /// Judges an answer exactly; white space around it does not count.
  public func verdict(on answer: String, to question: TinyWorld.Question) -> TinyWorld.Verdict {
    let said = answer.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()
    let right = answers(to: question)
    let isDeclined = String(said) == TinyWorld.declined
    if right.isEmpty { return isDeclined ? .right : .wrong }
    if isDeclined { return .declined }
    return right.contains(String(said)) ? .right : .wrong
  }
}
