"""From models to blocks of text: pure, so that a test can read what a screen will say."""
