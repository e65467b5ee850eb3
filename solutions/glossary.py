# ---
# title: Glossary
# decision: What does a word mean exactly, when a supplier uses it in a contract?
# minutes: {reading: 10, exercises: 0}
# needs: [nothing]
# objectives: [look up a term at its first use]
# libraries: []
# ---

# %% [markdown]
# # Glossary
#
# The words that have an exact meaning in this programme, by theme. Units link here at the first use of a term.

# %% [markdown]
# ## Models and measurement
#
# ### AUC
# Area under the ROC curve: the probability that the model gives a higher risk to a randomly chosen client who defaults than to a randomly chosen client who pays. 0.5 is guessing, 1 is perfect order.
#
# ### Confidence interval
# A range computed from data by a rule that catches the true value in a stated share of repetitions, such as 95%. The share belongs to the rule, not to one interval.
#
# ### Gradient
# The direction, in the space of a model's numbers, in which its error grows fastest. Training walks the other way in small steps.
#
# ### Stochastic gradient descent
# Training a model by many small steps, each along the average gradient of a few randomly chosen clients (a batch). An epoch is as many steps as it takes to have drawn as many clients as there are.

# %% [markdown]
# ## Derivatives, training and platforms
#
# ### Adam
# An optimiser that divides each weight's averaged gradient by the root of its averaged square, so that steps hardly depend on the gradient's scale. AdamW differs from it in how it applies weight decay.
#
# ### Automatic differentiation
# Computing derivatives of a program by applying the chain rule to each of its elementary steps while it runs. It needs no step length and no algebra, and is exact up to rounding wherever every step is differentiable.
#
# ### Central difference
# An estimate of a derivative from two evaluations, a small step to either side: the difference of the results divided by the distance. It tests a gradient; it is too slow and too blurred to replace one.
#
# ### Checkpointing
# Keeping only some of the values that reverse mode will need, and computing the others again on the way back. It trades arithmetic for memory.
#
# ### Computational graph
# The elementary steps of a computation, with an arrow from each operand to each result that uses it.
#
# ### Condition number
# How many times steeper a bowl-shaped error surface is in its steepest direction than in its flattest. The number of steps that gradient descent needs grows in proportion to it.
#
# ### Data parallelism
# Training on several machines at once. Each holds a copy of the model and a share of the data, and after every step they average their gradients.
#
# ### Default
# The value that an argument takes when nobody sets it. Two libraries may use the same name for an argument, or for a whole method, and give it different defaults.
#
# ### Double descent
# The error on new data, drawn against the size of a model, falls, peaks where the model just fits every training row, and falls again beyond. A penalty or early stopping can remove the peak.
#
# ### Early stopping
# Ending training at the step where the error on validation data is smallest, before the fit to the training data is finished.
#
# ### Float32 and float64
# Two formats for numbers in a computer, of 32 and 64 bits. They keep about 7 and about 16 significant digits.
#
# ### Floating-point number
# A number kept as a sign, a fixed count of significant bits and an exponent. Results are rounded to the nearest such number, so that sums depend on their order and small additions to a large number can be lost.
#
# ### Forward mode
# Automatic differentiation in the order of the computation: each value carries the rate at which it changes as the inputs move in one direction. Its cost grows with the number of directions.
#
# ### Hessian
# The table of all second derivatives of a function. It says how the gradient changes as the inputs move, and so how sharply the function bends.
#
# ### Least squares
# The model that makes the sum of squared errors on the data smallest. For a model that is linear in its weights the error surface is a bowl, and the lowest point can be computed exactly.
#
# ### Lock-in
# What it would cost to leave a supplier or a platform: everything that has to be rebuilt because it cannot be taken along.
#
# ### Logit
# The logarithm of the odds, log(p / (1 − p)), of a probability p. A model that puts out logits still needs the sigmoid to turn them into probabilities.
#
# ### Loss scaling
# Multiplying the loss by a power of two before gradients are computed in a narrow format, and dividing afterwards, so that small gradients are not rounded to zero.
#
# ### Momentum
# A share of the last step that is made again in the next one. It turns a number of steps in proportion to the condition number into one in proportion to its square root, on bowl-shaped surfaces and with the right settings.
#
# ### ONNX
# An open file format for trained models, governed under the Linux Foundation. A file holds a graph of standard operators, the version of the operator set, and the weights, and any runtime that knows that version can score it.
#
# ### Operator set
# A numbered list that fixes what each operator of a portable model computes. A file names the version that it needs, and a runtime says which versions it knows.
#
# ### Port
# A model or program that was rebuilt in another framework or language. Whether it is still the same is a question for a test, not for its name.
#
# ### Reverse mode
# Automatic differentiation from the result back to the inputs: each value receives the sensitivity of the result to it. One walk gives all derivatives of one result; the values computed on the way forward have to be kept. In neural networks it is called backpropagation.
#
# ### Rounding error
# The small difference between a result and what the computer stores of it. It depends on the number format and on the order of the operations, so two correct programs may differ in the last digits.
#
# ### Tracing
# Exporting a model by running it once on an example and writing down the operations that ran. What the program decided along the way is frozen into the file.

