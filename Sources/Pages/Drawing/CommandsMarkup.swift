import Cells

extension TryNextCommand {
  /// Commands to type, each with what it will show.
  package static func markup(_ commands: [TryNextCommand]) -> Markup {
    let entries = commands.map { command -> Markup in
      [
        .element("dt", [:], .element("code", [:], Markup(command.command))),
        .element("dd", [:], Markup(command.explanation)),
      ]
    }
    return .element(
      "figure", ["class": "try"],
      [
        .element("figcaption", [:], .element("strong", [:], "Try next")),
        .element("dl", [:], entries.joined()),
      ])
  }
}
