import Foundation
import Testing

@testable import Notebook

@Suite("Colours")
struct ColorTests {
  private func console(_ variables: [String: String], isTerminal: Bool = true, isWhite: Bool? = nil)
    -> Console
  {
    var console = Console(
      arguments: [], variable: { variables[$0] }, isOutputTerminal: isTerminal, writeOutput: { _ in },
      writeError: { _ in })
    console.hasWhiteBackground = { isWhite }
    return console
  }

  @Test(
    "How many there are, by COLORTERM and TERM",
    arguments: [
      ("xterm-256color", "truecolor", .trueColor), ("xterm", "24bit", .trueColor),
      ("xterm-direct", "", .trueColor),
      ("xterm-kitty", "", .trueColor), ("alacritty", "", .trueColor), ("foot", "", .trueColor),
      ("xterm-ghostty", "", .trueColor),
      ("xterm-256color", "", .palette256), ("screen-256color", "", .palette256), ("tmux", "", .palette256),
      ("tmux-256color", "", .palette256), ("tmux-256color", "truecolor", .trueColor),
      ("xterm", "", .palette16), ("linux", "", .palette16), ("screen", "", .palette16),
      ("rxvt", "", .palette16),
      ("xterm-color", "", .palette16), ("unknown", "yes", .palette16), ("linux", "yes", .palette16),
      ("screen", "truecolor", .palette16), ("screen-256color", "truecolor", .palette256),
      ("vt100", "", .shading), ("", "", .shading), ("dumb", "truecolor", ColorDepth.none),
      ("dumb", "", ColorDepth.none),
    ] as [(String, String, ColorDepth)])
  func depth(terminal: String, said: String, expected: ColorDepth) {
    #expect(console(["TERM": terminal, "COLORTERM": said]).colorDepth() == expected)
  }

  @Test("Within tmux a TERM of screen is tmux, which can show what is around it")
  func tmux() {
    #expect(console(["TERM": "screen", "TMUX": "/tmp/tmux-0/default,1,0"]).colorDepth() == .palette256)
    #expect(console(["TERM": "screen", "TMUX": "/x", "COLORTERM": "truecolor"]).colorDepth() == .trueColor)
  }

  private static let able = ["TERM": "xterm-256color"]

  @Test("The option comes before the variables, NO_COLOR before the others, all before the terminal")
  func precedence() {
    func depth(_ wish: ColorWish, _ variables: [String: String], isTerminal: Bool = true) -> ColorDepth {
      console(Self.able.merging(variables) { $1 }, isTerminal: isTerminal).colorDepth(wish)
    }
    #expect(depth(.auto, [:]) == .palette256)
    #expect(depth(.auto, [:], isTerminal: false) == .none)
    #expect(depth(.always, [:], isTerminal: false) == .palette256)
    #expect(depth(.always, ["NO_COLOR": "1", "FORCE_COLOR": "0"], isTerminal: false) == .palette256)
    #expect(depth(.never, ["FORCE_COLOR": "3", "CLICOLOR_FORCE": "1"]) == .none)
    #expect(depth(.auto, ["NO_COLOR": "1"]) == .none)
    #expect(depth(.auto, ["NO_COLOR": ""]) == .palette256)
    #expect(depth(.auto, ["NO_COLOR": "0"]) == .none)
    #expect(depth(.auto, ["NO_COLOR": "1", "FORCE_COLOR": "1", "CLICOLOR_FORCE": "1"]) == .none)
    #expect(depth(.auto, ["FORCE_COLOR": "0", "CLICOLOR_FORCE": "1"]) == .none)
    for (level, expected) in [
      ("1", ColorDepth.palette16), ("2", .palette256), ("3", .trueColor), ("true", .palette256),
      ("4", .palette256),
    ] {
      #expect(depth(.auto, ["FORCE_COLOR": level], isTerminal: false) == expected, "FORCE_COLOR=\(level)")
    }
    #expect(depth(.auto, ["FORCE_COLOR": ""], isTerminal: false) == .none)
    #expect(depth(.auto, ["CLICOLOR_FORCE": "1"], isTerminal: false) == .palette256)
    #expect(depth(.auto, ["CLICOLOR_FORCE": "0"], isTerminal: false) == .none)
    #expect(depth(.auto, ["CLICOLOR_FORCE": ""], isTerminal: false) == .none)
  }

