"""What gave somebody reason to suspect, for the nominated officer's eyes alone.

To tell the person would be an offence (Proceeds of Crime Act 2002 s.333A). So nothing here hangs
on the register: no key points to a member, no page of a member, search, export, audit record or
access request reaches it, and who told the nominated officer cannot read it afterwards either.
"""
