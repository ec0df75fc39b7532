"""Conversations that really took place become sessions: read from a file, then judged reply by reply."""
