/// Prose broken into lines of a number of columns, Chinese as well as English.
package enum Wrapping {
  private struct Glyph {
    var character: Character
    var style: Style
    var width: Int
    var isWide: Bool { width == 2 }
  }

  /// The lines of `text`, whose `**bold**` and `` `code` `` are shown as such; later lines are indented by
  /// `hanging` columns.
  package static func lines(_ text: String, width: Int, hanging: Int = 0, isColored: Bool) -> [StyledLine] {
    fill(units(glyphs(text.printable, isColored: isColored)), width: width, hanging: hanging)
  }

  /// The lines of a plain text, without any mark-up.
  package static func plainLines(_ text: String, width: Int, hanging: Int = 0, style: Style = .plain)
    -> [StyledLine]
  {
    let glyphs = text.printable.map { Glyph(character: $0, style: style, width: DisplayWidth.of($0)) }
    return fill(units(glyphs), width: width, hanging: hanging)
  }

  /// `text` cut every `width` columns whatever stands there, as befits code; its spaces stay.
  package static func hardLines(_ text: String, width: Int, hanging: Int = 2, style: Style = .plain)
    -> [StyledLine]
  {
    var lines: [StyledLine] = []
    var line = ""
    var used = 0
    for character in text.printable {
      let columns = DisplayWidth.of(character)
      if used + columns > width {
        lines.append(StyledLine(line, style))
        line = String(repeating: " ", count: hanging)
        used = hanging
      }
      line.append(character)
      used += columns
    }
    lines.append(StyledLine(line, style))
    return lines
  }

  private static func glyphs(_ text: String, isColored: Bool) -> [Glyph] {
    var result: [Glyph] = []
    var isBold = false
    var isCode = false
    let characters = Array(text)
    // A mark that is never closed is an ordinary character.
    func closes(_ mark: Character, count: Int, after index: Int) -> Bool {
      var next = index + count
      while next + count <= characters.count {
        if characters[next..<next + count].allSatisfy({ $0 == mark }) { return true }
        next += 1
      }
      return false
    }
    var index = 0
    while index < characters.count {
      let character = characters[index]
      if character == "`", isCode || closes("`", count: 1, after: index) {
        isCode.toggle()
        if !isColored { result.append(Glyph(character: "`", style: .plain, width: 1)) }
        index += 1
        continue
      }
      if character == "*", !isCode, index + 1 < characters.count, characters[index + 1] == "*",
        isBold || closes("*", count: 2, after: index)
      {
        isBold.toggle()
        index += 2
        continue
      }
      var style = isCode ? Style.code : .plain
      style.isBold = isBold
      result.append(Glyph(character: character, style: style, width: DisplayWidth.of(character)))
      index += 1
    }
    return result
  }

  private struct Unit {
    var glyphs: [Glyph]
    var followsSpace: Bool
    var width: Int
  }

  /// The pieces between which a line may end: words, and single characters of scripts without spaces.
  private static func units(_ glyphs: [Glyph]) -> [Unit] {
    var result: [Unit] = []
    var followsSpace = false
    var previous: Glyph?
    for glyph in glyphs {
      if glyph.character == " " {
        followsSpace = true
        previous = nil
        continue
      }
      if let last = result.indices.last, let previous, !mayBreak(between: previous, and: glyph) {
        result[last].glyphs.append(glyph)
        result[last].width += glyph.width
      } else {
        result.append(Unit(glyphs: [glyph], followsSpace: followsSpace, width: glyph.width))
      }
      followsSpace = false
      previous = glyph
    }
    return result
  }

  private static func mayBreak(between left: Glyph, and right: Glyph) -> Bool {
    guard left.isWide || right.isWide else { return false }
    // No line begins with a closing mark or ends with an opening one.
    return !"，。！？；：、）」』》】〉…,.!?;:)]}’”%".contains(right.character)
      && !"（「『《【〈([{‘“".contains(left.character)
  }

  private static func fill(_ units: [Unit], width: Int, hanging: Int) -> [StyledLine] {
    var lines: [StyledLine] = []
    var line = StyledLine()
    var used = 0
    var isFresh = true
    func startLine() {
      lines.append(line)
      line = StyledLine(String(repeating: " ", count: hanging))
      used = hanging
      isFresh = true
    }
    for unit in units {
      let space = unit.followsSpace && !isFresh ? 1 : 0
      if used + space + unit.width > width, !isFresh { startLine() }
      if unit.followsSpace, !isFresh {
        // The space of a coloured run keeps that run whole.
        line.append(" ", line.runs.last?.style == unit.glyphs[0].style ? unit.glyphs[0].style : .plain)
        used += 1
      }
      for glyph in unit.glyphs {
        if used + glyph.width > width { startLine() }
        line.append(String(glyph.character), glyph.style)
        used += glyph.width
        isFresh = false
      }
    }
    if !line.runs.isEmpty { lines.append(line) }
    return lines
  }
}
