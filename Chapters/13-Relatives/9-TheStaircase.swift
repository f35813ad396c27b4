import Notebook

/// All models on one staircase.
func showStaircase(_ notebook: ChapterNotebook, _ lesson: Lesson, _ staircase: Staircase) {
  notebook.heading("The staircase")
  let order = staircase.losses.indices.sorted { staircase.losses[$0] > staircase.losses[$1] }
  notebook.barChart(
    "nats a character on the held-out stories", labels: order.map { staircase.names[$0] },
    values: order.map { staircase.losses[$0] })
  notebook.tensor(
    "staircase", staircase.losses, shape: [staircase.losses.count], axes: ["model"],
    labels: [staircase.names],
    display: .summary)
  notebook.prose(
    """
    On the average nobody is better than the source. On one text a model may be so by chance, but hardly by much: by t nats or more with a
    probability of e⁻ᵗ at most, for its own probabilities have to sum to 1 as well.
    """)
  let ahead = staircase.loss(of: "the source") - (staircase.losses.min() ?? .nan)
  notebook.check(
    "nobody is ahead of the source by more than that, nats in all",
    measured: ahead * Double(lesson.characters),
    atMost: 20)
}
