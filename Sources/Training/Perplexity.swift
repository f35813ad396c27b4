import Platform

/// exp(L) of a mean loss L in nats: among how many equally likely tokens the model is, on average, in doubt.
///
/// A uniform model over V tokens has perplexity V; probabilities ½, ¼, ½ have a mean loss of 0.924 nats and
/// perplexity ∛16 ≈ 2.52. A loss of +∞ (an impossible token) gives +∞.
public func perplexity(ofMeanLoss loss: Double) -> Double {
  exp(loss)
}

/// A loss in bits: L / ln 2.
public func bits(ofNats loss: Double) -> Double {
  loss / log(2)
}

/// The loss per character of a text whose loss per token is known: L·tokens/characters, in nats.
///
/// Models that cut a text into different tokens can be compared only by the character. Traps when there are no
/// characters.
public func lossPerCharacter(meanLossPerToken loss: Double, tokens: Int, characters: Int) -> Double {
  guard characters > 0 else { fatalError("lossPerCharacter: \(tokens) tokens over \(characters) characters") }
  return loss * Double(tokens) / Double(characters)
}
