"""The miners that come with the subnet, each in a module that is imported when asked for."""
