"""Advice: answers to a strategist's questions, drawn from networks and measures, each with its reasons and sources."""
