"""The flow of a scenario, for its author: scenes, endings and the branches between them."""
