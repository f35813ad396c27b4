import Language
import Neural

/// The model that was tuned on dialogues, and how it did.
struct Talk {
  let model: GPT
  let heldOut: [TinyWorld.Dialogue]
  let answers: AnswerTable
}
