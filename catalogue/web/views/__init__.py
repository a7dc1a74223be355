"""Views: parse the address, read one context, render. Whatever needs a loop or a second query lives in contexts."""
