"""What a claim rests on: audits by attack, the privacy label, the ledger of a year."""
