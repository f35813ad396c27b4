import Terminal

/// A form in which a run is written down beside the words in the terminal, each by an option of its name.
enum WrittenForm: String, CaseIterable {
  /// For machines, at full precision.
  case json
  /// A page for a browser.
  case html
  /// A Jupyter notebook.
  case ipynb

  var declaration: OptionDeclaration {
    let form =
      switch self {
      case .json: "the whole notebook as JSON, or with --help the options"
      case .html: "it as a page for a browser, one file"
      case .ipynb: "it as a Jupyter notebook"
      }
    return .text(rawValue, "PATH", help: "write \(form); - for standard output")
  }

  /// The form that standard output is kept for in this run; throws when there are two.
  static func onStandardOutput(_ options: ParsedOptions) throws(CommandFailure) -> WrittenForm? {
    let forms = allCases.filter { options.text($0.rawValue) == "-" }
    guard forms.count < 2 else {
      throw .usage(
        "\(forms.map { "--\($0.rawValue) -" }.joined(separator: ", ")): standard output has room for one of them"
      )
    }
    return forms.first
  }

  /// The files that the options name, each with its form.
  static func paths(_ options: ParsedOptions) -> [(form: WrittenForm, path: String)] {
    allCases.compactMap { form in
      options.text(form.rawValue).flatMap { $0 == "-" ? nil : (form, $0) }
    }
  }
}

/// The files of a run's forms: opened before the work, written after it.
struct WrittenFiles {
  private var files: [(form: WrittenForm, file: OutputFile)] = []

  /// Opens what the options name; throws when one cannot be opened or two are one, and leaves all as it was.
  init(_ options: ParsedOptions) throws {
    let paths = WrittenForm.paths(options)
    for (index, (form, path)) in paths.enumerated() {
      if let other = paths[..<index].first(where: { $0.path == path }) {
        abandon()
        throw CommandFailure.usage(
          "--\(other.form.rawValue) and --\(form.rawValue) name one file, \(path.printable); each needs its own"
        )
      }
      do {
        files.append((form, try OutputFile(path: path)))
      } catch {
        abandon()
        throw error
      }
    }
  }

  /// Leaves everything as it was.
  func abandon() { for (_, file) in files { file.abandon() } }

  /// Replaces what the files hold; throws what writing met, the later files left as they were.
  func finish(_ bytes: (WrittenForm) -> [UInt8]) throws {
    for (index, (form, file)) in files.enumerated() {
      do {
        try file.finish(bytes(form))
      } catch {
        for (_, later) in files[(index + 1)...] { later.abandon() }
        throw error
      }
    }
  }
}
