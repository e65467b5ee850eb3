"""The quantum horizon from first principles: the public names, and the room of each."""

from .algorithms.factoring import Attempt as Attempt
from .algorithms.factoring import shor_attempt as shor_attempt
from .algorithms.factoring import shor_factor as shor_factor
from .algorithms.grover import grover_best as grover_best
from .algorithms.grover import grover_state as grover_state
from .algorithms.grover import grover_success as grover_success
from .algorithms.phases import phase_estimation_circuit as phase_estimation_circuit
from .algorithms.phases import phase_estimation_distribution as phase_estimation_distribution
from .circuits.composition import Circuit as Circuit
from .circuits.gates import gate_matrix as gate_matrix
from .circuits.gradients import parameter_shift as parameter_shift
from .forecast.crossover import crossover_time as crossover_time
from .forecast.crossover import loading_time as loading_time
from .forecast.crossover import operations_within as operations_within
from .forecast.proposals import Proposal as Proposal
from .forecast.proposals import screen_proposal as screen_proposal
from .forecast.surface_code import surface_code_distance as surface_code_distance
from .forecast.surface_code import surface_code_qubits as surface_code_qubits
from .kernels.encodings import angle_encoding as angle_encoding
from .kernels.encodings import zz_encoding as zz_encoding
from .kernels.gram import kernel_matrix as kernel_matrix
from .kernels.screen import geometric_difference as geometric_difference
from .migration.deadlines import mosca_margin as mosca_margin
from .migration.inventory import Asset as Asset
from .migration.inventory import cryptographic_inventory as cryptographic_inventory
