"""CoopCouncil: members, meetings, votes and money for co-operatives and councils."""
