import Language
import Neural

/// The model that was tuned on dialogues, and those that it was judged by.
struct Talk {
  let model: GPT
  let heldOut: [TinyWorld.Dialogue]
}
