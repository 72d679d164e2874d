"""People who sign in: by a code sent to their e-mail address, or by passkey.

One person, many organisations. There are no passwords. A person sees where they are signed
in and can end any of it.
"""
