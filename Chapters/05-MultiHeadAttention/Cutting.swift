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
  notebook.prose(
    """
    It runs, and no shape complains. What betrays it depends on the way back. Cut wrongly and joined rightly, it \
    leaks: a causal mask hides rows, the rows are not the tokens any more, and another last word moves the outputs \
    before it. Whoever reshapes there *and back* sees no leak, since every number comes home and earlier rows are \
    never of later tokens; but each head has a stretch of the sentence to itself, and between two stretches nothing \
    passes. How far another last word moves the outputs:
    """)
  let ways = Reshaping.allCases.map { (way: $0, reach: reach($0, lesson)) }
  notebook.table(
    "", columns: ["cut", "joined", "causal: earlier tokens", "no mask: the first token"],
    rows: ways.map { [$0.way.cut, $0.way.join, $0.reach.backwards, $0.reach.toTheFirst] })
  for (way, reach) in ways {
    let name = "causal, cut \(way.cut), joined \(way.join): earlier outputs move by"
    if way == .wrongThere {
      notebook.check(name, measured: reach.backwards, atLeast: 1e-5)
    } else {
      notebook.check(name, measured: reach.backwards, atMost: 0)
    }
  }
  // Head i has rows i·time to (i + 1)·time − 1 of the pieces, and a token has headCount pieces in a row.
  if (headCount - 1) / time < (time - 1) * headCount / time {
    notebook.check(
      "no mask, cut and joined wrongly: the first output moves by", measured: ways[2].reach.toTheFirst,
      atMost: 0)
  }
}

/// How far another last token moves the outputs of the others, under a causal mask and of the first without a mask.
private func reach(_ way: Reshaping, _ lesson: Lesson) -> (backwards: Double, toTheFirst: Double) {
  let time = lesson.words.count
  func movement(of tokens: Range<Int>, _ mask: Mask) -> Double {
    let outputs = [lesson.input, lesson.inputWithAnotherEnd].map {
      lesson.attend($0, mask: mask, reshaping: way).sliced(axis: 0, tokens)
    }
    return outputs[0].distance(to: outputs[1])
  }
  let seesAll = Mask(shape: [time, time], keep: [Bool](repeating: true, count: time * time))
  return (movement(of: 0..<time - 1, .causal(queries: time, keys: time)), movement(of: 0..<1, seesAll))
}

/// The cost of heads in parameters, which is none.
func parameterCounts(_ notebook: ChapterNotebook) throws {
  notebook.heading("More heads, the same number of parameters")
  let width = 768
  notebook.prose(
    """
    Heads of width d/h share what one head would have: 4·d² scalars for any h. (What does grow is the number of \
    weights: h·n² for n tokens.) Give each head the full width, as S1's shapes say when step 5 repeats them “for every \
    head”, and h multiplies the count. At d = \(width), GPT-2's; «S1» are its three projections alone, since it \
    prints no W^O:
    """)
  let zeros = Linear(weight: .zeros([width, width]))
  let shapes = Formula.of(.s1_3_1_1_SHAPE)
  func projections(_ reading: Formula.Reading, _ headCount: Int) throws -> Int {
    let values = try reading.compute(["n": 1, "d": .number(Double(width)), "h": .number(Double(headCount))])
    return Int(try values.number("projectionParameters"))
  }
  let counts = try [1, 2, 3, 4, 6, 8, 12].map { headCount in
    (
      heads: headCount,
      published: MultiHeadAttention(
        query: zeros, key: zeros, value: zeros, output: zeros, headCount: headCount
      ).parameterCount,
      full: Formula.MultiHead.parameterCount(width: width, headCount: headCount, fullWidthHeads: true),
      printed: try projections(shapes.reading("as printed"), headCount)
    )
  }
  notebook.table(
    "", columns: ["heads", "width of a head", "parameters", "with full-width heads", "S1"],
    rows: counts.map { [$0.heads, width / $0.heads, $0.published, $0.full, $0.printed] })
  notebook.check(
    "how many different numbers of parameters, from 1 head to 12",
    count: Set(counts.map(\.published)).count, equals: 1)
  notebook.check("that number is 4·768²", count: counts[0].published, equals: 2_359_296)
  notebook.check("12 full-width heads", count: counts[counts.count - 1].full, equals: 28_311_552)
  notebook.check(
    "12 heads of S1, without W^O", count: counts[counts.count - 1].printed, equals: 21_233_664)
  notebook.check(
    "where 12 published ones, without W^O, have", count: try projections(shapes.published, 12),
    equals: 1_769_472)
}