# %% [markdown]
# ## Searching for a model
#
# ### AutoML
# Automated machine learning: software that tries many models and settings on given data and hands back the best by its own estimate.
#
# ### CASH
# Combined algorithm selection and hyperparameter optimisation: the choice of a family of models and of that family's settings as one search problem, because no family can be judged before its settings are.
#
# ### Correlation
# A number from −1 to 1 that says how far two quantities rise and fall together along a straight line; 0 means not at all.
#
# ### Cross-validation
# Scoring a candidate on data that it has not learned from: the data are cut into parts, each part is scored by a model trained on the others, and the scores are averaged.
#
# ### Ensemble selection
# Building an average of models one at a time, each time adding the one that helps most; a model may be added again (Caruana and others, 2004).
#
# ### Expected improvement
# By how much a trial is expected to beat the best value so far, where a trial that does not beat it counts as zero. It is large where the mean is good or the doubt is wide.
#
# ### Fold
# One of the equal parts into which cross-validation cuts the data. Each is tested once and learned from in all other turns.
#
# ### Gaussian process
# A belief about a function: its values at any few points are taken to be jointly normal, and closer points to be more strongly correlated. Seeing some values narrows the belief everywhere near them.
#
# ### Hoeffding's inequality
# A bound on how far the average of independent, bounded numbers can lie from its expected value: for shares on n cases, the chance of being off by more than t is at most 2·exp(−2nt²).
#
# ### Hyperband
# A plan for a search that runs several successive halvings, from many candidates with little training to few with much, because nobody knows beforehand how little is too little.
#
# ### Hyperparameter
# A setting of a learning method that is fixed before training and not learned from the data, such as the number of trees or a learning rate.
#
# ### Kernel
# The function that says how strongly the values at two points are correlated, given how far the points are apart.
#
# ### Ladder
# A leaderboard that announces a new best score, rounded, only if it beats the last announced one by a step. It gives someone who probes it with many submissions almost nothing to learn from.
#
# ### Leakage
# Information that a model has while it is built and tested and will not have in use, such as a column that is written after the outcome. Scores look excellent, and do not come true.
#
# ### Marginal likelihood
# How likely the observed values are under a model when its unknown function is averaged out. Its maximum chooses lengthscales and noise.
#
# ### Nested cross-validation
# Cross-validation in which a whole search, with folds of its own, is repeated inside each outer fold. It estimates what that way of searching delivers, not the score of one model.
#
# ### No free lunch
# The theorem that, averaged over all functions on a finite set with equal weight, every search that never repeats a point sees the same scores. It says nothing about a class of functions with structure.
#
# ### Out-of-fold prediction
# A prediction for a client from a model that was trained on the other folds, and so has not seen this client.
#
# ### Pareto front
# The candidates that no other candidate dominates, that is, none is at least as good in every goal and better in one.
#
# ### Processor time
# The seconds that a processor spends on one program. Unlike time on the clock it hardly grows when other programs wait for the same processor.
#
# ### Random search
# Drawing configurations independently from a search space and keeping the best. With 59 draws at least one is in the best 5% of the space with 95% probability, counted by how often such configurations are drawn.
#
# ### Rank correlation
# A number from −1 to 1 that says how far two orders of the same things agree: 1 for the same order, 0 for no relation. Spearman's is the ordinary correlation of the ranks.
#
# ### Search space
# All configurations that a search can draw: the families of models and the ranges of their settings. What is not in it cannot be found.
#
# ### Shift
# A difference between the cases that a model was built and tested on and those on which it is used.
#
# ### Stacking
# Training a further model on the predictions of several models (Wolpert, 1992). The predictions must be for clients that those models had not seen.
#
# ### Successive halving
# Giving many candidates a little training, keeping the best part of them, giving those more, and so on, until one is trained in full.
#
# ### Winner's curse
# The best of many candidates looks better than it is, because it was chosen for its score and part of that score is luck.

# %% [markdown]
# ## Attacks on privacy
#
# ### Canary
# A made-up record put into the training data on purpose, so that an auditor can test how well its presence shows in what is released.
#
# ### Differencing attack
# Two harmless statistics about nearly the same people are subtracted; what remains is about the few in whom the two groups differ.
#
# ### K-anonymity
# A release is k-anonymous in some columns if each combination of values that occurs there occurs in at least k rows (Sweeney, 2002). It protects against singling out by these columns, and not against what all rows of a group have in common.
#
# ### Linkage
# Joining two files on what they share, so that a row without a name meets a row with one.
#
# ### Membership advantage
# How much an attacker does better than guessing at the question "was this person in the training data?": true-positive rate minus false-positive rate.
#
# ### Membership inference
# Telling from a released model or statistic whether a certain person's data went into it.
#
# ### Quasi-identifier
# Facts that are harmless one by one and together single a person out, such as sex, age and credit limit.
#
# ### Reconstruction
# Recovering the rows of a confidential table from statistics published about it, by solving for the rows that explain them all.

