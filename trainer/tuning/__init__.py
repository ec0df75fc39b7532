"""Making a rubric's listener from its labelled replies: needs PyTorch, which the trainer itself does not."""
