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
    let nothing: Formula.Values = [:]
    let absent = #expect(throws: Formula.InputError.self) { try nothing.texts("t") }
    #expect(absent?.description == "“t” is missing: a list of texts is needed, given: nothing")
  }

  /// Each kind of value is called what it is, with its size.
  @Test(arguments: [
    ("half", "the number 0.5"), ("v", "a list of 2 numbers"), ("A", "a matrix of shape [2, 2]"),
    ("heads", "a list of 2 values"), ("text", "a text"),
  ]) func wrongValuesAreCalledWhatTheyAre(name: String, kind: String) {
    let error = #expect(throws: Formula.InputError.self) { try values.texts(name) }
    #expect(error?.description == "“\(name)” is \(kind) where a list of texts is needed")
  }

  /// A list of numbers that are not all whole is no list of whole numbers; a switch is off at 0 and where it is absent.
  @Test func numbersAreReadAsWhatIsAskedFor() throws {
    let some: Formula.Values = ["fractions": [1, 2.5], "on": 0.5, "off": 0, "rows": [[1, 2], [3]]]
    #expect(throws: Formula.InputError.self) { try some.integers("fractions") }
    #expect(try some.isOn("on") && !some.isOn("off") && !some.isOn("absent"))
    #expect(throws: Formula.InputError.self) { try some.matrix("rows") }
    #expect(try some.integer("absent", default: 3) == 3 && some.matrix("absent", default: [[1]]) == [[1]])
    #expect(throws: Formula.InputError.self) { try some.number("rows", default: 1) }
  }

  /// A name that is given twice keeps its place and the last value.
  @Test func nameThatIsGivenTwiceKeepsItsLastValue() throws {
    let twice: Formula.Values = ["a": 1, "b": 2, "a": 3]
    #expect(try twice.number("a") == 3)
    #expect(twice.names == ["a", "b"])
    #expect(twice.with(["b": 5, "a": 4]).names == ["a", "b"] && twice.without("c") == twice)
  }

  @Test func allNumbersWithinAreFlattenedInOrder() {
    let list: Formula.Value = .list([1, [2, 3], [[4, 5], [6, 7]], "text", .list([8])])
    #expect(list.flattened == [1, 2, 3, 4, 5, 6, 7, 8])
  }

  @Test func changesLeaveTheOriginalAlone() throws {
    let changed = values.with(["n": 3, "new": 1]).without("v")
    #expect(try changed.integer("n") == 3 && changed.has("new") && !changed.has("v"))
    #expect(try values.integer("n") == 2 && values.has("v") && !values.has("new"))
    #expect(changed.names.last == "new")
    #expect(try changed.number("absent", default: 7) == 7)
  }
}
