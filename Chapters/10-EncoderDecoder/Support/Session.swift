import Language
import Neural
import Notebook
import Training

/// An encoder–decoder in training.
typealias Run = TrainingRun<EncoderDecoder, Adam>

/// What a run of the chapter works with. Whatever can be refused is refused here, before the chapter's first word.
struct Session {
  let material: Material
  let configuration: EncoderDecoderConfiguration
  let breakage: Breakage
  let schedule: LearningRateSchedule
  let smoothing: Float
  let tokensInStep: Int
  let steps: Int
  let beams: Int
  /// The reader's text and its tokens, the newline at its end among them.
  let text: String
  let textTokens: [Int]
  /// Whether model and training are at least as large as at the chapter's defaults, so that what it claims can be
  /// asserted.
  let isFull: Bool

  init(_ notebook: ChapterNotebook) throws {
    let (channels, heads) = (notebook[Options.channels], notebook[Options.heads])
    guard channels.isMultiple(of: heads) else {
      throw CommandFailure.usage(
        "--channels \(channels) cannot be shared evenly by --heads \(heads)")
    }
    let tellsStories = notebook[Options.stories]
    material = try Material(
      from: notebook[Options.from], telling: tellsStories ? .stories : .passages,
      count: notebook[Options.texts],
      seed: notebook.seed)
    breakage = Breakage(notebook)
    configuration = EncoderDecoderConfiguration(
      sourceVocabularySize: material.sourceTokenizer.vocabularySize,
      targetVocabularySize: material.targetTokenizer.vocabularySize,
      contextLength: material.longest + 8, encoderLayerCount: notebook[Options.layers],
      decoderLayerCount: notebook[Options.layers], headCount: heads, channels: channels,
      hiddenChannels: 2 * channels,
      normPlacement: notebook[Options.norm],
      positions: breakage == .noPositions ? .none : .sinusoidal)
    schedule = .inverseRoot(
      channels: channels, warmUp: notebook[Options.warmUp], factor: Float(notebook[Options.factor]))
    smoothing = Float(notebook[Options.smoothing])
    (tokensInStep, steps) = (notebook[Options.batch], notebook[Options.steps])
    beams = notebook[Options.beams]
    (text, textTokens) = try Session.readText(
      notebook, material, atMost: configuration.contextLength)
    isFull =
      configuration.encoderLayerCount >= 2 && heads == 4 && channels >= 64 && tokensInStep >= 800
      && steps >= 1_600
      && notebook[Options.texts] >= 8_000 && !tellsStories && notebook[Options.warmUp] == 100
      && notebook[Options.factor] == 0.4 && smoothing == 0.1
      && configuration.block.normPlacement == .pre
  }

  /// The reader's sentences, or the chapter's own in the language that is read.
  private static func readText(
    _ notebook: ChapterNotebook, _ material: Material, atMost limit: Int
  ) throws -> (String, [Int]) {
    let gap = material.from == .english ? " " : ""
    var text = notebook.text.split(whereSeparator: \.isNewline).joined(separator: gap) + "\n"
    if notebook.givenText == nil {
      let passages = TinyWorld(language: material.from, telling: .passages)
      let own = TinyWorld(telling: .passages).meaning(of: text).flatMap { passages.text(of: $0) }
      // A story begins with other words than a sentence of its middle.
      text = notebook[Options.stories] ? material.heldOut[0].source : own ?? text
    }
    do {
      let tokens = try material.sourceTokenizer.encode(text)
      guard tokens.count <= limit else {
        throw notebook.refusal(ofText: "has \(tokens.count) tokens; a text may have \(limit) here")
      }
      return (text, tokens)
    } catch let error as TokenizerError {
      throw notebook.refusal(ofText: "cannot be translated: \(error)")
    }
  }
}
