"""Acts on the registers: everything that writes more than one row, one module for each noun.

Every service takes keyword arguments only, runs in one transaction, checks the scope of `by` before and after, records
each change in the history, raises the versions of what it touched, and refuses with a ValidationError whose sentences
are Chinese. `by` is a User, or scope.CONSOLE for the command line.
"""
