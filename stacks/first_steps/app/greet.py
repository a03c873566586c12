"""Says hello to `name`; put your own work here."""


def handler(event, _context):
    name = event.get("name")
    if not isinstance(name, str) or not name.strip():
        raise ValueError(f'nobody to greet: the input needs a name, as in {{"name": "Ada"}}, and has {name!r}')
    return {"message": f"Hello, {name.strip()}!"}
