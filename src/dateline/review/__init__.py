"""The review desk: a local web app to look, check and decide. Needs `pip install 'dateline[desk]'`."""
