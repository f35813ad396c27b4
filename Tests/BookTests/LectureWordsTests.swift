import Testing

@testable import Book

@Suite("The words of a lecture")
struct LectureWordsTests {
  @Test(
    "Each sentence with words in bold, whole; a head in bold goes with the sentence behind it",
    arguments: [
      (
        "A **loss** is a number. It falls. The **rate** is\nsmall.",
        ["A **loss** is a number.", "The **rate** is small."]
      ),
      ("**The mask.** None sees it. So.", ["**The mask.** None sees it."]),
      ("- a **b** c\n- d\n- **e** f", ["a **b** c", "**e** f"]),
      ("1. a **b**\n2. **c**", ["a **b**", "**c**"]),
      ("The **sum** is\n\n```math\nx. **Y**\n```\n\nand **more**", ["The **sum** is", "and **more**"]),
      ("The **sum** is:\n\n```\nx\n```", ["The **sum** is …"]),
      ("# **a**\n\n| **b** |\n\n<!-- **c** -->", []), ("At 0.5 **a** e.g. b", ["At 0.5 **a** e.g. b"]),
      ("**a**\n\n## What to look at in the output\n\n**b**", ["**a**"]),
    ])
  func sentences(_ text: String, _ expected: [String]) {
    #expect(LectureWords.sentences(of: text) == expected)
  }
}
