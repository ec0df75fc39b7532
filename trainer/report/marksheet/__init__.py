"""A workbook in which a second marker marks a session: written blind to the machine's levels, read back."""
