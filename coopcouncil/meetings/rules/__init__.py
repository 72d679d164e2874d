"""What the rules say of meetings, each part a pure module: notice, quorum, dates, sending."""