  @Test("Colours that are wished are there, sixteen at least", arguments: ["dumb", "", "vt100"])
  func wished(terminal: String) {
    #expect(console(["TERM": terminal], isTerminal: false).colorDepth(.always) == .palette16)
    #expect(console(["TERM": terminal, "FORCE_COLOR": "yes"], isTerminal: false).colorDepth() == .palette16)
  }

  @Test("White: by --light, by COLORFGBG, by what the terminal answers, in that order")
  func background() {
    func isWhite(_ variables: [String: String], light: Bool = false, answer: Bool? = nil) -> Bool {
      console(Self.able.merging(variables) { $1 }, isWhite: answer).colorDepth(isLight: light).isOnWhite
    }
    #expect(!isWhite([:]))
    #expect(isWhite([:], light: true) && isWhite(["COLORFGBG": "15;0"], light: true, answer: false))
    for white in ["0;15", "0;default;15", "0;7", "12;9"] {
      #expect(isWhite(["COLORFGBG": white]), "\(white)")
    }
    for black in ["15;0", "15;default;0", "7;8", "15;6"] {
      #expect(!isWhite(["COLORFGBG": black], answer: true), "\(black)")
    }
    for silent in ["default;default", "15", ""] {
      #expect(isWhite(["COLORFGBG": silent], answer: true) && !isWhite(["COLORFGBG": silent], answer: false))
    }
  }

  @Test("The terminal is asked only where colours are shown in it")
  func askedSeldom() {
    var asked = 0
    func ask(
      _ variables: [String: String], isTerminal: Bool = true, _ wish: ColorWish = .auto, light: Bool = false
    ) {
      var console = console(variables, isTerminal: isTerminal)
      console.hasWhiteBackground = {
        asked += 1
        return nil
      }
      _ = console.colorDepth(wish, isLight: light)
    }
    ask(Self.able, isTerminal: false, .always)
    ask(Self.able, .never)
    ask(Self.able, light: true)
    ask(["TERM": "vt100"])
    ask(["TERM": "xterm-256color", "COLORFGBG": "15;0"])
    #expect(asked == 0)
    ask(Self.able)
    #expect(asked == 1)
  }

  @Test(
    "What a terminal answers",
    arguments: [
      ("\u{1B}]11;rgb:ffff/ffff/ffff\u{1B}\\\u{1B}[?62;c", true),
      ("\u{1B}]11;rgb:0000/0000/0000\u{7}", false),
      ("\u{1B}]11;rgb:fd/f6/e3\u{1B}\\", true), ("\u{1B}]11;rgb:00/2b/36\u{1B}\\", false),
      ("\u{1B}]11;rgb:f/f/f\u{7}", true), ("\u{1B}]11;rgba:ffff/ffff/ffff/ffff\u{7}", true),
      ("\u{1B}[?62;22c", nil), ("", nil), ("rgb:ffff/ffff/ffff", nil),
    ] as [(String, Bool?)])
  func answers(text: String, expected: Bool?) {
    #expect(TerminalBackground.isWhite(Array(text.utf8)) == expected)
  }

  private func luminance(_ color: Color) -> Double {
    func linear(_ channel: UInt8) -> Double {
      let share = Double(channel) / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue)
  }

