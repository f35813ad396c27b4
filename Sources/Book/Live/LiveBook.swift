import Foundation
import Pages
import Programs
import Synchronization
import Terminal

/// The live course: what is answered at each address, and the runs that are under way.
///
/// - `/`: the chapters. `/attention?heads=4`: a chapter, its form filled in from the query.
/// - `/attention/compare?left.heads=2&right.heads=4`: the same twice; fields without a side are for both, but that the left one
///   has no switch on.
/// - `POST /attention/run` with the fields of a form: the run, a ``LiveEvent`` a line. `POST /stop` with `run=NAME` ends one.
package final class LiveBook: Sendable {
  /// How much may run.
  package struct Limits: Sendable {
    /// The programs at one time; other runs wait.
    package var programs = ProcessInfo.processInfo.activeProcessorCount
    /// The runs at one time, with those that wait; others are refused.
    package var runs = 64
    package var run = LiveRun.Limits()

    package init() {}
  }

  private let chapters: [LiveChapter]
  private let limits: Limits
  private let draw: @Sendable (String) -> Markup?
  private let turns: Turns
  private let prepared = Mutex<[String: BuiltChapter]>([:])
  private let preparing = Mutex(())
  /// The runs by their names, and whether each was told to stop.
  private let runs = Mutex<[String: Bool]>([:])
  private let isEnding = Atomic(false)

  /// The live course of some chapters.
  ///
  /// - Parameter draw: draws a cell, given the line of JSON that it is; nil for one that is not shown.
  package init(
    _ chapters: [LiveChapter], limits: Limits = Limits(),
    draw: @escaping @Sendable (_ line: String) -> Markup?
  ) {
    self.chapters = chapters
    self.limits = limits
    self.draw = draw
    turns = Turns(limit: limits.programs)
  }

  /// Calls off what is being built; runs end when their connections are closed.
  package func end() { isEnding.store(true, ordering: .relaxed) }

  /// Answers a request that has passed the gate.
  package func answer(_ request: HTTPRequest) -> HTTPResponse {
    do {
      return try answered(request)
    } catch let refusal as HTTPRefusal {
      return HTTPResponse(refusal)
    } catch let failure as CommandFailure {
      return HTTPResponse(HTTPRefusal(400, failure.description))
    } catch {
      return HTTPResponse(HTTPRefusal(500, "\(error)"))
    }
  }

  private func answered(_ request: HTTPRequest) throws -> HTTPResponse {
    switch (request.method, request.path.count, request.path.first, request.path.last) {
    case ("GET", 0, _, _): return page(LivePages.list(of: chapters))
    case ("GET", 1, "page.js", _): return file(Array(Script.whole.text.utf8), type: "text/javascript")
    case ("GET", 1, "live.js", _): return file(PackageResources.live_js, type: "text/javascript")
    case ("GET", 1, "live.css", _):
      return file(Array(StyleSheet.whole.utf8) + PackageResources.live_css, type: "text/css")
    case ("GET", 1, let name?, _):
      let chapter = try chapter(name)
      return page(
        LivePages.chapter(chapter, of: chapters, try prepare(chapter).options, fields: request.query))
    case ("GET", 2, let name?, "compare"):
      let chapter = try chapter(name)
      let options = try prepare(chapter).options
      let (left, right) = Self.sides(of: request.query, options)
      return page(LivePages.comparison(chapter, of: chapters, options, left: left, right: right))
    case ("POST", 2, let name?, "run"):
      let prepared = try prepare(try chapter(name))
      return try run(prepared.program, prepared.options.arguments(for: try fields(in: request)))
    case ("POST", 1, "stop", _):
      guard let name = try fields(in: request)["run"],
        runs.withLock({ runs in
          guard runs[name] != nil else { return false }
          runs[name] = true
          return true
        })
      else { throw HTTPRefusal(404, "There is no such run.") }
      return HTTPResponse(204, type: "text/plain", text: "")
    default: throw HTTPRefusal(404, "There is nothing at this address.")
    }
  }

  private func page(_ text: String) -> HTTPResponse { HTTPResponse(type: "text/html", text: text) }

  private func file(_ bytes: [UInt8], type: String) -> HTTPResponse {
    HTTPResponse(type: type + "; charset=utf-8", .whole(bytes))
  }

  private func fields(in request: HTTPRequest) throws(HTTPRefusal) -> FormFields {
    guard let text = String(validating: request.body, as: UTF8.self), let fields = FormFields(encoded: text)
    else {
      throw HTTPRefusal(400, "The body is not encoded as a form's.")
    }
    return fields
  }

  private func chapter(_ name: String) throws(HTTPRefusal) -> LiveChapter {
    guard let chapter = chapters.first(where: { $0.name == name }) else {
      throw HTTPRefusal(404, "There is nothing at this address.")
    }
    return chapter
  }

  /// A chapter's program, built and asked for its options the first time; one is built at a time.
  private func prepare(_ chapter: LiveChapter) throws -> BuiltChapter {
    if let known = prepared.withLock({ $0[chapter.name] }) { return known }
    return try preparing.withLock { _ in
      if let known = prepared.withLock({ $0[chapter.name] }) { return known }
      let goesOn = { !self.isEnding.load(ordering: .relaxed) }
      guard let result = try BuiltChapter(chapter, whileRunning: goesOn) else {
        throw HTTPRefusal(503, "The server ends.")
      }
      prepared.withLock { $0[chapter.name] = result }
      return result
    }
  }

  /// A stream that runs a program and tells what it does.
  private func run(_ program: URL, _ arguments: [String]) throws(HTTPRefusal) -> HTTPResponse {
    let name = UUID().uuidString
    let hasRoom = runs.withLock { runs in
      guard runs.count < limits.runs else { return false }
      runs[name] = false
      return true
    }
    guard hasRoom else { throw HTTPRefusal(503, "\(limits.runs) runs are under way or wait; try later.") }
    return HTTPResponse(
      type: "application/x-ndjson",
      .stream { stream in
        let tell = { (event: LiveEvent) in stream.send(event.line) }
        if tell(LiveEvent(.begin, name)) {
          LiveRun(of: program, arguments, limits: self.limits.run, draw: self.draw).run(
            turns: self.turns, tell: tell, isWanted: { stream.isWanted },
            isStopped: { self.runs.withLock { $0[name] == true } })
        }
        self.runs.withLock { $0[name] = nil }
      })
  }

  /// The fields of the two sides of a comparison.
  private static func sides(of query: FormFields, _ options: DeclaredOptions) -> (FormFields, FormFields) {
    let flags = options.offers.filter { if case .flag = $0.declaration.kind { true } else { false } }
      .map(\.declaration.name)
    func side(_ prefix: String, _ leaves: (FormFields.Field) -> Bool) -> FormFields {
      FormFields(
        query.fields.compactMap { field in
          if field.name.hasPrefix(prefix) {
            return .init(String(field.name.dropFirst(prefix.count)), field.value)
          }
          return field.name.hasPrefix("left.") || field.name.hasPrefix("right.") || leaves(field)
            ? nil : field
        })
    }
    return (side("left.") { flags.contains($0.name) }, side("right.") { _ in false })
  }
}
