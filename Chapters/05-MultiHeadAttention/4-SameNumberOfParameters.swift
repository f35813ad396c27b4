import Autodiff
import Formulas
import Neural
import Notebook

/// The cost of heads in parameters, which is none.
func parameterCounts(_ notebook: ChapterNotebook) throws {
  notebook.heading("More heads, the same number of parameters")
  notebook.prose(
    """
    Heads of width d/h share what one head would have: 4·d² scalars for any h. (What does grow is the number of \
    weights: h·n² for n tokens.) Give each head the full width, as S1's shapes say when step 5 repeats them “for every \
    head”, and h multiplies the count. At d = 768, GPT-2's; «S1» are its three projections alone, since it \
    prints no W^O:
    """)
  notebook.code()
  let projection = Linear(weight: .zeros([768, 768]))
  let headCounts = [1, 2, 3, 4, 6, 8, 12]
  let parameterCounts = headCounts.map {
    MultiHeadAttention(
      query: projection, key: projection, value: projection,
      output: projection, headCount: $0
    ).parameterCount
  }
  let fullWidthCounts = headCounts.map {
    Formula.MultiHead.parameterCount(
      width: 768, headCount: $0, fullWidthHeads: true)
  }
  let shapes = Formula.of(.s1_3_1_1_SHAPE)
  func projections(_ reading: Formula.Reading, _ heads: Int) throws -> Int {
    let values = try reading.compute(
      ["n": 1, "d": 768, "h": .number(Double(heads))])
    return Int(try values.number("projectionParameters"))
  }
  let printedCounts = try headCounts.map {
    try projections(shapes.reading("as printed"), $0)
  }

  notebook.guess(
    "Twice as many heads, each half as wide: how many parameters more?")
  notebook.table(
    "", columns: ["heads", "width of a head", "parameters", "with full-width heads", "S1"],
    rows: headCounts.indices.map {
      [headCounts[$0], 768 / headCounts[$0], parameterCounts[$0], fullWidthCounts[$0], printedCounts[$0]]
    })
  let last = headCounts.count - 1
  notebook.check(
    "how many different numbers of parameters, from 1 head to 12", count: Set(parameterCounts).count,
    equals: 1)
  notebook.check("that number is 4·768²", count: parameterCounts[0], equals: 2_359_296)
  notebook.check("12 full-width heads", count: fullWidthCounts[last], equals: 28_311_552)
  notebook.check("12 heads of S1, without W^O", count: printedCounts[last], equals: 21_233_664)
  notebook.check(
    "where 12 published ones, without W^O, have", count: try projections(shapes.published, 12),
    equals: 1_769_472)
}