  private func contrast(_ one: Color, _ other: Color) -> Double {
    let (bright, dark) = (max(luminance(one), luminance(other)), min(luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)
  }

  /// WCAG 2.2: 4.5 for text (1.4.3), 3 for lines and bars (1.4.11); among the 256 colours as among all.
  @Test("Words and lines are legible on black and on white")
  func contrast() {
    for (isOnWhite, background) in [(false, Color(0, 0, 0)), (true, Color(255, 255, 255))] {
      for ink in [Ink.accent, .passed, .failed, .quiet] {
        let color = ink.color(isOnWhite: isOnWhite)
        #expect(contrast(color, background) >= 4.5, "\(ink), on white: \(isOnWhite)")
        #expect(
          contrast(Color(ofPalette: color.nearestOf256), background) >= 4, "\(ink), on white: \(isOnWhite)")
      }
      for index in 0..<Ink.seriesCount {
        #expect(contrast(Ink.series(index).color(isOnWhite: isOnWhite), background) >= 3)
        #expect(
          Ink.series(index).color(isOnWhite: isOnWhite) == Ink.series(index + 6).color(isOnWhite: isOnWhite))
      }
    }
  }

  @Test(
    "The stronger a value, the farther from the background, and every number can be read on its own",
    arguments: [ColorDepth.trueColor, .palette256, .trueColor.onWhite, .palette256.onWhite])
  func ramps(depth: ColorDepth) {
    for scale in [HeatScale.sequential(lowest: 0, highest: 1), .diverging(bound: 1)] {
      for sign in scale == .diverging(bound: 1) ? [1.0, -1] : [1] {
        let colors = (0...20).map { scale.color(sign * Double($0) / 20, depth) }
        let distances = colors.map { depth.isOnWhite ? 1 - luminance($0) : luminance($0) }
        for (weaker, stronger) in zip(distances, distances.dropFirst()) {
          #expect(stronger >= weaker - 0.005)
        }
        #expect(distances[20] - distances[0] > 0.2)
        for color in colors { #expect(contrast(HeatScale.ink(on: color), color) >= 4.5, "\(color)") }
      }
    }
  }

  @Test(
    "A scale is diverging as soon as one value is negative; what lies outside of it has the colour of its end"
  )
  func scales() {
    #expect(HeatScale(for: [0.5, 2]) == .sequential(lowest: 0, highest: 2))
    #expect(
      HeatScale(for: [-0.5, 2]) == .diverging(bound: 2) && HeatScale(for: [-3, 2]) == .diverging(bound: 3))
    #expect(HeatScale(for: [.infinity, .nan, 1]) == .sequential(lowest: 0, highest: 1))
    let scale = HeatScale.diverging(bound: 1)
    #expect(scale.position(-2) == -1 && scale.position(2) == 1 && scale.position(0) == 0)
    #expect(HeatScale.sequential(lowest: 0, highest: 0).position(0) == 0)
  }

  @Test("Shades: five steps, by magnitude, or from the lowest to the highest")
  func shades() {
    let scale = HeatScale.diverging(bound: 1)
    #expect(
      [0, 0.19, 0.21, 0.41, -0.61, 1, -1].map { String(scale.shade($0)) } == [
        " ", " ", "░", "▒", "▓", "█", "█",
      ])
    #expect([-1, -0.5, 0, 0.5, 1].map { String(scale.signedShade($0)) } == [" ", "░", "▒", "▓", "█"])
    #expect(scale.shade(.nan) == "?" && scale.shade(-.infinity) == " ")
  }

  @Test("--color, --no-color and --light reach what is shown")
  func options() {
    func text(_ arguments: [String], isTerminal: Bool) -> String {
      run(arguments, variables: Self.able, isTerminal: isTerminal) {
        $0.tensor("x", [Double](arrayLiteral: 0, 1), shape: [2])
      }.text
    }
    #expect(text(["--color", "always"], isTerminal: false).contains("48;5;227m"))
    #expect(text(["--color=always", "--light"], isTerminal: false).contains("48;5;17m"))
    #expect(text([], isTerminal: true).contains("48;5;227m"))
    #expect(text(["--light"], isTerminal: true).contains("48;5;17m"))
    for arguments in [["--no-color"], ["--color", "never"], ["--color", "never", "--light"]] {
      #expect(!text(arguments, isTerminal: true).contains("\u{1B}"))
    }
    #expect(!text(["--color", "auto"], isTerminal: false).contains("\u{1B}"))
  }
}
