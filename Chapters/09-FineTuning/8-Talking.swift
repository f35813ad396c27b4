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
  let questions = TinyWorld.Question.all(about: dialogue.plan.cast[0].name).map(\.text)
  notebook.prose(
    """
    \(dialogue.story)

    Ask one of these questions, or "\(TinyWorld.Question.again)", a line each; Ctrl-D ends it:
    - \(questions.joined(separator: "\n- "))
    """)
  var conversation = StoryConversation(lesson, talk, about: dialogue)
  try notebook.converse { line, say in try conversation.answer(line, say) }
}
