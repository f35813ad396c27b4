import Foundation
import Platform
import Synchronization

@testable import Book

/// A server that runs until it is told to end.
final class RunningServer: Sendable {
  let server: HTTPServer
  private let goesOn = Atomic(true)
  private let hasEnded = DispatchSemaphore(value: 0)

  init(
    limits: HTTPServer.Limits = HTTPServer.Limits(),
    answer: @escaping @Sendable (HTTPRequest) -> HTTPResponse = { request in
      HTTPResponse(type: "text/plain", text: "\(request.method) \(request.path) \(request.body.count)\n")
    }
  ) throws {
    server = try HTTPServer(port: 0, limits: limits)
    Thread.detachNewThread { [self] in
      server.run(while: { goesOn.load(ordering: .relaxed) }, answer: answer)
      hasEnded.signal()
    }
  }

  /// Ends the server; whether it ended in time.
  @discardableResult
  func end() -> Bool {
    goesOn.store(false, ordering: .relaxed)
    return hasEnded.wait(timeout: .now() + 60) == .success
  }

  /// A connection to it.
  func connect() throws -> Connection { try Connection(to: .loopback(port: server.port)) }

  /// What comes back for some bytes until the connection is closed; nil when it is not within a minute.
  func ask(_ text: String) throws -> String? {
    let client = try connect()
    defer { client.close() }
    _ = client.write(Array(text.utf8), before: .now + .seconds(60))
    return client.rest()
  }

  /// The answer to a request with these headers.
  func get(_ path: String, _ headers: [String] = []) throws -> String? {
    try ask(
      (["GET \(path) HTTP/1.1", "Host: localhost:\(server.port)"] + headers + ["", ""]).joined(
        separator: "\r\n"))
  }

  /// The answer to a form that is sent.
  func post(_ path: String, _ body: String, _ headers: [String] = []) throws -> String? {
    try ask(posted(path, body, headers))
  }

  func posted(_ path: String, _ body: String, _ headers: [String] = []) -> String {
    ([
      "POST \(path) HTTP/1.1", "Host: localhost:\(server.port)", "Content-Length: \(body.utf8.count)",
    ] + headers + ["", body]).joined(separator: "\r\n")
  }
}

struct ConnectionRefused: Error {}

extension Connection {
  /// A client's connection.
  init(to address: sockaddr) throws {
    #if canImport(Darwin)
      let descriptor = socket(AF_INET, SOCK_STREAM, 0)
    #else
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #endif
    var address = address
    guard Platform.connect(descriptor, &address, socklen_t(MemoryLayout<sockaddr>.size)) == 0 else {
      _ = Platform.close(descriptor)
      throw ConnectionRefused()
    }
    self.init(descriptor)
  }

  func close() { _ = Platform.close(descriptor) }

  /// All that comes until the other side closes; nil when it does not within a minute.
  func rest() -> String? {
    var bytes: [UInt8] = []
    while true {
      do throws(Connection.Ending) { bytes += try read(before: .now + .seconds(60)) } catch {
        return error == .late ? nil : String(decoding: bytes, as: UTF8.self)
      }
    }
  }

  /// What comes until it holds `sign`; nil when it never does.
  func text(until sign: String) -> String? {
    var text = ""
    while !text.contains(sign) {
      guard let bytes = try? read(before: .now + .seconds(60)) else { return nil }
      text += String(decoding: bytes, as: UTF8.self)
    }
    return text
  }
}
