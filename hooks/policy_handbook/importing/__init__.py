"""Brings a school's documents in as policies that a person checks rather than retypes."""
