acl = "authenticated-read"
