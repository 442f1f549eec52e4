"""Files of posts: looked at in a process of their own, kept under random names, handed out as their post is read."""
