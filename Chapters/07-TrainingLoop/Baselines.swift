import Language
import Notebook

/// The best n-gram model of one order.
struct Baseline {
  let order: Int
  let smoothing: NGramSmoothing
  let counts: NGramCounts
  /// Nats per character on the held-out text.
  let loss: Double

  var name: String { order < 4 ? ["unigram", "bigram", "trigram"][order - 1] : "\(order)-gram" }

  /// Made anew each time: a table of a long text takes much memory, and one at a time is needed.
  func model() -> NGramModel { NGramModel(counts: counts, order: order, smoothing: smoothing) }
}

/// The n-grams of every order, and how much of the text they know.
struct Ladder {
  let baselines: [Baseline]
  let countedTokens: Int
  let measuredTokens: Int

  /// The one that predicts best.
  var best: Baseline? { baselines.min { $0.loss < $1.loss } }

  /// For every order from 1 to 8 the smoothing that predicts the held-out text best.
  ///
  /// The n-grams count the same text that the model trains on, up to half a million tokens of it: where nothing
  /// repeats, the runs of all orders take some 500 bytes a token. Choosing the best smoothing on the held-out text
  /// itself favours them a little; the model gets no such favour.
  init(_ material: Material, notebook: ChapterNotebook) throws {
    let training = Self.beginning(of: material.trainingSequences, tokens: 500_000)
    let heldOut = Self.beginning(of: material.heldOutSequences, tokens: 50_000)
    let tokens = heldOut.reduce(0) { $0 + $1.count }
    let characters = try heldOut.reduce(0) { try $0 + material.tokenizer.decode($1).unicodeScalars.count }
    let smoothings: [NGramSmoothing] = [
      .addConstant(0.01), .absoluteDiscounting(.estimated), .kneserNey(.estimated), .kneserNey(.modified),
    ]
    let progress = notebook.progress("counting n-grams", total: 1 + 8 * smoothings.count)
    let counts = NGramCounts(
      order: 8, vocabularySize: material.tokenizer.vocabularySize, sequences: training)
    var done = 1
    var baselines: [Baseline] = []
    for order in 1...8 {
      let all = smoothings.map { smoothing in
        progress.report(step: done)
        done += 1
        let nats =
          NGramModel(counts: counts, order: order, smoothing: smoothing).crossEntropy(on: heldOut)
          * Double(tokens)
        return Baseline(
          order: order, smoothing: smoothing, counts: counts, loss: nats / Double(characters))
      }
      baselines.append(all.min { $0.loss < $1.loss } ?? all[0])
    }
    progress.finish()
    self.baselines = baselines
    countedTokens = training.reduce(0) { $0 + $1.count }
    measuredTokens = tokens
  }

  /// The first sequences, with no more than so many tokens in all; the last may be a part of one.
  private static func beginning(of sequences: [[Int]], tokens limit: Int) -> [[Int]] {
    var left = limit
    return sequences.compactMap { sequence in
      let part = Array(sequence.prefix(left))
      left -= part.count
      return part.isEmpty ? nil : part
    }
  }
}
