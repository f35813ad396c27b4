import Autodiff
import Neural
import Notebook

extension Lesson {
  /// How channels become heads, and the reshape that looks right and is not.
  func reshapeThenTranspose(_ notebook: ChapterNotebook) {
    notebook.heading("Reshape, then transpose")
    notebook.prose(
      """
      The heads are computed together, as one tensor [head, time, size], out of [time, \(width)]. A reshape moves \
      nothing: it only draws new borders through the same row of numbers. So it can cut every token's channels into \
      heads, [time, head, size]; that the head comes first is then a movement. A reshape straight to \
      [head, time, size] gives the right shape, and deals out the tokens.
      """)
    notebook.code()
    // The number of every scalar of [time, width] shows where it lands.
    let numbered = Tensor(
      shape: [time, width], scalars: (0..<time * width).map(Float.init))
    let right = numbered.reshaped([time, heads, size]).permuted([1, 0, 2])
    let wrong = numbered.reshaped([heads, time, size])  // of the same shape

    func owner(_ cut: Tensor, _ head: Int, _ row: Int) -> Int { Int(cut[head, row, 0]) / width }
    func content(_ cut: Tensor, _ head: Int, _ row: Int) -> String {
      let (first, last) = (Int(cut[head, row, 0]) % width, Int(cut[head, row, size - 1]) % width)
      return "\(words[owner(cut, head, row)]) \(first)" + (first == last ? "" : "…\(last)")
    }
    let shown = 0..<min(heads, 2)
    let columns = shown.map { "right: head \($0)" } + shown.map { "wrong: head \($0)" }
    notebook.table(
      "", columns: ["row"] + columns,
      rows: (0..<min(time, 8)).map { row -> [any TableValue] in
        [row] + shown.map { content(right, $0, row) } + shown.map { content(wrong, $0, row) }
      })
    func strangers(_ cut: Tensor) -> Int {
      (0..<heads).reduce(0) { $0 + (0..<time).count { [head = $1] in owner(cut, head, $0) != $0 } }
    }
    notebook.check("right: rows that hold another token's numbers", count: strangers(right), equals: 0)
    guard heads > 1, time > 1 else {
      notebook.prose("With one head or one token the two are the same.")
      return
    }
    notebook.check(
      "wrong: share of the \(heads * time) rows that do",
      measured: Double(strangers(wrong)) / Double(heads * time), atLeast: 0.1)
    anotherEnd(notebook)
  }

  /// What betrays the wrong reshape: how far another last token moves the outputs of the others.
  private func anotherEnd(_ notebook: ChapterNotebook) {
    notebook.prose(
      """
      It runs, and no shape complains. What betrays it depends on the way back. Cut wrongly and joined rightly, it \
      leaks: a causal mask hides rows, the rows are not the tokens any more, and another last word moves the outputs \
      before it. Whoever reshapes there *and back* sees no leak, since every number comes home and earlier rows are \
      never of later tokens; but each head has a stretch of the sentence to itself, and between two stretches nothing \
      passes. How far another last word moves the outputs:
      """)
    notebook.code()
    let empty = embedding.weight.shape[0] - 1  // the row of the empty word
    let otherNumbers: [Int] = sentence.numbers.dropLast() + [empty]
    let otherInput = embedding(otherNumbers) + positions
    // Multi-head attention, cut and joined rightly or by a reshape alone.
    func attend(_ x: Tensor, mask: Mask?, cut: Bool, join: Bool) -> Tensor {
      func pieces(_ x: Tensor) -> Tensor {
        cut
          ? x.reshaped([time, heads, size]).permuted([1, 0, 2])
          : x.reshaped([heads, time, size])
      }
      let made = scaledDotProductAttention(
        query: pieces(attention.query(x)), key: pieces(attention.key(x)),
        value: pieces(attention.value(x)), mask: mask)
      let joined = join ? made.permuted([1, 0, 2]) : made
      return matmul(joined.reshaped([time, width]), outputWeight)
    }
    // How far every output moves when the last word is another one.
    func movement(mask: Mask?, cut: Bool, join: Bool) -> Tensor {
      attend(otherInput, mask: mask, cut: cut, join: join)
        - attend(input, mask: mask, cut: cut, join: join)
    }
    let ways: [(cut: Bool, join: Bool)] = [
      (true, true), (false, true), (false, false),
    ]
    let triangle = Mask.causal(queries: time, keys: time)
    let earlier = ways.map {
      movement(mask: triangle, cut: $0.cut, join: $0.join).withoutLastRow
    }
    let first = ways.map {
      movement(mask: nil, cut: $0.cut, join: $0.join).selected(axis: 0, 0)
    }

    let (backwards, toTheFirst) = (earlier.map(\.largestMagnitude), first.map(\.largestMagnitude))
    func word(_ isRight: Bool) -> String { isRight ? "rightly" : "wrongly" }
    notebook.table(
      "", columns: ["cut", "joined", "causal: earlier tokens", "no mask: the first token"],
      rows: ways.indices.map { [word(ways[$0].cut), word(ways[$0].join), backwards[$0], toTheFirst[$0]] })
    for (way, moved) in zip(ways, backwards) {
      let name = "causal, cut \(word(way.cut)), joined \(word(way.join)): earlier outputs move by"
      if way.join && !way.cut {
        notebook.check(name, measured: moved, atLeast: 1e-5)
      } else {
        notebook.check(name, measured: moved, atMost: 0)
      }
    }
    // Head i has rows i·time to (i + 1)·time − 1 of the pieces, and a token has as many pieces in a row as there are heads.
    if (heads - 1) / time < (time - 1) * heads / time {
      notebook.check(
        "no mask, cut and joined wrongly: the first output moves by", measured: toTheFirst[2], atMost: 0)
    }
  }
}
