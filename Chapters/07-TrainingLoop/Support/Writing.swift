import Generation
import Language
import Neural
import Randomness
import Training

/// The beginning of what a model in training writes, in one line.
func sample(of model: GPT, material: Material) -> String {
  var generator = SeededGenerator(seed: 0)  // the same dice each time, so that only the model differs
  let prompt = [material.start ?? material.heldOutSequences[0][0]]
  let text = written(material) {
    try generate(
      GPTPredictor(model), prompt: prompt, maximumNewTokens: 40, sampler: Sampler(temperature: 0.7),
      stopToken: material.start, using: &generator)
  }
  return inOneLine(text)
}

/// What was written, as text; a model that has diverged cannot write, and that is said in its place.
func written(_ material: Material, _ tokens: () throws -> [Int]) -> String {
  do {
    return try material.tokenizer.decode(tokens())
  } catch {
    return "(\(error))"
  }
}

/// The text without line ends.
func inOneLine(_ text: String) -> String {
  text.split(whereSeparator: \.isNewline).joined(separator: " ")
}

/// The lines of a text as they are.
func indented(_ text: String) -> String {
  text.split(separator: "\n", omittingEmptySubsequences: false).map { "    " + $0 }.joined(separator: "\n")
}
