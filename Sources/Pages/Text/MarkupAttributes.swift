extension Markup {
  /// The values of an attribute in the order of their elements, as they are written in a file.
  package static func values(of attribute: String, in html: String) -> [String] {
    let bytes = Array(html.utf8)
    return ranges(of: attribute, in: bytes).map { String(decoding: bytes[$0], as: UTF8.self) }
  }

  /// Two pieces with an outline around what differs: around their numbers, one by one, where both have as many and some differ;
  /// else around the pieces as a whole. What is alike, and what stands beside nothing, is as it was.
  package static func outlined(_ one: Markup?, _ other: Markup?) -> (Markup?, Markup?) {
    guard let one, let other, one != other else { return (one, other) }
    let bytes = [one, other].map { Array($0.html.utf8) }
    let numbers = bytes.map { ranges(of: "data-value", in: $0) }
    let different = zip(numbers[0], numbers[1]).map { bytes[0][$0] != bytes[1][$1] }
    guard numbers[0].count == numbers[1].count, different.contains(true) else {
      return (one.whollyOutlined, other.whollyOutlined)
    }
    func marked(_ side: Int) -> Markup {
      let mark = Array(" data-differs=\"\"".utf8)
      var result: [UInt8] = []
      var copied = 0
      for (range, isDifferent) in zip(numbers[side], different) where isDifferent {
        // Behind the quotation mark that ends the value.
        result += bytes[side][copied...range.upperBound] + mark
        copied = range.upperBound + 1
      }
      return Markup(html: String(decoding: result + bytes[side][copied...], as: UTF8.self))
    }
    return (marked(0), marked(1))
  }

  private var whollyOutlined: Markup { .element("div", ["data-differs": ""], self) }

  /// Where the values of an attribute stand. In text a quotation mark is a reference, so that none is missed or made up.
  private static func ranges(of attribute: String, in bytes: [UInt8]) -> [Range<Int>] {
    let mark = Array(" \(attribute)=\"".utf8)
    var ranges: [Range<Int>] = []
    var index = 0
    while index + mark.count < bytes.count {
      guard bytes[index] == mark[0], bytes[index..<index + mark.count].elementsEqual(mark) else {
        index += 1
        continue
      }
      let start = index + mark.count
      index = bytes[start...].firstIndex(of: UInt8(ascii: "\"")) ?? bytes.count
      ranges.append(start..<index)
    }
    return ranges
  }
}
