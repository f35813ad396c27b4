import Language
import Neural
import Training

/// Labelled stories, to tune on and to judge by.
struct LabelledTask {
  let stories: [TinyWorld.LabelledStory]
  let heldOut: [TinyWorld.LabelledStory]
  /// As the model reads the stories to tune on.
  let sequences: [TargetedSequence]
  /// The model tuned on all of them, and the share of the held-out stories that it labels rightly.
  let tuned: GPT
  let accuracy: Double

  /// How many labelled stories the learning curves are drawn over.
  static let sizes = [10, 30, 100, 300]
}
