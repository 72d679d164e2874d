"""Tests of assessing."""