# %% [markdown]
# ## Differential privacy: the promise
#
# ### Delta
# The small part δ of the probability that the bound of differential privacy does not cover. It should be far below one over the number of people.
#
# ### Differential privacy
# A randomised procedure $M$ is (ε, δ)-differentially private if, for all neighbouring data sets $D$ and $D'$ and all sets $S$ of outputs, $P[M(D) \in S] \le e^{\varepsilon} P[M(D') \in S] + \delta$. It bounds how much the output can depend on one person's record, whatever else is known.
#
# ### Epsilon
# The privacy parameter ε: the logarithm of the largest factor by which one person's data may change the probability of an output (up to δ). Small is private.
#
# ### Group privacy
# What follows from ε for k people who change together: kε if δ = 0; with δ > 0, δ grows as well.
#
# ### Local model
# Each person adds noise before handing over the answer, so that nobody has to be trusted with the truth. The price is an error larger by about the square root of the number of people.
#
# ### Neighbours
# Two data sets that differ in one unit of privacy: by adding or removing it, or by replacing it. Replacing counts as one removal and one addition.
#
# ### Post-processing
# Whatever is computed from a differentially private output, without looking at the data again, keeps the same ε and δ.
#
# ### Trade-off curve
# For every false-alarm rate, the lowest possible miss rate of anyone who tries to tell two neighbouring data sets apart from the output. A mechanism's whole privacy is in this curve.
#
# ### Unit of privacy
# What one neighbour differs in: a row, a client, a household, a device. An ε without its unit says nothing.

# %% [markdown]
# ## Differential privacy: the mechanisms
#
# ### Clipping
# Cutting values, or gradients, back to a bound that is fixed without looking at the data, so that one person's influence is limited.
#
# ### DP-SGD
# Stochastic gradient descent with differential privacy: each client's gradient is clipped, the clipped gradients are summed, noise is added, and only the noisy sum is used (Abadi et al., 2016).
#
# ### Exponential mechanism
# Choosing from a list of options with probability proportional to the exponential of a quality score, scaled by its sensitivity and ε (McSherry and Talwar, 2007).
#
# ### Ghost clipping
# Computing the norm of each client's gradient in a layer from what flows into and out of it, without ever storing the gradient itself.
#
# ### Noise multiplier
# The standard deviation of the noise divided by the sensitivity, or in DP-SGD by the clipping bound.
#
# ### Randomised response
# Each person answers truthfully with a known probability and otherwise at random (Warner, 1965).
#
# ### Sensitivity
# The largest change that one unit of privacy can make in a statistic. Noise is measured against it.
#
# ### Synthetic data
# Rows drawn from a model of the data. They are private only if the model was built with privacy.

# %% [markdown]
# ## Differential privacy: the budget
#
# ### Accountant
# A method that computes the ε of many releases together. Two accountants may give different ε for the same releases; the smallest valid one is the tightest.
#
# ### Amplification by subsampling
# If each step sees only a random sample and nobody knows who is in it, its privacy loss is smaller than without sampling.
#
# ### Composition
# How the privacy losses of several releases about the same people add up.
#
# ### Poisson sampling
# Each client enters a batch with a fixed probability, independently of all others, so that batches vary in size. The usual accountants assume it; shuffling is something else.
#
# ### Privacy budget
# The ε (for a δ and a unit) that an organisation allows itself to spend on the same people, over all releases.
#
# ### Privacy loss
# The logarithm of how many times more probable an output is with a person than without. It is random, as the output is.
#
# ### Privacy-loss distribution
# The probability distribution of the privacy loss. Losses of independent releases add up, so their distributions convolve.
#
# ### Rényi differential privacy
# A bound on an average of the exponentiated privacy loss, one for each order α; it adds up under composition and is converted to (ε, δ) at the end (Mironov, 2017).
#
# ### Shuffling
# Drawing batches by permuting the clients and cutting the row into equal pieces, as most data loaders do. The proof for Poisson sampling does not cover it.
#
# ### Zero-concentrated differential privacy
# zCDP: the Rényi bound of every order α is at most ρα, with one number ρ that adds up under composition (Bun and Steinke, 2016).

# %% [markdown]
# ## Differential privacy: the audit
#
# ### Audit
# An attack run by the examiner: its success rate, with a confidence interval, gives a lower bound on ε. It can refute a claim and never prove one.
#
# ### Bonferroni correction
# When k results are tried and the best is reported, each is computed at an error probability of α/k, so that all of them hold together with error at most α.
#
# ### Clopper–Pearson interval
# An exact confidence interval for a probability from a count of successes, by inverting the binomial test (Clopper and Pearson, 1934).
#
# ### Privacy label
# The facts without which an ε cannot be read: unit, neighbours, sampling, δ, accountant, noise, steps and tuning runs.
