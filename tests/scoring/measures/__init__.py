"""How much the scorer minds what it should not, and notices what it should: figures, with examples.

The tests hold them to their bounds over a sample; the same functions over the whole sets give the
figures that are reported.
"""
