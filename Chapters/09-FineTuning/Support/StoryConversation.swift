import Language
import Notebook

/// A conversation about one story: what was said so far, and what the judge says of each answer.
struct StoryConversation {
  private let lesson: Lesson
  private let talk: Talk
  private let dialogue: TinyWorld.Dialogue
  private var turns: [[Int]] = []
  private var last: TinyWorld.Question?

  init(_ lesson: Lesson, _ talk: Talk, about dialogue: TinyWorld.Dialogue) {
    (self.lesson, self.talk, self.dialogue) = (lesson, talk, dialogue)
  }

  /// Answers a line, piece by piece. A word that the model does not know is refused by name, and what was said before is
  /// forgotten, the oldest first, where it does not fit.
  mutating func answer(_ line: String, _ say: (String) throws -> Bool) throws {
    let question = line.split(separator: " ").joined(separator: " ")
    let asked: [Int]
    do { asked = try lesson.tokens(of: " " + question) } catch let error as TokenizerError {
      _ = try say("\(error)")
      return
    }
    let story = [lesson.start] + (try lesson.tokens(of: dialogue.story))
    let room = talk.model.configuration.contextLength - story.count - asked.count - Lesson.longestAnswer - 2
    guard room >= 0 else {
      _ = try say("That is too long a question.")
      return
    }
    while turns.joined().count > room { turns.removeFirst() }
    var failure: (any Error)?
    var isFirst = true
    let said = try reply(to: question, after: story + turns.joined(), by: talk.model, lesson) { piece in
      defer { isFirst = false }
      do { return try say(isFirst ? String(piece.drop(while: \.isWhitespace)) : piece) } catch {
        failure = error
        return false
      }
    }
    if let failure { throw failure }
    turns.append([lesson.token(.ask)] + asked + said.tokens + [lesson.token(.end)])
    let meant = TinyWorld.Question(question, after: last)
    last = meant ?? last
    _ = try say("  " + remark(on: said.text, to: meant))
  }

  private func remark(on answer: String, to question: TinyWorld.Question?) -> String {
    guard let question else { return "(not a question that it was tuned on)" }
    switch dialogue.plan.verdict(on: answer, to: question) {
    case .right: return "(right)"
    case .wrong, .declined:
      return "(wrong: \(dialogue.plan.answers(to: question).first ?? TinyWorld.declined))"
    }
  }
}
