/// Why a request is not answered, as a status of HTTP and one line.
package struct HTTPRefusal: Error, Hashable {
  /// The status: 400, 403, 404, …
  package let status: Int
  /// What was wrong, for people.
  package let reason: String

  package init(_ status: Int, _ reason: String) {
    self.status = status
    self.reason = reason
  }

  /// The request cannot be read.
  static func malformed(_ fault: String) -> HTTPRefusal { HTTPRefusal(400, "The request \(fault).") }
}

/// What is sent back.
package struct HTTPResponse: Sendable {
  /// What follows the head.
  package enum Body: Sendable {
    /// All of it, with its length in the head.
    case whole([UInt8])
    /// Piece by piece, for as long as the closure runs.
    case stream(@Sendable (ResponseStream) -> Void)
  }

  package let status: Int
  package let type: String
  package let body: Body
  /// Other headers than those that every answer has.
  package var headers: [(name: String, value: String)] = []

  package init(_ status: Int = 200, type: String, _ body: Body) {
    self.status = status
    self.type = type
    self.body = body
  }

  /// A page, style sheet or script.
  package init(_ status: Int = 200, type: String, text: String) {
    self.init(status, type: type + "; charset=utf-8", .whole(Array(text.utf8)))
  }

  /// A refusal as one line.
  package init(_ refusal: HTTPRefusal) {
    self.init(refusal.status, type: "text/plain", text: refusal.reason + "\n")
    if refusal.status == 405 { headers = [("Allow", "GET, POST")] }
  }

  /// The answer that leads to another address.
  package init(seeOther address: String) {
    self.init(303, type: "text/plain", text: "")
    headers = [("Location", address)]
  }

  /// The status line and the headers.
  var head: [UInt8] {
    var lines = ["HTTP/1.1 \(status) \(Self.phrases[status] ?? "")", "Content-Type: \(type)"]
    switch body {
    case .whole(let bytes): lines.append("Content-Length: \(bytes.count)")
    case .stream: lines.append("Transfer-Encoding: chunked")
    }
    lines += (Self.everywhere + headers).map { "\($0.name): \($0.value)" }
    return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
  }

  /// What a browser is told of every answer: to load nothing from elsewhere, to run no script but the server's own, to keep
  /// nothing, to tell nobody the address, to show it in no other page.
  static let everywhere = [
    (
      name: "Content-Security-Policy",
      value: "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"), ("Cache-Control", "no-store"),
    ("Cross-Origin-Resource-Policy", "same-origin"), ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Connection", "close"),
  ]

  private static let phrases = [
    200: "OK", 204: "No Content", 303: "See Other", 400: "Bad Request", 403: "Forbidden", 404: "Not Found",
    405: "Method Not Allowed", 408: "Request Timeout", 411: "Length Required", 413: "Content Too Large",
    431: "Request Header Fields Too Large", 500: "Internal Server Error", 503: "Service Unavailable",
    505: "HTTP Version Not Supported",
  ]
}
