import Testing

@testable import Notebook

@Suite("Words in lines")
struct LayoutTests {
  private func lines(_ text: String, _ width: Int) -> [String] {
    Wrapping.lines(text, width: width, isColored: false).map(\.text)
  }

  @Test("A line is filled to its last column; a word that is longer than a line is cut")
  func filling() {
    #expect(lines("ab cd ef", 5) == ["ab cd", "ef"])
    #expect(lines("ab cd ef", 4) == ["ab", "cd", "ef"])
    #expect(lines("abcdefg h", 3) == ["abc", "def", "g h"])
    #expect(lines("我爱北京", 4) == ["我爱", "北京"] && lines("我爱北京", 5) == ["我爱", "北京"])
    #expect(lines("  a   b ", 5) == ["a b"])
    #expect(Wrapping.plainLines("ab cd ef", width: 5, hanging: 2).map(\.text) == ["ab cd", "  ef"])
  }

  @Test("No line begins with a closing mark or ends with an opening one")
  func marks() {
    #expect(lines("我爱北京。", 8) == ["我爱北", "京。"])
    #expect(lines("我爱（北京", 6) == ["我爱", "（北京"])
  }

  @Test("Marks without a partner are ordinary characters, and code keeps its stars")
  func markUp() {
    #expect(lines("a ` b", 20) == ["a ` b"] && lines("a ** b", 20) == ["a ** b"])
    #expect(lines("**a** `b ** c`", 20) == ["a `b ** c`"])
    let colored = Wrapping.lines("x `b` **c**", width: 20, isColored: true)[0]
    #expect(colored.text == "x b c")
    #expect(colored.encoded(.palette256) == "x \u{1B}[38;5;68mb\u{1B}[0m \u{1B}[1mc\u{1B}[0m")
  }

  @Test("Code is cut where the line ends, and its spaces stay")
  func code() {
    #expect(Wrapping.hardLines("  ab  cd", width: 6, hanging: 2).map(\.text) == ["  ab  ", "  cd"])
    #expect(Wrapping.hardLines("", width: 6).map(\.text) == [""])
  }

  private func blocks(_ text: String, width: Int = 40) -> [String] {
    MarkdownBlocks(text).lines(width: width, depth: .none).map { $0.encoded(.none) }
  }

  @Test("Headings of four levels, lists, lines that stay as they are, paragraphs")
  func markdown() {
    #expect(blocks("# a") == ["a", String(repeating: "═", count: 40)])
    #expect(blocks("## a") == ["── a " + String(repeating: "─", count: 35)])
    #expect(blocks("#### a") == ["a"] && blocks("##### a") == ["##### a"] && blocks("#a") == ["#a"])
    #expect(blocks("- a\n  b\n- c") == ["• a b", "• c"])
    #expect(blocks("9. a\n10. b") == ["9. a", "10. b"] && blocks("99. a\n100. b") == ["99. a 100. b"])
    #expect(blocks("a\n\n    b  c\n\nd\n") == ["a", "", "    b  c", "", "d"])
    #expect(blocks("\n\na\nb") == ["a b"] && blocks("我\n爱") == ["我爱"] && blocks("我\na") == ["我 a"])
    #expect(blocks("   b") == ["b"] && blocks("a\r\nb") == ["a b"])
  }

  @Test("Cut and filled texts have exactly their columns; what fits is not cut, no wide character is halved")
  func cutting() {
    #expect(DisplayWidth.truncated("abcd", to: 4) == "abcd" && DisplayWidth.truncated("abcd", to: 3) == "ab…")
    #expect(DisplayWidth.truncated("猫猫", to: 3) == "猫…" && DisplayWidth.truncated("猫猫", to: 2) == "…")
    #expect(DisplayWidth.truncated("ab", to: 0) == "")
    #expect(DisplayWidth.alignedRight("猫", in: 4) == "  猫" && DisplayWidth.alignedLeft("猫", in: 4) == "猫  ")
    #expect(DisplayWidth.alignedRight("abc", in: 2) == "a…")
  }

  @Test("Spaces that nobody sees are not written; those on a background are seen")
  func trailing() {
    #expect((StyledLine("a  ") + StyledLine("  ", .bold)).encoded(.trueColor) == "a")
    let painted = StyledLine("a ", Style(background: Color(1, 2, 3)))
    #expect(painted.encoded(.trueColor) == "\u{1B}[48;2;1;2;3ma \u{1B}[0m" && painted.encoded(.none) == "a")
  }

  private func table(_ columns: [String], _ rows: [[TableEntry]], _ width: Int) -> [String] {
    TableDrawing(table: TableCell(columns: columns, rows: rows), width: width).lines.map { $0.encoded(.none) }
  }

  @Test(
    "A table that is too wide: words are wrapped first, then columns stand below, beside the first once more")
  func tables() {
    #expect(
      table(["n", "what it is"], [[.integer(1), .text("one of many")]], 14) == [
        "  n  what it", "     is", "  ─  ─────────", "  1  one of", "     many",
      ])
    let parts = table(["n", "first", "second"], [[.integer(1), .number(0.123_45), .number(5)]], 16)
    #expect(
      parts == ["  n  first", "  ─  ─────", "  1  0.123", "", "  n  second", "  ─  ──────", "  1       5"])
    #expect(table(["n", "first", "second"], [[.integer(1), .number(0.123_45), .number(5)]], 18).count == 3)
    #expect(table([], [], 20) == [])
  }

  @Test("Words and numbers of a table: yes and no, a column's own decimals, dashes among numbers")
  func entries() {
    #expect(
      true.tableEntry == .text("yes") && false.tableEntry == .text("no")
        && Float(0.5).tableEntry == .number(0.5))
    #expect(
      table(["a", "b"], [[.number(1), .number(0.25)], [.text("–"), .number(10)]], 40)
        == ["  a       b", "  ─  ──────", "  1   0.250", "  –  10.000"])
  }

  @Test("Sixteen rows and eight matrices are shown whole, more are elided")
  func elision() {
    func tensor(_ shape: [Int]) -> [String] {
      let cell = TensorCell("t", [Double](repeating: 0, count: shape.reduce(1, *)), shape: shape)
      return TensorDrawing(tensor: cell, width: 80, depth: .none).lines.map { $0.encoded(.none) }
    }
    #expect(tensor([16, 1]).count == 18 && !tensor([16, 1]).joined().contains("⋮"))
    #expect(tensor([17, 1]).joined().contains("⋮"))
    #expect(!tensor([8, 1, 1]).joined().contains("more"))
    #expect(tensor([9, 1, 1]).last == "  … and 1 more")
  }
}
