import Foundation
import Testing

@testable import Book
@testable import Notebook

/// A chapter as a program would declare it, and its command line.
enum Declared {
  private static let causal = Option.flag("causal", help: "let no token see the ones after it")
  private static let noScale = Option.flag("no-scale", help: "leave out the root")
  private static let heads = Option.integer("heads", default: 2, in: 1...8, help: "how many")
  private static let steps = Option.optionalInteger("steps", in: 1 ... .max, help: "how far")
  private static let rate = Option.number("rate", default: 0.1, in: 0.001...10, help: "how fast")
  private static let kind = Option.choice("kind", ["sine", "learned"], default: "sine", help: "which")
  private static let word = Option.string("word", default: "red", placeholder: "WORD", help: "a <word>")
  private static let save = Option.optionalString("save", placeholder: "PATH", help: "where to")
  private static let folder = Option.optionalString("export", placeholder: "DIR", help: "where to")
  private static let part = Option.strings("part", placeholder: "PART", help: "as often as you like")
  private static let other = Option.optionalString("other", placeholder: "THING", help: "unheard of")

  static let chapter = Chapter(
    "example", title: "An example", summary: "", input: .sentence(default: "the cat"), inspectsModel: true,
    options: [causal, noScale, heads, steps, rate, kind, word, save, folder, part, other],
    exclusive: [[causal, noScale]], sections: ["One", "Two …"])

  /// What the chapter writes for some arguments.
  static func run(_ arguments: [String]) -> (status: Int32, output: Data, errors: String) {
    var (output, errors) = (Data(), "")
    let console = Console(
      arguments: arguments, writeOutput: { output += $0 }, writeError: { errors += $0 })
    let status = chapter.run(on: console) { notebook in
      notebook.heading("One")
      notebook.heading("Two cats")
    }
    return (status, output, errors)
  }

  static var options: DeclaredOptions {
    get throws { try DeclaredOptions(json: run(["--help", "--json", "-"]).output) }
  }
}

