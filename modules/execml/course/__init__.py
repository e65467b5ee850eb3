"""What every notebook shares: data, prose, figures, exercises, decisions and progress.

The names of ``__init__.pyi`` load on first use, so that importing the package costs almost nothing.
"""

try:
    import lazy_loader
except ModuleNotFoundError:  # start.py reads parts of this package before anything is installed
    pass
else:
    __getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
