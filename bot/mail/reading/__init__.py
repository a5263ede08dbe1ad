"""Reading letters as a person would: raw bytes in, what a person reads out. Pure; hostile input; runs in a child process."""
