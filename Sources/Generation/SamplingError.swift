/// Why no token could be chosen from a row of logits.
public enum SamplingError: Error, Hashable, CustomStringConvertible {
  /// Every one of so many logits is −∞ or NaN, as those of a model are whose weights have grown beyond all bounds.
  case nothingToChoose(logits: Int)

  /// One line for the reader of a command.
  public var description: String {
    switch self {
    case .nothingToChoose(let logits): "no token can be chosen: none of \(logits) logits is a number above −∞"
    }
  }
}
