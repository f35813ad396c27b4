import Autodiff
import Generation
import Language
import Neural
import Notebook

/// How the held-out texts were translated.
struct Results {
  let bleu: Double
  /// The share of translations that are the reference, letter for letter.
  let exactMatch: Double
  /// The share of translations that mean what the source means.
  let meaningKept: Double
}

/// Translates the held-out texts, and lets the world judge.
func showTranslations(_ notebook: ChapterNotebook, _ session: Session, _ fit: Fit) throws -> Results {
  let (material, model) = (session.material, fit.model)
  let (end, limit, beams) = (material.end, session.configuration.contextLength, session.beams)
  notebook.heading("What it translates")
  let progress = notebook.progress("translating", total: material.heldOut.count)
  let translated: [[Int]]
  if session.breakage == .none {
    notebook.prose(
      """
      The source is read once. Then the target grows token by token, each the likeliest after those before it\(beams > 1 ? ", with \(beams) beginnings kept beside each other" : "");
      keys and values of both attentions are kept, so that a token costs one row:
      """)
    notebook.code()
    let search = BeamSearch(width: beams)
    func translation(of tokens: [Int]) throws -> [Int] {
      var writer = TranslationPredictor(model, source: tokens)
      writer.read([end])
      let found = try search(writer, maximumNewTokens: limit - 1, endToken: end)
      return found[0].tokens
    }

    translated = try material.heldOut.enumerated().map { index, pair in
      progress.report(step: index + 1)
      return try translation(of: pair.sourceTokens)
    }
  } else {
    notebook.prose(
      "All texts at once, each time the likeliest next token of each, until all have ended:")
    notebook.declaration("greedy", in: "4-WhatItTranslates.swift")
    translated = greedy(
      model, material.heldOut.map(\.sourceTokens), end: end, limit: limit, by: session.breakage)
  }
  progress.finish()
  let texts = try translated.map { try material.targetTokenizer.decode($0) }
  let first = zip(material.heldOut, texts).prefix(5).map { pair, text in
    let isKept = material.targetWorld.meaning(of: text + "\n") == pair.meaning
    return "- \(oneLine(pair.source))\n- \(text)\(isKept ? "" : " (not what it means)")"
  }
  notebook.prose(
    "The first of the held-out texts:\n\n"
      + first.joined(separator: "\n"))
  notebook.prose(
    """
    Judged in three ways: is it the reference, letter for letter; does it mean the same; and BLEU, which only compares words
    (corpus BLEU-4, exponential smoothing, cut as \(material.from == .english ? "sacrebleu's zh" : "mteval-13a") cuts).
    """)
  let (heldOut, world) = (material.heldOut, material.targetWorld)
  let tokenizer = material.tokenizerOfBLEU
  notebook.code()
  let count = Double(heldOut.count)
  let same = zip(heldOut, texts).count { $0.target == $1 + "\n" }
  let understood = zip(heldOut, texts).count { pair, text in
    world.meaning(of: text + "\n") == pair.meaning
  }
  let exactMatch = Double(same) / count
  let meaningKept = Double(understood) / count
  let bleu = BLEU(
    candidates: texts, references: heldOut.map { [$0.target] },
    tokenizer: tokenizer)

  notebook.scalar("exactMatch", exactMatch)
  notebook.scalar("meaningKept", meaningKept)
  notebook.scalar("bleu", bleu.score)
  notebook.check(
    "a translation that is the reference means the same", measured: meaningKept - exactMatch,
    atLeast: 0)
  return Results(bleu: bleu.score, exactMatch: exactMatch, meaningKept: meaningKept)
}

/// The likeliest tokens one after another, for all sources together and
/// without a cache; ends are cut off.
func greedy(
  _ model: EncoderDecoder, _ sources: [[Int]], end: Int, limit: Int,
  by breakage: Breakage
) -> [[Int]] {
  let (rows, lengths) = padded(sources)
  let memory = model.encode(rows, lengths: lengths)
  var written = sources.map { _ in [end] }
  while written[0].count < limit,
    written.contains(where: { !$0.dropFirst().contains(end) })
  {
    let logits = model.decode(written, reading: memory, by: breakage)
    let time = written[0].count  // logits: [batch, time, vocabulary]
    let next = logits.sliced(axis: 1, time - 1..<time)
      .reshaped([written.count, logits.shape[2]]).rows
    for text in written.indices {
      let row = next[text]
      written[text].append(row.indices.max { row[$0] < row[$1] } ?? end)
    }
  }
  return written.map { Array($0.dropFirst().prefix { $0 != end }) }
}
