"""Who holds an account: joint holders who come and go, and what follows when a saver has died.

Everybody whose savings they are agrees to a change, with evidence; somebody else than who wrote
it down carries it out. After a death savings go to survivors, or to who may give a receipt.
"""
