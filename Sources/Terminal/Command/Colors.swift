/// When colours are written, as `--color` says it.
package enum ColorWish: String, CaseIterable, Sendable {
  case always, auto, never
}

extension Console {
  /// Which colours are written. The first of these that speaks decides whether there are any:
  ///
  /// 1. `wish`, when it is `always` or `never`;
  /// 2. `NO_COLOR`, when it is not empty: none (no-color.org);
  /// 3. `FORCE_COLOR`, when it is not empty: none for `0`, 16 colours for `1`, 256 for `2`, true colour for `3`, else as
  ///    `always` (force-color.org, with the levels of Node.js);
  /// 4. `CLICOLOR_FORCE`, when it is neither empty nor `0`: as `always` (bixense.com/clicolors);
  /// 5. whether standard output is a terminal, and not a dumb one.
  ///
  /// How many there are, `COLORTERM` and `TERM` say; 16 when colours are asked for and these two promise none. `isLight` chooses
  /// those for a white background; without it `COLORFGBG` is read, then the terminal is asked.
  package func colorDepth(_ wish: ColorWish = .auto, isLight: Bool = false) -> ColorDepth {
    let depth = depth(wish)
    return depth.hasColor && (isLight || isBackgroundWhite) ? depth.onWhite : depth
  }

  private func depth(_ wish: ColorWish) -> ColorDepth {
    let always = deepest.hasColor ? deepest : .palette16
    let force = variable("FORCE_COLOR") ?? ""
    switch wish {
    case .never: return .none
    case .always: return always
    case .auto where !(variable("NO_COLOR") ?? "").isEmpty: return .none
    case .auto where !force.isEmpty:
      let levels: [String: ColorDepth] = [
        "0": ColorDepth.none, "1": .palette16, "2": .palette256, "3": .trueColor,
      ]
      return levels[force] ?? always
    case .auto where !["", "0"].contains(variable("CLICOLOR_FORCE") ?? ""): return always
    case .auto: return isOutputTerminal ? deepest : .none
    }
  }

  /// What the terminal can show, from what it says of itself.
  private var deepest: ColorDepth {
    let terminal = variable("TERM") ?? ""
    let said = variable("COLORTERM") ?? ""
    func isOne(of names: [String]) -> Bool { names.contains { terminal.hasPrefix($0) } }
    if terminal == "dumb" { return .none }
    // GNU screen hands on the COLORTERM of the terminal around it, whose true colours it cannot show; tmux can.
    let isScreen = terminal.hasPrefix("screen") && (variable("TMUX") ?? "").isEmpty
    if ["truecolor", "24bit"].contains(said), !isScreen { return .trueColor }
    if terminal.hasSuffix("-direct") || isOne(of: ["xterm-kitty", "xterm-ghostty", "alacritty", "foot"]) {
      return .trueColor
    }
    if terminal.contains("256color") || isOne(of: ["tmux"]) || (terminal.hasPrefix("screen") && !isScreen) {
      return .palette256
    }
    let known = ["screen", "xterm", "linux", "rxvt", "ansi", "cygwin", "konsole", "eterm-color", "Eterm"]
    return isOne(of: known) || terminal.hasSuffix("-color") || !said.isEmpty ? .palette16 : .shading
  }

  /// By `COLORFGBG`, "15;0" or "0;default;15", whose last number is a colour of the sixteen; else the terminal is asked.
  private var isBackgroundWhite: Bool {
    let fields = (variable("COLORFGBG") ?? "").split(separator: ";")
    if fields.count > 1, let background = fields.last.flatMap({ Int($0) }) {
      return background == 7 || (9...15).contains(background)
    }
    return isOutputTerminal && hasWhiteBackground() == true
  }
}
