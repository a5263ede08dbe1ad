"""Bench of the judge of «one ticket, one problem»: labelled texts, the trainer of its model, and what came of texts it had not seen.

    make bench-one-issue                                print the figures
    python -m tests.bench.one_issue.train               learn anew from all texts and write domain/parting/weights.json.xz

`own*.jsonl` are what the judge is tuned on; `dev.jsonl` was written by others for the same purpose; `held_out.jsonl` is never looked at
while tuning. `scenarios/` holds problems with their details, from which the trainer composes more texts, never used for a figure.
"""
