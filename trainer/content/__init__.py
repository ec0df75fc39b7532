"""From files to models: reading YAML safely, expanding what authors write, and finding every mistake."""
