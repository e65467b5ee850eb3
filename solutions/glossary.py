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
