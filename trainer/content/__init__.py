"""From text to models: YAML with line marks, diagnostics, the library of what is installed."""
