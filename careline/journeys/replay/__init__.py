"""Playing recorded contacts again, blind, and counting what came of it.

The one who resolves a contact comes in as an argument (`Runner`), so that the autopilot, a trainee's moves or an
operator's own program are measured with the same rule.
"""
