import Language
import Notebook

/// A conversation about a story with the reader, or what it would be like.
func talking(_ notebook: ChapterNotebook, _ lesson: Lesson, _ talk: Talk) throws {
  notebook.heading("Talking")
  let dialogue = talk.heldOut[0]
  guard notebook[Options.chat] else {
    return notebook.prose(
      "`swift run finetuning --chat` tells you a story and answers your questions, as long as you like."
    )
  }
  let asked = TinyWorld.Question.Kind.allCases.count
  notebook.prose(
    """
    \(dialogue.story)

    Ask one of the \(asked) questions, or "\(TinyWorld.Question.again)", a line each; Ctrl-D ends it:
    - \(examples(about: dialogue).joined(separator: "\n- "))
    """)
  var conversation = StoryConversation(lesson, talk, about: dialogue)
  try notebook.converse { line, say in try conversation.answer(line, say) }
}

private func examples(about dialogue: TinyWorld.Dialogue) -> [String] {
  let name = dialogue.plan.cast[0].name
  let all: [TinyWorld.Question] = [
    .place, .hero, .thing, .emptyHanded, .end, .spot, .age(person: name),
  ]
  return all.map(\.text)
}
