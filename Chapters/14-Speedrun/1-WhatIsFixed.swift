import Language
import Neural
import Notebook

/// The text, the sizes, and the loss that has to be reached.
func whatIsFixed(_ notebook: ChapterNotebook, _ race: Race) throws {
  notebook.heading("What is fixed")
  let track = race.track
  notebook.prose(
    """
    A race needs rules. The text is fixed, \(track.stream.count.grouped) tokens of \(track.tokenizer.vocabularySize.grouped) kinds, and so are the model's sizes: \(track.layers) layers, \(track.channels) channels,
    \(track.heads) heads, a context of \(track.context). Of parameters there may be a twentieth more. The loss on held-out text is measured after every \(Track.interval) steps, and
    whoever comes to the target with the fewest *tokens* to train on wins.
    """)
  guard let entropy = track.entropy else {
    return notebook.prose(
      "The target on your text is \(NumberText.fixed(track.target, decimals: 3)) nats a character.")
  }
  notebook.prose(
    """
    What target? Counting has its own best, and the source loses something too, which nobody can undercut. Nine tenths of the way from the one
    to the other:
    """)
  let characters = Double(track.characters)
  notebook.code()
  let counts = NGramCounts(
    order: 8, vocabularySize: track.tokenizer.vocabularySize,
    sequences: track.sequences.training)
  let losses = (1...8).map { order in
    let model = NGramModel(
      counts: counts, order: order, smoothing: .kneserNey(.modified))
    let total = track.sequences.heldOut.reduce(0) {
      $0 - model.logProbability(of: $1)
    }
    return total / characters
  }
  let best = losses.min() ?? .nan
  let target = best - 0.9 * (best - entropy)

  notebook.table(
    "nats a character on the held-out stories", columns: ["", "loss"],
    rows: losses.enumerated().map { ["\($0 + 1)-gram", $1] } + [
      ["the source", entropy], ["the target", target],
    ])
  notebook.check(
    "the target of the race is that, to three digits", measured: track.target, near: target, within: 0.0005)
}