@Suite("The options that a page offers")
struct DeclaredOptionsTests {
  private func fields(_ text: String) throws -> FormFields { try #require(FormFields(encoded: text)) }

  @Test(
    "They are the chapter's own and the common ones that make sense; none names a file, or is not known to be text"
  )
  func offers() throws {
    let options = try Declared.options
    #expect(
      options.chapter == "example" && options.title == "An example" && options.sections == ["One", "Two …"])
    #expect(
      options.offers.map(\.declaration.name) == [
        "causal", "no-scale", "heads", "steps", "rate", "kind", "word", "text", "observe", "list-names",
        "section",
        "seed",
      ])
    #expect(options.offers.filter(\.isOwn).count == 7)
  }

  @Test("Each is declared as the chapter declares it")
  func declarations() throws {
    let read = try Declared.options.offers.map(\.declaration)
    for declaration in read {
      let own = try #require(Declared.chapter.declarations.first { $0.name == declaration.name })
      #expect("\(declaration.kind)" == "\(own.kind)" && declaration.help == own.help)
      // The chapter's sentence is no default of the command line; on a page it is what the field holds.
      let value = declaration.name == "text" ? OptionValue.text("the cat") : own.defaultValue
      #expect(declaration.defaultValue == value, "\(declaration.name)")
    }
  }

  @Test(
    "Fields become a command line that says only what differs, in the order of the help",
    arguments: [
      ("", []), ("heads=2&kind=sine&text=the+cat&rate=0.1&word=red&seed=1", []),
      ("text=a+b&heads=4&causal=on", ["--causal", "--heads=4", "--text=a b"]), ("no-scale=", ["--no-scale"]),
      ("heads=&steps=&text=&section=&observe=%0D%0A", []), ("text=--causal", ["--text=--causal"]),
      ("observe=a.b%0D%0A%0D%0Ac.*", ["--observe=a.b", "--observe=c.*"]), ("section=2", ["--section=2"]),
      ("text=one%0D%0Atwo", ["--text=one\ntwo"]), ("steps=9000000000", ["--steps=9000000000"]),
    ])
  func arguments(_ query: String, _ expected: [String]) throws {
    let options = try Declared.options
    #expect(try options.arguments(for: fields(query)) == expected)
    let short = try options.shortened(fields(query))
    #expect(try options.arguments(for: short) == expected && short.fields.count == expected.count)
  }

  @Test(
    "What a page does not offer, or an option does not take, is refused in one line",
    arguments: [
      ("save=a", "unknown option --save"), ("save=", "unknown option --save"),
      ("export=a", "unknown option --export"),
      ("other=a", "unknown option --other"), ("file=/etc/passwd", "unknown option --file"),
      ("json=a", "unknown option --json"), ("script=on", "unknown option --script"),
      ("help=on", "unknown option --help"),
      ("color=always", "unknown option --color"), ("contents=on", "unknown option --contents"),
      ("pause=on", "unknown option --pause"), ("hide=x", "unknown option --hide"),
      ("heads=9", "--heads takes a whole number from 1 to 8, not \"9\""), ("heads=two", "--heads takes"),
      ("rate=inf", "--rate takes"), ("kind=other", "--kind takes one of sine, learned"),
      ("causal=off", "--causal takes no value"), ("causal=on&causal=on", "--causal is given twice"),
      ("heads=3&heads=4", "--heads is given twice"), ("text=+", "--text is all white space"),
      ("causal=on&no-scale=on", "--causal and --no-scale exclude each other"),
      ("text=a%00b", "--text has a NUL"),
      ("a%00=1", "has a NUL"), ("=x", "unexpected argument"),
    ])
  func refusals(_ query: String, _ message: String) throws {
    let (options, fields) = (try Declared.options, try fields(query))
    let failure = try #require(throws: CommandFailure.self) { try options.arguments(for: fields) }
    #expect(failure.description.contains(message) && !failure.description.contains("\n"), "\(failure)")
    #expect(failure.reason == .usage)
  }

  @Test(
    "What the page lets through, the chapter takes; what it refuses of the offered, the chapter refuses likewise"
  )
  func agreement() throws {
    let options = try Declared.options
    for query in [
      "", "heads=8&text=--x&causal=on", "observe=a&observe=b&section=1", "rate=0.001&kind=learned",
    ] {
      #expect(Declared.run(try options.arguments(for: fields(query))).status == 0, "\(query)")
    }
    for (query, arguments) in [
      ("heads=9", ["--heads=9"]), ("kind=x", ["--kind=x"]),
      ("causal=on&no-scale=on", ["--causal", "--no-scale"]),
    ] {
      let refused = Declared.run(arguments)
      let failure = #expect(throws: CommandFailure.self) { try options.arguments(for: fields(query)) }
      #expect(refused.status == 64 && refused.errors == "example: \(failure?.description ?? "")\n")
    }
  }

  @Test("A form has a field for each, filled in, with what excludes what; what was typed is text")
  func form() throws {
    let query = try fields("heads=3&causal=on&text=%3Cscript%3E&kind=learned&section=2&observe=a%0Ab")
    let html = OptionForm(try Declared.options, fields: query).markup(title: "Options", compares: false).html
    for part in [
      #"id="causal" name="causal" value="on" checked="" aria-describedby="causal-help" data-excludes="no-scale""#,
      #"name="heads" value="3" min="1" max="8" step="1""#,
      #"<option value="learned" selected="">learned</option>"#,
      "&lt;script&gt;</textarea>", #"<option value="2" selected="">Two …</option>"#, ">a\nb</textarea>",
      "a &lt;word&gt;",
      #"name="steps" value="" min="1" step="1""#, "(a whole number from 1 to 8)",
      #"formaction="/example/compare""#,
      #"data-default="2""#,
    ] { #expect(html.contains(part), "\(part)") }
    #expect(!html.contains("<script>") && !html.contains("save") && !html.contains("\"file\""))
    #expect(html.components(separatedBy: "checked=").count == 2)
    // What every chapter has is folded, unless it is given.
    #expect(html.contains("<details open=\"\">"))
    let folded = OptionForm(try Declared.options, fields: try fields("text=a&seed=1&observe=")).markup(
      title: "", compares: false)
    #expect(folded.html.contains("<details>") && folded.html.contains("name=\"text\" rows=\"2\""))
    let side = OptionForm(try Declared.options, prefix: "left.", fields: try fields("heads=9"))
      .markup(title: "Left", compares: true).html
    #expect(side.contains(#"name="left.heads""#) && side.contains(#"data-excludes="left.no-scale""#))
    #expect(
      side.contains("--heads takes a whole number from 1 to 8, not &quot;9&quot;")
        && !side.contains("formaction"))
  }
}
