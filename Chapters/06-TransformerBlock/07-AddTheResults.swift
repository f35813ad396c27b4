import Formulas
import Notebook

/// S3's fifth step taken at its word.
func addTheResults(_ notebook: ChapterNotebook) throws {
  notebook.heading("“Add the results together”")
  notebook.prose(
    """
    Which results? S3's sentence can be read in three ways. None of them normalises, and read as the text has it, the network \
    never sees the token, only what attention made of it.
    """)
  notebook.code()
  let forms = Formula.of(.s3_3_4_P_ENC)
  let readings = [
    "three summands", "four summands", "two sums in a row", "published",
  ].map(forms.reading)
  let start = forms.asPrinted.example  // TOY-E
  let outputs = try readings.map { reading in
    try reading.compute(start).matrix("output")
  }
  let grown = try readings.map { reading in
    var x = try start.matrix("X")
    for _ in 0..<12 {
      x = try reading.compute(start.with(["X": .matrix(x)])).matrix("output")
    }
    return x.largestMagnitude
  }

  let names = ["X + A + F(A)", "E + X + A + F(A)", "two sums, no norm", "published"]
  notebook.table(
    "TOY-E", columns: ["reading", "first token", "largest number after 12 layers"],
    rows: names.indices.map { index in
      [names[index], vector(outputs[index].row(0), decimals: 4), NumberText.compact(grown[index])]
    })
  let goldens: [Matrix] = [
    [[1.719_085_049, 1.280_914_951, 4.719_085_049], [1, 2, 4]],
    [[2.719_085_049, 0.280_914_951, 6.719_085_049], [0.5, 2.5, 5]],
    [[2.719_085_049, 1.280_914_951, 6.719_085_049], [1, 3, 5]],
    [[-0.506_844_583, -0.889_961_193, 1.396_805_775], [-1.069_042_677, -0.267_260_669, 1.336_303_346]],
  ]
  let worst = zip(outputs, goldens).map { $0.distance(to: $1) }.max() ?? .nan
  notebook.check("each reading's numbers are those worked out by hand", measured: worst, atMost: 1e-8)
  notebook.check("twelve such layers: the largest number", measured: grown[0], atLeast: 1e3)
  notebook.check("twelve published ones: at most √(d − 1)", measured: grown[3], atMost: 2.0.squareRoot())
}
