extension Worked {
  /// The questions of chapter 14.
  static let speedrun = [
    Worked(14, "target", "loses 0.5 nats a character, the source itself 0.16", "0.245"),
    Worked(14, "rate", "What are the rates of steps 40, 500 and 940", "12.8 16 10.4"),
    Worked(14, "length", "G = [ 7   1 ]", "0.7 0.1 0.7 -0.1"),
    Worked(14, "newton-schulz", "X has the singular value 0.6", "1.19"),
    Worked(14, "turn", "[3, 0, 0, 4], stands at position 1", "1.62 2.52 -0.399 3.98"),
    Worked(14, "distance", "A query [6, 0] stands at position 8, a key [2, 0] at position 3", "0.848"),
    Worked(14, "score", "have 36 channels", "6 2.4"),
    Worked(14, "rms-norm", "[8, 2, 4, −4] with the gain γ = [1, 1, 2, 0.5]", "1.6 0.4 1.6 -0.4"),
    Worked(14, "gate", "from 64 channels to a hidden width of 120", "80 15360"),
    Worked(14, "seconds", "16000 steps of 16 windows at 10 milliseconds", "3/32 0.3"),
    Worked(14, "t", "8 seeds end with a mean loss of 139", "-1.7"),
    Worked(14, "chance", "A table has 20 rows", "0.4 0.332"),
  ]
}
