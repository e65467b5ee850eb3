"""What every notebook shares: the public names, and the room of each."""

from .bank.data import load as load
from .bank.risk import RiskSplit as RiskSplit
from .bank.risk import risk_split as risk_split
from .learner.decisions import decide as decide
from .learner.exercises import check as check
from .learner.exercises import hint as hint
from .learner.predictions import predict as predict
from .learner.predictions import reveal as reveal
from .learner.quizzes import quiz as quiz
from .measure.repeats import paired as paired
from .measure.repeats import repeated as repeated
from .measure.spread import spread as spread
from .page.figures import ACCENT as ACCENT
from .page.figures import GREY as GREY
from .page.figures import PALETTE as PALETTE
from .page.figures import figure as figure
from .page.figures import label_line as label_line
from .page.figures import panels as panels
from .page.figures import png_html as png_html
from .page.figures import show as show
from .page.prose import say as say
from .page.prose import table as table
from .page.setup import begin as begin
