/// Why a file was refused as a checkpoint, or could not be written, in one line that names the file.
public struct CheckpointError: Error, Hashable, CustomStringConvertible {
  /// The file's path.
  public let file: String
  /// What is wrong with it.
  public let problem: Problem

  /// An error about a file.
  public init(file: String, _ problem: Problem) {
    self.file = file
    self.problem = problem
  }

  /// One line for the reader of a command.
  public var description: String { "\(file): \(problem)" }

  /// What can be wrong with a file.
  public enum Problem: Error, Hashable {
    /// The system will not let it be read.
    case unreadable(String)
    /// It cannot be written, which is known before anything is.
    case unwritable(String)
    /// Writing it failed on the way; what was there before is there still.
    case writingFailed(String)
    /// There is a file already, and no checkpoint of this library: it is not replaced unless that is asked for.
    case notACheckpoint
    /// There are not even the eight bytes that say how long the header is.
    case tooShort(bytes: Int)
    /// The header is said to be longer than any header may be.
    case headerTooLong(bytes: UInt64, limit: Int)
    /// The header is said to be longer than the file.
    case headerOutsideFile(bytes: UInt64, available: Int)
    /// The header is not the JSON that the format asks for.
    case badHeader(String, position: Int)
    /// Two entries of the header have the same name.
    case duplicateName(String)
    /// A tensor's numbers are of a type that is not read.
    case unknownType(String, tensor: String)
    /// A tensor's shape is not one, or does not go with its bytes.
    case badShape([Int], tensor: String, bytes: Int)
    /// A tensor's bytes are not inside the file.
    case outsideFile(tensor: String, range: [Int], available: Int)
    /// A tensor's bytes do not begin where those before it end.
    case gapOrOverlap(tensor: String, expected: Int, found: Int)
    /// There are bytes that belong to no tensor.
    case trailingBytes(Int)
    /// A tensor that the model has is not in the file.
    case missingTensor(String)
    /// A tensor in the file is not one of the model's.
    case unexpectedTensor(String)
    /// A tensor's shape is not that of the model's parameter.
    case wrongShape(tensor: String, expected: [Int], found: [Int])
    /// A tensor has a number that is none, or that no training gives.
    case badNumber(String, tensor: String)
    /// A piece of metadata is not there.
    case missingMetadata(String)
    /// A piece of metadata is not what it should be.
    case badMetadata(String, reason: String)
    /// The tokenizer has another number of tokens than the model.
    case otherVocabulary(tokens: Int, rows: Int)
    /// A text is not the JSON that it should be.
    case badJSON(String, position: Int)
    /// A setting of a model or tokenizer is one that this library does not have, or no value of its kind.
    case badSetting(String, found: String, read: String)
    /// A file of Hugging Face's layout is not in the folder.
    case missingFile(String)
    /// The model is only there as a pickle, which is a program; the text is the command that converts it.
    case pickle(String, conversion: String)
    /// An index names a file that it must not.
    case badShard(String)
    /// Two files have a tensor of one name.
    case tensorTwice(String, file: String)
    /// A head that should be the embedding table has other numbers.
    case otherHead(String)
    /// A vocabulary is none, or not of a kind that this library has.
    case badTokenizer(String)
    /// The layout has no place for something that the model has.
    case inexpressible(String)
    /// There is a folder already, and none that this library wrote: it is not replaced.
    case notAnExport
    /// The model that comes with the course is no longer where it was compiled to be.
    case sourcesMoved
  }
}

