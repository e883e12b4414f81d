"""The review page's server: a project in a browser, on this machine alone unless somebody says otherwise."""
