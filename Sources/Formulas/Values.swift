extension Formula {
  /// Named numbers, vectors, matrices and texts: what a reading takes and what it gives.
  ///
  /// Written as a dictionary literal, with matrices as lists of rows:
  /// ```swift
  /// let inputs: Formula.Values = ["Q": [[1, 0], [0, 1]], "K": [[1, 1], [0, 1]], "V": [[1, 2], [3, 4]], "d": 4]
  /// ```
  public struct Values: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    /// The names, in the order in which they were given.
    public private(set) var names: [String] = []
    private var values: [String: Value] = [:]

    /// The values under these names; a name given twice keeps its last value.
    public init(dictionaryLiteral elements: (String, Value)...) {
      for (name, value) in elements { self[name] = value }
    }

    /// The value under a name; absent when there is none.
    public subscript(name: String) -> Value? {
      get { values[name] }
      set {
        if values[name] == nil, newValue != nil { names.append(name) }
        if newValue == nil { names.removeAll { $0 == name } }
        values[name] = newValue
      }
    }

    /// These values with some replaced or added.
    public func with(_ changes: Values) -> Values {
      var result = self
      for name in changes.names { result[name] = changes[name] }
      return result
    }

    /// These values without one.
    public func without(_ name: String) -> Values {
      var result = self
      result[name] = nil
      return result
    }

    private func read<Content>(_ name: String, _ kind: String, _ content: (Value) -> Content?) throws
      -> Content
    {
      guard let value = values[name] else { throw InputError(name: name, expected: kind, given: names) }
      guard let result = content(value) else {
        throw InputError(name: name, expected: kind, found: value.kind)
      }
      return result
    }

    /// Whether a value was given under this name.
    public func has(_ name: String) -> Bool { values[name] != nil }

    /// The number under a name; throws `InputError` when it is absent or something else.
    public func number(_ name: String) throws -> Double { try read(name, "a number", \.asNumber) }

    /// The number under a name, or the default when none was given.
    public func number(_ name: String, default fallback: Double) throws -> Double {
      has(name) ? try number(name) : fallback
    }

    /// The whole number under a name; throws `InputError` when it is absent or something else.
    public func integer(_ name: String) throws -> Int {
      try read(name, "a whole number") { $0.asNumber.flatMap { Int(exactly: $0) } }
    }

    /// The whole number under a name, or the default when none was given.
    public func integer(_ name: String, default fallback: Int) throws -> Int {
      has(name) ? try integer(name) : fallback
    }

    /// Whether the switch under a name is on (any number but 0); off when it was not given.
    public func isOn(_ name: String) throws -> Bool { try number(name, default: 0) != 0 }

    /// The vector under a name; throws `InputError` when it is absent or something else.
    public func numbers(_ name: String) throws -> [Double] {
      try read(name, "a list of numbers", \.asNumbers)
    }

    /// The whole numbers under a name; throws `InputError` when they are absent or something else.
    public func integers(_ name: String) throws -> [Int] {
      try read(name, "a list of whole numbers") { value in
        guard let numbers = value.asNumbers else { return nil }
        let integers = numbers.compactMap { Int(exactly: $0) }
        return integers.count == numbers.count ? integers : nil
      }
    }

    /// The matrix under a name; throws `InputError` when it is absent or something else.
    public func matrix(_ name: String) throws -> Matrix { try read(name, "a matrix", \.asMatrix) }

    /// The matrix under a name, or the default when none was given.
    public func matrix(_ name: String, default fallback: Matrix) throws -> Matrix {
      has(name) ? try matrix(name) : fallback
    }

    /// The list of matrices under a name; throws `InputError` when it is absent or something else.
    public func matrices(_ name: String) throws -> [Matrix] {
      try read(name, "a list of matrices", \.asMatrices)
    }

    /// The text under a name; throws `InputError` when it is absent or something else.
    public func text(_ name: String) throws -> String { try read(name, "a text", \.asText) }

    /// The list of texts under a name; throws `InputError` when it is absent or something else.
    public func texts(_ name: String) throws -> [String] { try read(name, "a list of texts", \.asTexts) }
  }

  /// A value that a reading asked for and was not given.
  public struct InputError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One line: the name, what was expected under it and what was found.
    public let description: String

    init(name: String, expected: String, given: [String]) {
      let list = given.isEmpty ? "nothing" : given.joined(separator: ", ")
      description = "“\(name)” is missing: \(expected) is needed, given: \(list)"
    }

    init(name: String, expected: String, found: String) {
      description = "“\(name)” is \(found) where \(expected) is needed"
    }
  }
}
