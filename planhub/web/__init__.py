"""The edge: the application factory, one transaction a request, sign-in, headers and error pages."""
