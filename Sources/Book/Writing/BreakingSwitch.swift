import Terminal

/// A switch that breaks one part of a chapter on purpose: the book has a run with it, and what it changed.
struct BreakingSwitch {
  /// The option's name: `no-scale`.
  let name: String
  /// What it does: "do not divide the scores by √d_k".
  let help: String

  /// The switches of a chapter: flags whose help begins with "break it:".
  static func all(in options: DeclaredOptions) -> [BreakingSwitch] {
    options.offers.compactMap { offer in
      let mark = "break it: "
      guard case .flag = offer.declaration.kind, offer.declaration.help.hasPrefix(mark) else { return nil }
      return BreakingSwitch(
        name: offer.declaration.name, help: String(offer.declaration.help.dropFirst(mark.count)))
    }
  }

  /// The run that it is compared with: the chapter's own, with the switches that the help names.
  var right: [String] { help.matches(of: /--[a-z-]+/).map { String($0.output) } }
  /// The run that it breaks.
  var broken: [String] { right + ["--\(name)"] }
}
