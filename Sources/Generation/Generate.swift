import Autodiff
import Neural

/// Continues a text, token by token: each new token is chosen from the logits of the last position, appended, and
/// read by the model with the rest.
///
/// With the cache, a step reads the new token alone (its keys and values join those kept), and without it the whole
/// window; the tokens are the same. A model reads at most its context: when the text outgrows it, the window
/// starts again with the last half context, with or without the cache alike, so that a step stays cheap on
/// average; a prompt longer than the context is cut to its last tokens.
///
/// Ends after `maximumNewTokens`, or when `stopToken` is chosen, which is not a part of the result. `onToken` sees
/// every token as it comes and ends the generation by returning `false`. Throws ``SamplingError`` when the model's
/// logits are such that no token can be chosen; traps when the prompt is empty.
public func generate(
  _ model: GPT, prompt: [Int], maximumNewTokens: Int, sampler: Sampler = Sampler(), stopToken: Int? = nil,
  cached: Bool = true, using generator: inout some RandomNumberGenerator,
  onToken: (_ token: Int) -> Bool = { _ in true }
) throws(SamplingError) -> [Int] {
  guard !prompt.isEmpty else { fatalError("generate: the prompt is empty; there is nothing to continue") }
  let context = model.configuration.contextLength
  var window = Array(prompt.suffix(context))
  var unread = window
  var cache = KeyValueCache(layerCount: model.configuration.layerCount)
  var result: [Int] = []
  while result.count < maximumNewTokens {
    let logits = cached ? model(unread, cache: &cache) : model(window)
    let last = logits.sliced(axis: 0, logits.shape[0] - 1..<logits.shape[0])
    let token = try sampler(last.scalars, using: &generator)
    if token == stopToken { break }
    result.append(token)
    guard onToken(token) else { break }
    window.append(token)
    unread = [token]
    if window.count > context {
      window = Array(window.suffix(max(1, context / 2)))
      unread = window
      cache = KeyValueCache(layerCount: model.configuration.layerCount)
    }
  }
  return result
}
