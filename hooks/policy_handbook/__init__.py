"""Policy Handbook: checks a school's policies, kept as YAML, and renders a handbook for each audience.

Data flows one way: ``read -> model -> rules -> audience -> pages, print, feeds -> publish``. Only the
command line and the MkDocs hook ask the clock or the environment.
"""

__version__ = "0.1.0"
