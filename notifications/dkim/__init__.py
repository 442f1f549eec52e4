"""DKIM (RFC 6376, RFC 8463) for those whose relay does not sign."""
