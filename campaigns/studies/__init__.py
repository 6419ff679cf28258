"""Studies: what takes longer to find out than the answer itself: forecast, mix, sensitivity.

A page asks for each by itself, and NumPy and the solver load with the first that is asked for.
Results are cached by their inputs, where all web processes find them.
"""
