import Notebook

/// What the switches take away, and that it is missed.
func showParts(_ notebook: ChapterNotebook, _ session: Session, _ fit: Fit, _ results: Results) {
  notebook.heading("What each part is for")
  let kept = results.meaningKept
  let isTrained = session.isFull && fit.isWhole
  switch session.breakage {
  case .none:
    notebook.prose(
      """
      Four switches take a part away, each in a run of its own. `--no-cross-attention`: the decoder writes the likeliest
      sentence of this world, whatever the source. `--no-positions`: the source is a bag of words, and who gives what to whom
      is a guess. `--no-target-mask`: in training the next token is in sight, so that it is copied, and writing was never
      learned. `--memory-as-input`: with the encoder's states in the place of its own past, as S3 has it, the decoder does
      not know what it has written.
      """)
    guard isTrained else { return }
    notebook.check(
      "the whole meaning is kept, share of held-out texts", measured: kept, atLeast: 0.9)
    notebook.check("BLEU", measured: results.bleu, atLeast: 95)
  case .noCrossAttention:
    notebook.prose(
      """
      What the encoder has read reaches nobody. The decoder has learned what texts of this world are like, and writes the one
      that it finds likeliest, whatever the source.
      """)
    notebook.check("without cross-attention hardly a meaning is kept", measured: kept, atMost: 0.05)
  case .noPositions:
    notebook.prose(
      """
      Without positions the source is a bag of words: whatever its order, the encoder's states are the same. Names and
      things are translated, and who has, gives or likes what has to be guessed.
      """)
    guard isTrained else { return }
    notebook.check("without positions meanings are lost", measured: kept, atMost: 0.8)
  case .noTargetMask:
    notebook.prose(
      """
      In training every place of the target saw the token that it was to write, one place on, and copied it: the loss is small, and
      nothing was learned that helps where nothing is written yet.
      """)
    notebook.check("without the mask hardly a meaning is kept", measured: kept, atMost: 0.05)
    guard isTrained else { return }
    notebook.check(
      "although the held-out loss is small, for it copies too (whoever meets the smoothed labels has 0.105)",
      measured: fit.validationLosses.last ?? .nan, atMost: 0.15)
  case .memoryAsInput:
    notebook.prose(
      """
      The decoder's input is the encoder's result, place by place: nothing that it writes can enter. It answers for all places
      at once, and where two answers are open, its neighbours do not know which was taken.
      """)
    guard isTrained else { return }
    notebook.check("without its own past meanings are lost", measured: kept, atMost: 0.8)
  }
}
