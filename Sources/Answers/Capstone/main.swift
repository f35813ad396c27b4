import Coursework
import TrainingExercises
import Workbench

// The capstone: trains a GPT of the learner's functions on the task that comes on standard input, and writes the
// loss of every step and the parameters at the end.

trainCapstone { task, report in
  let model = LearnersGPT(task: task)
  var parameters = task.parameters
  var moments = parameters.map { (first: Tensor.zeros($0.shape), second: Tensor.zeros($0.shape)) }
  for step in task.starts.indices {
    let (inputs, targets) = task.batch(step)
    let rate = try learningRate(
      step: step + 1, peak: task.peak, warmUpSteps: task.warmUpSteps, totalSteps: task.starts.count,
      floor: task.floor)
    let result = try trainingStep(
      parameters: parameters,
      lossAndGradient: { try model.lossAndGradient($0, inputs: inputs, targets: targets) },
      clip: { try clippedGradients($0, maximumNorm: task.maximumNorm) },
      update: { index, parameter, gradient in
        let update = try adamStep(
          parameter: parameter, gradient: gradient, firstMoment: moments[index].first,
          secondMoment: moments[index].second, step: step + 1, learningRate: Float(rate), firstDecay: 0.9,
          secondDecay: 0.999, epsilon: 1e-8)
        moments[index] = (update.firstMoment, update.secondMoment)
        return update.parameter
      })
    parameters = result.parameters
    try report(.loss(result.loss))
  }
  try report(.parameters(parameters))
}
