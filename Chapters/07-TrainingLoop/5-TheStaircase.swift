import Notebook

/// The staircase from knowing nothing to knowing everything that can be known.
func showStaircase(_ notebook: ChapterNotebook, _ session: Session, _ fit: Fit, _ ladder: Ladder) {
  let (material, plan) = (session.material, session.plan)
  notebook.heading("The staircase")
  notebook.prose("Whoever finds all tokens equally likely loses the logarithm of their number:")
  notebook.code()
  let tokens = material.heldOutPieces.reduce(0) { $0 + $1.targets.count }
  let perCharacter = Double(tokens) / Double(material.heldOutCharacters)
  let uniform = logarithm(material.tokenizer.vocabularySize) * perCharacter

  var labels = ["uniform"] + ladder.baselines.map(\.name) + ["GPT"]
  var values = [uniform] + ladder.baselines.map(\.loss) + [fit.heldOutLoss]
  if let entropy = ladder.entropy {
    labels.append("entropy")
    values.append(entropy)
  }
  notebook.guess(
    "Where will the GPT stand: nearer to the best n-gram, or to what nobody can get below?")
  notebook.barChart("nats per character on the held-out text", labels: labels, values: values)
  let (gpt, best) = (fit.heldOutLoss, ladder.best?.loss ?? .nan)
  if !plan.shiftsTargets {
    notebook.prose(
      """
      With the labels not shifted the model is asked for the token that it has just read. It learns that at once, and
      nothing about the next one.
      """)
    // Where a text repeats itself, the token that was read may well be the next, and a copy a good guess.
    guard plan.learnsToCopy, ladder.entropy != nil, fit.divergence == nil, !fit.wasStopped else { return }
    notebook.check("copying is learned", measured: fit.losses.last ?? .nan, atMost: 0.1)
    notebook.check(
      "and predicts the next token worse than the unigram", measured: gpt, atLeast: ladder.baselines[0].loss)
    return
  }
  guard let entropy = ladder.entropy else {
    notebook.prose(
      """
      On your text the GPT is \(NumberText.fixed(abs(gpt - best), decimals: 3)) nats a character \(gpt < best ? "ahead of" : "behind") the best n-gram. A short training
      does not beat good counting on every text; a longer one, or a larger model, does.
      """)
    return
  }
  notebook.code()
  let closed = (best - gpt) / (best - entropy)

  notebook.prose(
    """
    Of the gap between the best n-gram and the entropy the GPT has closed \(NumberText.fixed(100 * closed, decimals: 0)) %.
    """)
  notebook.check("nobody predicts better than the source itself", measured: gpt - entropy, atLeast: 0)
  if plan.isFull, !fit.wasStopped {
    notebook.check("the GPT beats every n-gram", measured: best - gpt, atLeast: 0.05)
    notebook.check("and closes at least half of the gap to the entropy", measured: closed, atLeast: 0.5)
  }
}