extension CheckpointError.Problem: CustomStringConvertible {
  /// What is wrong, in half a line.
  public var description: String {
    switch self {
    case .unreadable(let reason):
      "cannot be read: \(reason)"
    case .unwritable(let reason):
      "cannot be written: \(reason)"
    case .writingFailed(let reason):
      "could not be written: \(reason)"
    case .notACheckpoint:
      "is there already and is no checkpoint of this library; it is not replaced"
    case .tooShort(let bytes):
      "not a safetensors file: only \(bytes) bytes, and the header's length takes 8"
    case .headerTooLong(let bytes, let limit):
      "not a safetensors file: a header of \(bytes) bytes, more than the \(limit) allowed"
    case .headerOutsideFile(let bytes, let available):
      "damaged or truncated: a header of \(bytes) bytes, and only \(available) follow"
    case .badHeader(let reason, let position):
      "not a safetensors file: \(reason) at byte \(position) of the header"
    case .duplicateName(let name):
      "damaged: \(quoted(name)) appears twice in the header"
    case .unknownType(let type, let tensor):
      "tensor \(quoted(tensor)) is of type \(quoted(type)); F32, F16, BF16 and F64 are read"
    case .badShape(let shape, let tensor, let bytes):
      "damaged: tensor \(quoted(tensor)) of shape \(brief(shape)) cannot have \(bytes) bytes"
    case .outsideFile(let tensor, let range, let available):
      "damaged or truncated: tensor \(quoted(tensor)) is at bytes \(brief(range)) of \(available)"
    case .gapOrOverlap(let tensor, let expected, let found):
      "damaged: tensor \(quoted(tensor)) begins at byte \(found), where \(expected) was to be"
    case .trailingBytes(let count):
      "damaged: the last \(count) bytes belong to no tensor"
    case .missingTensor(let name):
      "does not fit the model: tensor \(quoted(name)) is missing"
    case .unexpectedTensor(let name):
      "does not fit the model: tensor \(quoted(name)) is not one of its"
    case .wrongShape(let tensor, let expected, let found):
      "does not fit the model: tensor \(quoted(tensor)) has shape \(brief(found)), not \(brief(expected))"
    case .badNumber(let number, let tensor):
      "tensor \(quoted(tensor)) has the number \(number), which no model is trained to"
    case .missingMetadata(let key):
      "not a checkpoint of this library: its metadata lack \(quoted(key))"
    case .badMetadata(let key, let reason):
      "damaged: \(quoted(key)) in its metadata is \(reason)"
    case .otherVocabulary(let tokens, let rows):
      "its tokenizer has \(tokens) tokens, and its model \(rows)"
    case .badJSON(let reason, let position):
      "not the JSON that is read: \(reason) at byte \(position)"
    case .badSetting(let key, let found, let read):
      "\(quoted(key)) is \(oneLine(found)); \(read)"
    case .missingFile(let name):
      "not a model in Hugging Face's layout: there is no \(name)"
    case .pickle(let name, let conversion):
      "\(name) is a pickle, which may run any program when it is read; convert it with: \(conversion)"
    case .badShard(let name):
      "names the file \(quoted(name)), which is no .safetensors file in its folder"
    case .tensorTwice(let name, let file):
      "tensor \(quoted(name)) is in it, and in \(file) too"
    case .otherHead(let name):
      "tensor \(quoted(name)) is not the embedding table, as \"tie_word_embeddings\" says"
    case .badTokenizer(let reason):
      "not a tokenizer that is read: \(oneLine(reason))"
    case .inexpressible(let reason):
      "cannot be written in GPT-2's layout: \(reason)"
    case .notAnExport:
      "is there already and is no folder that this library wrote; it is not replaced"
    case .sourcesMoved:
      "is not where it was when this program was built; --model PATH reads it from elsewhere"
    }
  }
}

/// A piece of a file that may be hostile: one line, of bounded length, without control characters.
private func oneLine(_ text: String) -> String {
  let start = text.unicodeScalars.prefix(240)
  let shown = start.map { scalar in
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: scalar.escaped(asASCII: true)
    default: String(scalar)
    }
  }
  return shown.joined() + (start.endIndex < text.unicodeScalars.endIndex ? "…" : "")
}

/// A name from a file that may be hostile, fit for a message: one line, of bounded length, without control characters.
private func quoted(_ name: String) -> String {
  let start = name.unicodeScalars.prefix(80)
  return String(reflecting: String(start)) + (start.endIndex < name.unicodeScalars.endIndex ? "…" : "")
}

/// A shape from a file that may be hostile, of bounded length.
private func brief(_ numbers: [Int]) -> String {
  numbers.count <= 8 ? "\(numbers)" : "[\(numbers.prefix(8).map(String.init).joined(separator: ", ")), …]"
}
