/// One way to break the sources: lines of a file, what takes their place, and the test that has to notice.
struct Mutation: Sendable {
  /// What the mutation is called on the command line, in lower-case words joined by dashes.
  let name: String
  /// The room it is for: the name of its list.
  let room: String
  /// What is broken, in a few words.
  let breakage: String
  /// The file, from the package's folder.
  let file: String
  /// The test that has to fail: `Target.Suite/function`.
  let test: String
  /// Whole lines, which are in the file once.
  let original: [String]
  /// The lines that take their place.
  let replacement: [String]
  /// All of this as the list has it.
  let text: String

  /// The target that the test is in.
  var testTarget: String { String(test.prefix { $0 != "." }) }

  /// The folders that the files are in.
  static let places = ["Chapters", "Sources", "Tests"]
}

/// What is wrong with a list of mutations, in one line.
struct ListError: Error, CustomStringConvertible {
  let description: String
}

extension Mutation {
  /// The mutations of one list.
  ///
  /// A block begins with `mutation NAME` and goes on with `breaks`, `in` and `killed by`; then come the lines, as
  /// in a difference of two files: `-` before a line that goes, `+` before one that comes, a space before one
  /// that stays and is there to find the place. Empty lines, and lines that begin with `#`, are between blocks.
  static func list(_ text: String, room: String) throws(ListError) -> [Mutation] {
    var blocks: [[Substring]] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("mutation ") {
        blocks.append([line])
      } else if !line.isEmpty, !line.hasPrefix("#") {
        guard !blocks.isEmpty else {
          throw ListError(description: "\(room): “\(line)” is before any mutation")
        }
        blocks[blocks.count - 1].append(line)
      }
    }
    var result: [Mutation] = []
    for block in blocks { result.append(try Mutation(block, room: room)) }
    return result
  }

  private init(_ block: [Substring], room: String) throws(ListError) {
    var fields: [String: String] = [:]
    var original: [String] = []
    var replacement: [String] = []
    for line in block {
      switch line.first {
      case "-": original.append(String(line.dropFirst()))
      case "+": replacement.append(String(line.dropFirst()))
      case " ":
        original.append(String(line.dropFirst()))
        replacement.append(String(line.dropFirst()))
      default:
        guard let key = Self.keys.first(where: { line.hasPrefix($0 + " ") }), fields[key] == nil else {
          throw ListError(description: "\(room): “\(line)” after “\(block[0])” is no part of a mutation")
        }
        fields[key] = String(line.dropFirst(key.count + 1))
      }
    }
    guard let name = fields["mutation"], let breakage = fields["breaks"], let file = fields["in"],
      let test = fields["killed by"], !original.isEmpty, original != replacement
    else {
      throw ListError(
        description: "\(room): “\(block[0])” needs \(Self.keys.joined(separator: ", ")) and other lines")
    }
    guard Self.places.contains(where: { file.hasPrefix($0 + "/") }), test.contains(/^\w+Tests\.\w+(\/\w+)+$/)
    else {
      throw ListError(
        description:
          "\(room): “\(block[0])” needs a file in \(Self.places.joined(separator: " or ")), and a test,"
          + " Target.Suite/function")
    }
    self.init(
      name: name, room: room, breakage: breakage, file: file, test: test, original: original,
      replacement: replacement, text: block.joined(separator: "\n"))
  }

  private static let keys = ["mutation", "breaks", "in", "killed by"]

  /// The text with the original lines replaced; throws unless they are there exactly once.
  func applied(to text: String) throws(ListError) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let places = lines.indices.filter { lines[$0...].starts(with: original) }
    guard let place = places.first, places.count == 1 else {
      throw ListError(
        description: "\(name): its original lines are \(places.count) times in \(file), not once")
    }
    lines.replaceSubrange(place..<place + original.count, with: replacement)
    return lines.joined(separator: "\n")
  }
}
