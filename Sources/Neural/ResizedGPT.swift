import Autodiff
import Randomness

extension GPT {
  /// The model with rows for more tokens or a longer context, all that it has learned unchanged.
  ///
  /// Rows are added at the ends: to the embedding table, to the positions if they are learned, and columns to an output
  /// head of its own. What was there stays bit for bit, and so do the logits of the old tokens over a text of old tokens
  /// within the old context. New numbers have the standard deviation 0.02 of a new model; they depend on `seed` and on
  /// their row alone, so that growing twice is growing once.
  ///
  /// Traps with both numbers when the model would become smaller.
  public func resized(vocabulary: Int? = nil, context: Int? = nil, seed: Seed) -> GPT {
    let (old, channels) = (configuration, configuration.block.channels)
    var new = configuration
    new.vocabularySize = vocabulary ?? old.vocabularySize
    new.contextLength = context ?? old.contextLength
    guard new.vocabularySize >= old.vocabularySize, new.contextLength >= old.contextLength else {
      fatalError(
        "GPT: a vocabulary of \(old.vocabularySize) and a context of \(old.contextLength) cannot become "
          + "\(new.vocabularySize) and \(new.contextLength)")
    }
    /// Rows of a table that are not there yet: `[count, channels]`.
    func rows(_ range: Range<Int>, of table: Int) -> Tensor {
      let rows = range.map { row in
        var generator = seed.derived(table).derived(row).generator()
        return Tensor.normal([channels], deviation: 0.02, using: &generator)
      }
      return rows.isEmpty ? .zeros([0, channels]) : stack(rows)
    }
    var model = self
    model.configuration = new
    let tokens = old.vocabularySize..<new.vocabularySize
    model.embedding.weight = concatenate([embedding.weight, rows(tokens, of: 0)], axis: 0)
    if let positions {
      let places = old.contextLength..<new.contextLength
      model.positions?.weight = concatenate([positions.weight, rows(places, of: 1)], axis: 0)
    }
    if let lmHead {
      model.lmHead?.weight = concatenate([lmHead.weight, rows(tokens, of: 2).transposed()], axis: 1)
    }
    return model
  }
}
