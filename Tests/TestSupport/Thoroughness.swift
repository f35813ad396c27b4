import Foundation

/// Whether tests are run that take as long as all others of their rooms together, and fail for what is seldom changed: those that
/// compile or build something by themselves, and further seeds. `COURSE_THOROUGH=1 swift test` runs them, as CI does.
package let isThorough = ProcessInfo.processInfo.environment["COURSE_THOROUGH"] != nil
