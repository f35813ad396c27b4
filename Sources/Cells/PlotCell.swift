import Terminal

/// A chart: lines, bars, or points with names.
public struct PlotCell: Sendable {
  /// The kind of chart.
  public enum Style: String, Sendable, Hashable {
    /// Each series is a line through its points.
    case line
    /// The points of the one series are bars, one a label.
    case bar
    /// Each point of the series stands alone, beside its label.
    case scatter
  }

  /// Points that belong together.
  public struct Series: Sendable, Hashable {
    /// What the series is called in the legend.
    public var name: String
    /// The horizontal places.
    public var x: [Double]
    /// The vertical places; as many as `x`.
    public var y: [Double]
    /// The names of the points; empty when they have none.
    public var labels: [String]

    /// A series; traps when the counts differ.
    public init(_ name: String, x: [Double], y: [Double], labels: [String] = []) {
      guard x.count == y.count, labels.isEmpty || labels.count == x.count else {
        fatalError("series \(name): \(x.count) x, \(y.count) y, \(labels.count) labels")
      }
      self.name = name
      self.x = x
      self.y = y
      self.labels = labels
    }

    /// A series over 0, 1, 2, ….
    public init(_ name: String, _ y: [Double]) {
      self.init(name, x: y.indices.map(Double.init), y: y)
    }

    /// A series over 0, 1, 2, ….
    public init(_ name: String, _ y: [Float]) {
      self.init(name, y.map(Double.init))
    }
  }

  /// What the chart shows.
  public var name: String
  /// The kind of chart.
  public var style: Style
  /// The data.
  public var series: [Series]
  /// What is counted to the right, with its unit.
  public var xAxis: String
  /// What is counted upwards, with its unit.
  public var yAxis: String
  /// Whether equal steps upwards are equal factors; values that are not positive are then left out.
  public var isLogarithmic: Bool

  /// A chart.
  public init(
    _ name: String, style: Style, series: [Series], xAxis: String = "", yAxis: String = "",
    isLogarithmic: Bool = false
  ) {
    self.name = name
    self.style = style
    self.series = series
    self.xAxis = xAxis
    self.yAxis = yAxis
    self.isLogarithmic = isLogarithmic
  }
}
