import Foundation
import Platform
import Synchronization
import Terminal

/// A server of HTTP/1.1 for this machine alone: it listens at 127.0.0.1, and answers a request a connection.
///
/// ```swift
/// let server = try HTTPServer(port: 0)      // http://127.0.0.1:\(server.port)/
/// server.run(while: { !interrupt.isRaised }) { request in HTTPResponse(type: "text/plain", text: "hello\n") }
/// ```
package final class HTTPServer: Sendable {
  /// What a client may ask for.
  package struct Limits: Sendable {
    /// The bytes of a request's first line and headers.
    package var head = 16 << 10
    /// The bytes of a request's body.
    package var body = 64 << 10
    /// How long a request may take to arrive.
    package var arrival = Duration.seconds(10)
    /// How long a client may take to accept an answer, or a piece of one.
    package var acceptance = Duration.seconds(10)
    /// The connections at one time; others wait to be let in.
    package var connections = 128

    package init() {}
  }

  /// Where it listens.
  package let port: Int
  private let limits: Limits
  private let listener: Int32
  private let open = Mutex<Set<Int32>>([])

  /// Begins to listen; nobody is answered before `run`.
  ///
  /// - Parameter port: 0 lets the system choose one that is free.
  /// - Throws: `CommandFailure` when the port is taken or not allowed.
  package init(port: Int, limits: Limits = Limits()) throws(CommandFailure) {
    self.limits = limits
    #if canImport(Darwin)
      listener = socket(AF_INET, SOCK_STREAM, 0)
    #else
      listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #endif
    var isOn: Int32 = 1
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &isOn, socklen_t(MemoryLayout<Int32>.size))
    _ = Connection(listener)
    var address = sockaddr.loopback(port: port)
    var length = socklen_t(MemoryLayout<sockaddr>.size)
    guard bind(listener, &address, length) == 0, listen(listener, 1024) == 0,
      getsockname(listener, &address, &length) == 0
    else {
      let fault = errno
      close(listener)
      let reason =
        fault == EADDRINUSE
        ? "is taken by another program" : "cannot be had: \(String(cString: strerror(fault)))"
      throw .usage("--port \(port) \(reason); give another one, or 0 for one that is free")
    }
    self.port = address.loopbackPort
  }

  deinit { close(listener) }

  /// Answers until `goesOn`, which is asked ten times a second, is false; then closes every connection and waits until what
  /// was being answered has ended, `patience` at most.
  package func run(
    patience: Duration = .seconds(20), while goesOn: () -> Bool,
    answer: @escaping @Sendable (HTTPRequest) -> HTTPResponse
  ) {
    while goesOn() {
      var entry = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
      guard poll(&entry, 1, 100) > 0 else { continue }
      guard open.withLock({ $0.count }) < limits.connections else {
        Thread.sleep(forTimeInterval: 0.005)
        continue
      }
      let descriptor = accept(listener, nil, nil)
      guard descriptor >= 0 else {
        // Nobody there any more, or no descriptor is left: another one may be given back.
        Thread.sleep(forTimeInterval: 0.005)
        continue
      }
      let connection = Connection(descriptor)
      open.withLock { _ = $0.insert(descriptor) }
      Thread.detachNewThread { self.serve(connection, answer) }
    }
    open.withLock { for descriptor in $0 { shutdown(descriptor, Int32(SHUT_RDWR)) } }
    let end = ContinuousClock.now + patience
    while !open.withLock({ $0.isEmpty }), ContinuousClock.now < end { Thread.sleep(forTimeInterval: 0.005) }
  }

  /// Reads a request and answers it.
  private func serve(_ connection: Connection, _ answer: (HTTPRequest) -> HTTPResponse) {
    defer {
      // A program that was started at this moment may hold a copy: only this closes the connection for the client too.
      shutdown(connection.descriptor, Int32(SHUT_RDWR))
      open.withLock {
        _ = $0.remove(connection.descriptor)
        close(connection.descriptor)
      }
    }
    let response: HTTPResponse
    do {
      response = answer(try request(from: connection))
    } catch let refusal as HTTPRefusal {
      response = HTTPResponse(refusal)
    } catch {
      return  // The client has gone.
    }
    switch response.body {
    case .whole(let bytes):
      guard connection.write(response.head + bytes, before: .now + limits.acceptance) else { return }
    case .stream(let body):
      let stream = ResponseStream(connection: connection, patience: limits.acceptance)
      guard connection.write(response.head, before: .now + limits.acceptance) else { return }
      body(stream)
      stream.finish()
    }
    connection.finish(before: .now + .seconds(1))
  }

  /// A whole request, within its limits.
  private func request(from connection: Connection) throws -> HTTPRequest {
    let deadline = ContinuousClock.now + limits.arrival
    var bytes: [UInt8] = []
    func readMore() throws {
      do { bytes += try connection.read(before: deadline) } catch Connection.Ending.late {
        throw HTTPRefusal(408, "The request took too long.")
      }
    }
    var end: Int?
    while end == nil {
      let searched = max(0, bytes.count - HTTPRequest.headEnd.count + 1)
      try readMore()
      end = bytes[searched...].firstRange(of: HTTPRequest.headEnd)?.upperBound
      guard (end ?? bytes.count) <= limits.head else {
        throw HTTPRefusal(431, "The address and headers of a request have \(limits.head >> 10) kB at most.")
      }
    }
    let headCount = end ?? 0
    var request = try HTTPRequest(head: Array(bytes[..<headCount]))
    let length = request.bodyLength ?? 0
    guard length <= limits.body else {
      throw HTTPRefusal(413, "The body of a request has \(limits.body >> 10) kB at most.")
    }
    while bytes.count < headCount + length { try readMore() }
    request.body = Array(bytes[headCount..<headCount + length])
    return request
  }
}

extension sockaddr {
  /// 127.0.0.1 with a port, as `sockaddr_in` has it.
  package static func loopback(port: Int) -> sockaddr {
    var address = sockaddr()
    address.sa_family = sa_family_t(AF_INET)
    address.sa_data.0 = CChar(truncatingIfNeeded: port >> 8)
    address.sa_data.1 = CChar(truncatingIfNeeded: port)
    address.sa_data.2 = 127
    address.sa_data.5 = 1
    return address
  }

  fileprivate var loopbackPort: Int {
    Int(UInt8(bitPattern: sa_data.0)) << 8 | Int(UInt8(bitPattern: sa_data.1))
  }
}
