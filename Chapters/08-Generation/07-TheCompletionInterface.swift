import Generation
import Language
import Notebook
import Randomness

/// The reader's prompt, completed; where a completion ends; and what the prompt itself is worth.
func completionInterface(_ notebook: ChapterNotebook, _ lesson: Lesson) throws {
  notebook.heading("The completion interface")
  notebook.prose(
    """
    What services of language models offer is one function: a prompt and wishes go in, choices come out, each with the reason
    why it ended. S1 §4.3 calls it over the network; here it is a function of this program.
    """)
  let (reader, tokenizer) = (GPTPredictor(lesson.model), lesson.tokenizer)
  let (tokens, sampler, count, seed) = (lesson.tokens, lesson.sampler, lesson.count, lesson.seed)
  let (end, maximum) = (lesson.end, lesson.maximumTokens)
  notebook.code()
  var request = CompletionRequest(
    .tokens(tokens), maximum: .newTokens(maximum), count: count,
    endToken: end,
    temperature: sampler.temperature, topK: sampler.topK, topP: sampler.topP,
    seed: Seed(seed), logProbabilityCount: 0)
  let completion = try complete(request, with: reader, tokenizer: tokenizer)

  notebook.prose(
    completion.choices.map { "- …\(inOneLine($0.text))" }.joined(separator: "\n"))
  notebook.table(
    "choices", columns: ["number", "tokens", "ln P", "ended by"],
    rows: completion.choices.map { choice in
      [
        choice.index, choice.newTokenCount,
        (choice.scores ?? []).reduce(0) { $0 + ($1.logProbability ?? 0) }, choice.reason.rawValue,
      ]
    })
  notebook.prose(
    "\(completion.promptTokenCount) tokens were read, once for all choices, and \(completion.newTokenCount) written."
  )
  notebook.code()
  request.count = 1
  let alone = try complete(request, with: reader, tokenizer: tokenizer)

  notebook.check(
    "a choice depends on the seed and its number alone",
    isTrue: alone.choices[0] == completion.choices[0])
  try stopText(notebook, lesson, completion.choices[0], request)
  try echo(notebook, lesson)
}

/// A stop text is found wherever its letters come, also where no token has all of them.
private func stopText(
  _ notebook: ChapterNotebook, _ lesson: Lesson, _ free: CompletionChoice,
  _ request: CompletionRequest
) throws {
  guard let stop = notebook[Options.stop] ?? acrossABorder(free, lesson.tokenizer) else { return }
  notebook.prose(
    """
    A **stop text** ends a choice before it. It is looked for in letters, not in tokens: “\(inOneLine(stop))” may begin in one
    token and end in another. What may become it waits, so that a reader of the stream never sees a part of it.
    """)
  let (reader, tokenizer) = (GPTPredictor(lesson.model), lesson.tokenizer)
  let pieces: [String]
  let text: String
  if notebook[Options.stopInTokens] {
    notebook.prose("Here, **broken**: each token is searched by itself.")
    notebook.code()
    let spelled = try free.tokens.map { try tokenizer.decode([$0]) }
    pieces = Array(spelled.prefix { !$0.contains(stop) })
    text = pieces.joined()

    let right = free.text.split(separator: stop, maxSplits: 1, omittingEmptySubsequences: false)[0]
    if text.contains(stop) {
      notebook.check(
        "the stop text is missed, and told", measured: Double(text.count - right.count),
        atLeast: Double(stop.count))
    } else {
      notebook.prose("This stop text does not come, or is inside of one token, where it is found.")
    }
  } else {
    var stopping = request
    stopping.stopTexts = [stop]
    let told: [String]
    (told, text) = try streamed(stopping, reader, tokenizer)
    pieces = told
    notebook.check("the text ends before the stop text", isTrue: !text.contains(stop))
    notebook.check("side by side the pieces are the text", isTrue: pieces.joined() == text)
    notebook.check(
      "it is the beginning of what is written without it", isTrue: free.text.hasPrefix(text))
  }
  notebook.table(
    "the stream", columns: ["piece", "text"],
    rows: pieces.prefix(12).enumerated().map { [$0 + 1, "“\(inOneLine($1))”"] })

  func streamed(
    _ request: CompletionRequest, _ reader: GPTPredictor, _ tokenizer: AnyTokenizer
  ) throws -> (pieces: [String], text: String) {
    notebook.code()
    var pieces: [String] = []
    let stopped = try complete(request, with: reader, tokenizer: tokenizer) {
      pieces.append($1)
      return true  // false would end the choice
    }

    return (pieces, stopped.choices[0].text)
  }
}

/// The end of one token and the beginning of the next, from the middle of a choice.
private func acrossABorder(_ choice: CompletionChoice, _ tokenizer: AnyTokenizer) -> String? {
  let spelled = choice.tokens.map { (try? tokenizer.decode([$0])) ?? "" }
  guard
    let place = spelled.indices.dropLast().dropFirst(3).first(where: {
      spelled[$0].count >= 3 && spelled[$0 + 1].count >= 3
    })
  else { return nil }
  return String(spelled[place].suffix(2)) + String(spelled[place + 1].prefix(2))
}

/// With no new token, the prompt itself is judged.
private func echo(_ notebook: ChapterNotebook, _ lesson: Lesson) throws {
  notebook.prose(
    """
    With **echo** and no new token the same function judges a text: how likely each token was, and what would have been
    likeliest in its place. Of the first, nothing is said.
    """)
  let (reader, tokenizer, tokens) = (GPTPredictor(lesson.model), lesson.tokenizer, lesson.tokens)
  notebook.code()
  let judgement = CompletionRequest(
    .tokens(tokens), maximum: .newTokens(0), logProbabilityCount: 1,
    echo: true)
  let judged = try complete(judgement, with: reader, tokenizer: tokenizer)
  let scores = judged.choices[0].scores ?? []

  notebook.table(
    "the prompt, judged", columns: ["token", "ln P", "likeliest there", "ln P of that"],
    rows: scores.suffix(12).map { score in
      [
        lesson.labels[score.token],
        score.logProbability.map { NumberText.fixed($0, decimals: 3) } ?? "",
        score.likeliest.first.map { lesson.labels[$0.token] } ?? "",
        score.likeliest.first.map { NumberText.fixed($0.logProbability, decimals: 3) } ?? "",
      ]
    })
  notebook.check("of the first token nothing is said", isTrue: scores.first?.logProbability == nil)
  notebook.check(
    "no token is likelier than the likeliest",
    isTrue: scores.dropFirst().allSatisfy {
      ($0.logProbability ?? 0) <= ($0.likeliest.first?.logProbability ?? -.infinity)
    })
}

/// The text without line ends.
private func inOneLine(_ text: String) -> String {
  text.split(whereSeparator: \.isNewline).joined(separator: " ⏎ ")
}
