import Generation
import Language
import Notebook
import Randomness

/// A search for likely stories beside stories that are drawn: how likely they are, and how many are flawless.
func beamsAgainstSampling(_ notebook: ChapterNotebook, _ lesson: Lesson) throws {
  notebook.heading("Beams against sampling")
  notebook.prose(
    """
    Greedy choice keeps one beginning. **Beam search** keeps the \(lesson.beams.width) likeliest of each length, and so finds
    stories whose first step was not the likeliest. From the prompt to the end of the story, at most 96 tokens:
    """)
  let (search, reader, end) = (lesson.beams, lesson.reader, lesson.end)
  notebook.code()
  let found = try search(reader, maximumNewTokens: 96, endToken: end)
  let beamScores = found.map(\.score)

  notebook.tensor(
    "beamScores", beamScores, shape: [beamScores.count], axes: ["beam"], display: .plainTable)
  notebook.table(
    "what the beams found", columns: ["ln P", "score", "tokens", "text"],
    rows: found.prefix(4).map {
      [
        $0.logProbability, $0.score, $0.tokens.count,
        String(lesson.text($0.tokens).prefix(44)) + "…",
      ]
    })
  var generator = Seed(lesson.seed).generator()
  let greedy = try generate(
    reader, maximumNewTokens: 96, sampler: .greedy, stopToken: end, using: &generator)
  let one = try BeamSearch(width: 1)(reader, maximumNewTokens: 96, endToken: end)
  notebook.check("one beam is greedy choice", isTrue: one.first?.tokens == greedy)
  notebook.check(
    "the scores fall from beam to beam",
    isTrue: zip(beamScores, beamScores.dropFirst()).allSatisfy { $0 >= $1 })
  guard let world = lesson.world, let end else {
    return notebook.prose(
      "This model does not write in the words of Tiny World: nobody can judge its stories.")
  }
  try judge(notebook, lesson, world, end)
}

/// Many stories of each kind, judged by who knows every story that there is.
private func judge(_ notebook: ChapterNotebook, _ lesson: Lesson, _ world: TinyWorld, _ end: Int)
  throws
{
  notebook.prose(
    """
    Is the likelier story the better one? Tiny World can say of any story whether it could have been told. The first four
    sentences of \(lesson.judged) held-out stories are continued, by dice, by greedy choice and by the search:
    """)
  let (model, tokenizer) = (lesson.model, lesson.tokenizer)
  let beginnings = try world.stories(count: lesson.judged, seed: lesson.seed ^ 0x85_0000).map {
    [end] + (try tokenizer.encode(beginning(of: $0)))
  }
  var generator = Seed(lesson.seed).derived(5).generator()
  let width = lesson.beams.width
  notebook.code()
  func drawn(_ reader: GPTPredictor) throws -> [Int] {
    try generate(
      reader, maximumNewTokens: 96, sampler: Sampler(), stopToken: end,
      using: &generator)
  }
  func searched(_ width: Int, _ reader: GPTPredictor) throws -> [Int] {
    try BeamSearch(width: width)(
      reader, maximumNewTokens: 96, endToken: end)[0].tokens
  }
  var (stories, likelihoods): ([[String]], [[Double]]) = ([], [])
  for beginning in beginnings {
    var reader = GPTPredictor(model)
    reader.read(beginning)
    let continued = [
      try drawn(reader), try searched(1, reader),
      try searched(width, reader),
    ].map { $0 + [end] }
    let begun = Array(beginning.dropFirst())
    stories.append(try continued.map { try tokenizer.decode(begun + $0) })
    likelihoods.append(
      continued.map { tokens in
        reader.logProbabilities(of: tokens).reduce(0) { $0 + ($1 ?? 0) }
      })
  }

  let names = ["dice", "greedy", "\(width) beams"]
  notebook.code()
  let flawless = names.indices.map { kind in
    stories.count { world.logProbability(of: $0[kind]) > -.infinity }
  }

  notebook.tensor(
    "flawless", flawless.map { Double($0) / Double(stories.count) }, shape: [names.count], axes: ["choice"],
    labels: [names], display: .plainTable)
  notebook.prose(
    "One slip spoils a story. How much of what was written stands before it says more than whether there is one:"
  )
  notebook.declaration("soundShare", in: "05-BeamsAgainstSampling.swift")
  func mean(_ numbers: [Double]) -> Double { numbers.reduce(0, +) / Double(numbers.count) }
  let likely = names.indices.map { kind in mean(likelihoods.map { $0[kind] }) }
  let sound = names.indices.map { kind in
    mean(zip(stories, beginnings).map { soundShare(of: $0[kind], after: lesson.text($1), in: world) })
  }
  notebook.table(
    "the judge's verdict", columns: ["chosen by", "ln P, mean", "flawless", "before the first slip"],
    rows: names.indices.map { [names[$0], likely[$0], flawless[$0], sound[$0]] })
  notebook.prose(
    """
    A search finds what the model holds likely. Where the model knows who has what, the likely story is the true one, and
    dice can only spoil it; where it does not know, no search helps, and the likeliest story is as wrong as it is sure. And to
    one beginning a search has one answer. Where one answer is right, as in translation, search; where many are, draw.
    """)
  // Of a few stories little can be claimed.
  guard lesson.isOwn, lesson.judged >= 80 else { return }
  if lesson.beams.width >= 2 {
    notebook.check(
      "beams find likelier stories than greedy choice", measured: likely[2] - likely[1], atLeast: 0)
    notebook.check("and far likelier ones than dice", measured: likely[2] - likely[0], atLeast: 3)
  }
  if lesson.beams.width == 4 {
    notebook.check(
      "more of them are flawless than of those that dice wrote", measured: Double(flawless[2] - flawless[0]),
      atLeast: 1)
  }
}

/// The share of what was written, in letters, that stands before the first
/// that Tiny World could not have told.
func soundShare(
  of story: String, after beginning: String, in world: TinyWorld
) -> Double {
  let (told, whole) = (beginning.count, story.count)
  var (sound, slip) = (told, whole + 1)
  while slip - sound > 1 {
    let middle = (sound + slip) / 2
    let start = String(story.prefix(middle))
    let isSound = world.logProbability(ofBeginning: start) > -.infinity
    (sound, slip) = isSound ? (middle, slip) : (sound, middle)
  }
  return Double(sound - told) / Double(max(1, whole - told))
}

/// A story up to the end of its fourth sentence.
private func beginning(of story: String) -> String {
  story.split(separator: ".", omittingEmptySubsequences: false).prefix(4).joined(separator: ".")
    + "."
}
