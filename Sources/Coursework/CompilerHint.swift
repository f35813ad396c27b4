/// What a message of the compiler means to somebody who thinks in Python: what the workbench has instead.
///
/// `Docs/From-PyTorch.md` has the whole comparison.
enum CompilerHint {
  /// What to say below a message; `nil` where the compiler's word is enough.
  ///
  /// - Parameters:
  ///   - lines: the line that it is about and the one before, where a sign may be missing.
  static func of(_ message: String, at lines: (before: String, at: String)) -> String? {
    if let match = message.firstMatch(of: /^(?:value of )?type '(?:Tensor|Float)' has no member '(\w+)'/) {
      return members[String(match.1)]
    }
    if let match = message.firstMatch(of: /^cannot find (?:operator )?'(.+)' in scope/) {
      return names[String(match.1)]
    }
    return message.firstMatch(of: /^(?:expected|consecutive statements)/) == nil
      ? meaning(of: message, at: lines.at) : syntax(at: lines)
  }

  /// What is meant by a line that reads as Swift but has no meaning in it.
  private static func meaning(of message: String, at line: String) -> String? {
    let takesWholeNumber =
      message.firstMatch(
        of: /operands of type '(?:Tensor|Float|Double)' and 'Int'|'Int' and '(?:Float|Double)'/)
      != nil
    switch message {
    case _ where message.contains("subscript is get-only"): return readOnly
    case _ where line.contains(" ^ ") && message.contains("'Tensor'"): return power
    case _ where message.contains("conform to 'Comparable'") && line.contains("max("): return names["max"]
    case _ where message.contains("'Tensor'") && line.firstMatch(of: /[<>]/) != nil && isComparison(message):
      return
        "Tensors are not compared element by element: compare numbers, such as `x[i, j] > 0`, or use `maximum`."
    case _ where takesWholeNumber || message.contains("conform to 'DurationProtocol'"): return wholeNumber
    case _ where message.contains("type 'Int' to expected argument type 'Tensor'"):
      return line.contains("sqrt(") ? names["math"] : wholeNumber
    case _ where message.contains("to expected argument type 'Tensor'") && line.contains("sqrt("):
      return names["math"]
    case _ where message.contains("type 'Double' to expected argument type 'Tensor'"):
      return "A Double meets a tensor as `Float(number)`."
    case _
    where line.firstMatch(of: /\b(?:dim|axis|keepdims?|keepDim)\s*:/.wordBoundaryKind(.simple)) != nil
      && isAboutArguments(message):
      return "The labels are `alongAxis:` and `keepingAxis:`: `x.sum(alongAxis: -1, keepingAxis: true)`; "
        + "`concatenate` and `stack` have `axis:`."
    case _ where message.contains("type 'Float' to") && line.firstMatch(of: /\w\[/) != nil,
      _ where message.contains("'Float' to return type 'Tensor'") && line.firstMatch(of: /\w\[/) != nil:
      return "`x[i, j]` is one number. A row is `x.selected(axis: 0, i)`, a slice `x.sliced(axis: 1, 0..<2)`."
    case _ where message.contains("non-function type 'Shape'"):
      return "`x.shape` is a property: no parentheses."
    case _ where message.contains("'Shape' (aka 'Array<Int>')"): return array
    case _
    where isAboutArguments(message)
      && line.firstMatch(of: /\b(?:zeros|ones|reshaped|permuted|broadcast)\(/.wordBoundaryKind(.simple))
        != nil:
      return array
    default: return nil
    }
  }

  /// What is meant by a line that does not read as Swift.
  private static func syntax(at lines: (before: String, at: String)) -> String? {
    let line = lines.at
    return if line.firstMatch(of: /[\w)\]] @ \w/) != nil {
      "The matrix product is `matmul(x, y)`."
    } else if line.firstMatch(of: /\[[^\]]*:[^\]]*\]/) != nil {
      "A slice is `x.sliced(axis: 1, 0..<2)`; one row or column is `x.selected(axis: 0, 1)`."
    } else if line.firstMatch(of: /\b(?:and|or|not)\b/.wordBoundaryKind(.simple)) != nil {
      "`and`, `or` and `not` are `&&`, `||` and `!`."
    } else if line.firstMatch(of: /\bif\b.*\belse\b/.wordBoundaryKind(.simple)) != nil {
      "A choice between two values is `n > k ? n : k`."
    } else if line.firstMatch(of: /\bf"/.wordBoundaryKind(.simple)) != nil {
      "A value in a string is `\"\\(n) rows\"`."
    } else if line.firstMatch(of: /^\s*def |\blambda\b/.wordBoundaryKind(.simple)) != nil {
      "A function is `func name(_ x: Tensor) -> Tensor { … }`, one without a name `{ x in … }`."
    } else if [lines.before, line].contains(where: { $0.firstMatch(of: /[\w)] \/\/ ?\w/) != nil }) {
      "`//` begins a comment; `n / k` of two whole numbers is a whole number already."
    } else {
      nil
    }
  }

  private static func isComparison(_ message: String) -> Bool {
    message.contains("conform to") || message.contains("cannot be applied to two 'Tensor' operands")
  }

  private static func isAboutArguments(_ message: String) -> Bool {
    [
      "extra argument", "argument passed to call that takes no", "no exact matches in call",
      "incorrect argument",
    ]
    .contains(where: message.hasPrefix)
  }

  private static let readOnly =
    "A tensor's numbers are read with `x[i, j]` and not written. Change an array, `var numbers = x.scalars`, and make "
    + "`Tensor(shape: x.shape, scalars: numbers)`; where gradients must pass, add or multiply a tensor."
  private static let power = "A power is `power(x, 2)`; of whole numbers, `n * n`."
  private static let wholeNumber = "A whole number meets a tensor or a Float as `Float(n)`."
  private static let array = "Sizes and axes are one array: `Tensor.zeros([2, 3])`, `x.reshaped([2, 3])`."
  private static let function = "Functions stand before their tensor: `exp(x)`, `sqrt(x)`, `power(x, 2)`."
  private static let needless =
    "A tensor is a value: nothing has to be copied or made contiguous. Leave it out."
  private static let noPrefix =
    "There is no `torch` and no `np` here: `exp(x)`, `matmul(x, y)`, `Tensor.zeros([2, 3])`."

  /// Members that PyTorch's tensors have.
  private static let members: [String: String] = {
    let transpose = "The transpose is `x.transposed()`; any other order of axes `x.permuted([0, 2, 1])`."
    let reshape = "That is `x.reshaped([2, 3])`; one size may be −1."
    let product = "The matrix product is `matmul(x, y)`."
    let expand = "That is `x.broadcast(to: [2, 3])`; arithmetic does it by itself."
    let size = "That is `x.shape[0]`, and `x.rank` for how many axes there are."
    var table = [
      "size": size, "dim": size, "ndim": size, "item": "That is `x.scalar`, of a tensor with one number.",
      "std": "That is `sqrt(x.variance(alongAxis: 1))`, which divides by the count.",
      "var": "That is `x.variance(alongAxis: 1)`, which divides by the count.",
      "masked_fill": "Add or multiply a tensor: a mask is built of numbers.",
      "chunk": "That is `x.split(count: 2, axis: 0)`.", "relu": "That is `maximum(x, 0)`.",
      "cat": "That is `concatenate([x, y], axis: 0)`.", "stack": "That is `stack([x, y], axis: 0)`.",
      "full": "That is `Tensor(repeating: 7, shape: [2, 3])`.", "inf": "That is `Float.infinity`.",
      "where": "There is no `where`: multiply by a tensor of 1 and 0.",
      "tolist": "That is `x.rows`, or `x.scalars`.",
      "detach": "That is `x.detached`, and only needed where no gradient may pass.",
    ]
    for name in ["T", "t", "mT", "transpose", "swapaxes"] { table[name] = transpose }
    table["permute"] = transpose
    for name in ["view", "reshape", "flatten", "unsqueeze", "squeeze"] { table[name] = reshape }
    for name in ["matmul", "mm", "bmm", "dot"] { table[name] = product }
    for name in ["expand", "repeat", "expand_as"] { table[name] = expand }
    for name in ["exp", "log", "sqrt", "tanh", "sin", "cos", "pow"] { table[name] = function }
    for name in ["clone", "contiguous", "float", "numpy", "to"] { table[name] = needless }
    for name in ["softmax", "log_softmax", "masked"] { table[name] = unwritten }
    return table
  }()

  private static let unwritten =
    "The workbench has the arithmetic; what an exercise asks for is written with it, or comes in as an argument."

  /// Names that a Python program has at hand.
  private static let names: [String: String] = [
    "**": power, "pow": power, "torch": noPrefix, "np": noPrefix, "F": unwritten, "nn": unwritten,
    "softmax": unwritten, "math": "The root of a number is `Float(n).squareRoot()`; `sqrt` is for tensors.",
    "cat": "That is `concatenate([x, y], axis: 0)`.", "concat": "That is `concatenate([x, y], axis: 0)`.",
    "zeros": array, "ones": array, "ones_like": "That is `Tensor.ones(x.shape)`.",
    "zeros_like": "That is `Tensor.zeros(x.shape)`.",
    "len": "That is `array.count`; of a tensor, `x.shape[0]`.",
    "range": "That is `0..<n`, or `stride(from: 0, to: n, by: 2)`.", "inf": "That is `Float.infinity`.",
    "max": "The larger of two, element by element, is `maximum(x, y)`.", "True": "That is `true`.",
    "False": "That is `false`.", "None": "That is `nil`.",
    "self": "An exercise is a function, without `self`.",
  ]
}
