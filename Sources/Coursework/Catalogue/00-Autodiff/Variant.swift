extension Misconception {
  /// The same mistake in code that is written another way, and so ends otherwise on some input: by a trap, say.
  func variant(_ suffix: String, function: Function) -> Misconception {
    Misconception(
      "\(name)-\(suffix)", diagnosis: diagnosis, remedy: remedy, source: source, frequency: 1,
      evidence: evidence, function: function)
  }
}
