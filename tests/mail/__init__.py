"""Tests of the mail's side that no Town needs: letters as a server hands them over, and what is read of them."""
