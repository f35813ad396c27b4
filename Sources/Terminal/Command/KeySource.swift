/// Where keys come from: a terminal, or a test.
package protocol KeySource: AnyObject {
  /// The lines and columns that can be shown.
  var size: (rows: Int, columns: Int) { get }
  /// Whether somebody wants the process to end.
  var isInterrupted: Bool { get }
  /// Waits so many seconds at most for a key.
  func key(within seconds: Double) -> Key?
  /// Puts the terminal back as it was.
  func restore()
}
