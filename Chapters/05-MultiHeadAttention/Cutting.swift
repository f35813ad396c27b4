import Autodiff
import Formulas
import Neural
import Notebook

/// How channels become heads, and the reshape that looks right and is not.
func cutting(_ notebook: ChapterNotebook, _ lesson: Lesson) {
  let (words, headCount, size) = (lesson.words, lesson.headCount, lesson.size)
  let (time, width) = (words.count, lesson.headCount * lesson.size)
  notebook.heading("Reshape, then transpose")
  notebook.prose(
    """
    The heads are computed together, as one tensor [head, time, size], out of [time, \(width)]. A reshape moves \
    nothing: it only draws new borders through the same row of numbers. So it can cut every token's channels into \
    heads, [time, head, size]; that the head comes first is then a movement. A reshape straight to \
    [head, time, size] gives the right shape, and deals out the tokens.
    """)
  notebook.code(
    """
    x.reshaped([\(time), \(headCount), \(size)]).permuted([1, 0, 2])  // right
    x.reshaped([\(headCount), \(time), \(size)])                      // wrong, of the same shape
    """)
  // The number of every scalar in [time, width] shows where it lands.
  let numbered = Tensor(shape: [time, width], scalars: (0..<time * width).map(Float.init))
  let right = numbered.reshaped([time, headCount, size]).permuted([1, 0, 2])
  let wrong = numbered.reshaped([headCount, time, size])
  func owner(_ cut: Tensor, _ head: Int, _ row: Int) -> Int { Int(cut[head, row, 0]) / width }
  func content(_ cut: Tensor, _ head: Int, _ row: Int) -> String {
    let (first, last) = (Int(cut[head, row, 0]) % width, Int(cut[head, row, size - 1]) % width)
    return "\(words[owner(cut, head, row)]) \(first)" + (first == last ? "" : "…\(last)")
  }
  let shown = 0..<min(headCount, 2)
  let columns = shown.map { "right: head \($0)" } + shown.map { "wrong: head \($0)" }
  notebook.table(
    "", columns: ["row"] + columns,
    rows: (0..<min(time, 8)).map { row -> [any TableValue] in
      [row] + shown.map { content(right, $0, row) } + shown.map { content(wrong, $0, row) }
    })
  func strangers(_ cut: Tensor) -> Int {
    (0..<headCount).reduce(0) { $0 + (0..<time).count { [head = $1] in owner(cut, head, $0) != $0 } }
  }
  notebook.check("right: rows that hold another token's numbers", count: strangers(right), equals: 0)
  guard headCount > 1, time > 1 else {
    notebook.prose("With one head or one token the two are the same.")
    return
  }
  notebook.check(
    "wrong: share of the \(headCount * time) rows that do",
    measured: Double(strangers(wrong)) / Double(headCount * time), atLeast: 0.1)

  let causal = Mask.causal(queries: time, keys: time)
  func earlier(_ lesson: Lesson, _ input: Tensor) -> Tensor {
    lesson.attend(input, mask: causal).sliced(axis: 0, 0..<time - 1)
  }
  func leak(isCutWrongly: Bool) -> Double {
    let lesson = lesson.cut(wrongly: isCutWrongly)
    return earlier(lesson, lesson.input).distance(to: earlier(lesson, lesson.inputWithAnotherEnd))
  }
  notebook.prose(
    """
    It runs, it even trains, and under a causal mask it betrays itself: the mask hides rows, and the rows are not \
    the tokens any more. Another last word moves the outputs before it:
    """)
  notebook.check(
    "causal, cut rightly: earlier outputs move by", measured: leak(isCutWrongly: false), atMost: 0)
  notebook.check(
    "causal, cut wrongly: earlier outputs move by", measured: leak(isCutWrongly: true), atLeast: 1e-5)
}

/// The cost of heads, which is none.
func parameterCounts(_ notebook: ChapterNotebook) {
  notebook.heading("More heads, the same number of parameters")
  let width = 768
  notebook.prose(
    """
    Heads of width d/h share what one head would have: 4·d² scalars for any h. Give each the full width, as S1's \
    shapes say when step 5 repeats them “for every head”, and h multiplies the count. At d = \(width), GPT-2's:
    """)
  let zeros = Linear(weight: .zeros([width, width]))
  let counts = [1, 2, 3, 4, 6, 8, 12].map { headCount in
    (
      heads: headCount,
      published: MultiHeadAttention(
        query: zeros, key: zeros, value: zeros, output: zeros, headCount: headCount
      ).parameterCount,
      full: Formula.MultiHead.parameterCount(width: width, headCount: headCount, fullWidthHeads: true)
    )
  }
  notebook.table(
    "", columns: ["heads", "width of a head", "parameters", "with full-width heads"],
    rows: counts.map { [$0.heads, width / $0.heads, $0.published, $0.full] })
  notebook.check(
    "how many different numbers of parameters, from 1 head to 12",
    count: Set(counts.map(\.published)).count, equals: 1)
  notebook.check("that number is 4·768²", count: counts[0].published, equals: 2_359_296)
  notebook.check("12 full-width heads", count: counts[counts.count - 1].full, equals: 28_311_552)
}

extension Lesson {
  /// The same lesson with the heads cut rightly or wrongly.
  fileprivate func cut(wrongly: Bool) -> Lesson {
    Lesson(
      self,
      breakage: Breakage(
        hasNoOutputProjection: breakage.hasNoOutputProjection, isCutWrongly: wrongly,
        sharesHeads: breakage.sharesHeads))
  }

  private init(_ other: Lesson, breakage: Breakage) {
    words = other.words
    input = other.input
    inputWithAnotherEnd = other.inputWithAnotherEnd
    attention = other.attention
    outputWeight = other.outputWeight
    mask = other.mask
    self.breakage = breakage
  }
}
