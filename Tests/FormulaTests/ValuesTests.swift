import Formulas
import Testing

@Suite struct ValuesTests {
  let values: Formula.Values = [
    "n": 2, "half": 0.5, "v": [1, 2], "A": [[1, 2], [3, 4]], "heads": [[[1], [2]], [[3], [4]]], "text": "the",
    "corpus": ["a", "b"], "empty": [],
  ]

  @Test func literalsAreReadAsWhatTheyLookLike() throws {
    #expect(try values.number("n") == 2 && values.integer("n") == 2 && values.number("half") == 0.5)
    #expect(try values.numbers("v") == [1, 2] && values.integers("v") == [1, 2])
    #expect(try values.matrix("A") == [[1, 2], [3, 4]])
    #expect(try values.matrices("heads") == [[[1], [2]], [[3], [4]]])
    #expect(try values.text("text") == "the" && values.texts("corpus") == ["a", "b"])
    #expect(try values.numbers("empty") == [])
    #expect(values.names == ["n", "half", "v", "A", "heads", "text", "corpus", "empty"])
  }

  @Test func missingAndWrongValuesAreNamed() {
    let one: Formula.Values = ["n": 1]
    let missing = #expect(throws: Formula.InputError.self) { try one.matrix("Q") }
    #expect(missing?.description == "“Q” is missing: a matrix is needed, given: n")
    let wrong = #expect(throws: Formula.InputError.self) { try values.matrix("text") }
    #expect(wrong?.description == "“text” is a text where a matrix is needed")
    #expect(throws: Formula.InputError.self) { try values.integer("half") }
    #expect(throws: Formula.InputError.self) { try values.integers("A") }
    #expect(throws: Formula.InputError.self) { try values.texts("heads") }
  }

  @Test func changesLeaveTheOriginalAlone() throws {
    let changed = values.with(["n": 3, "new": 1]).without("v")
    #expect(try changed.integer("n") == 3 && changed.has("new") && !changed.has("v"))
    #expect(try values.integer("n") == 2 && values.has("v") && !values.has("new"))
    #expect(changed.names.last == "new")
    #expect(try changed.number("absent", default: 7) == 7)
  }
}
