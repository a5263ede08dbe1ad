"""A demo month: a believable month of a support desk, made by the real use cases on a clock that moves. For looking and measuring."""
